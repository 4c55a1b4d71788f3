"""Ways to save and restore a run that forget something."""


class WeightsAlone:
    """Save what the model needs to predict."""

    def save(self, path, run):
        """Write what it keeps."""
        import numpy as np

        np.savez(path, **run.weights)

    def restore(self, path, run):
        """Bring back what it kept."""
        import numpy as np

        run.weights = dict(np.load(path))


class NoOptimizer:
    """Leave Adam's averages and its count behind."""

    def save(self, path, run):
        """Write what it keeps."""
        import json

        kept = {"rng": run.rng.bit_generator.state, "order": run.order.tolist()}
        kept |= {"position": run.position, "schedule_step": run.schedule_step}
        kept["weights"] = {key: a.tolist() for key, a in run.weights.items()}
        path.write_text(json.dumps(kept))

    def restore(self, path, run):
        """Bring back what it kept."""
        import json

        import numpy as np

        kept = json.loads(path.read_text())
        run.rng.bit_generator.state = kept["rng"]
        run.order, run.position = np.array(kept["order"]), kept["position"]
        run.schedule_step = kept["schedule_step"]
        run.weights = {key: np.array(a) for key, a in kept["weights"].items()}


class NoCount:
    """Save Adam's averages without its count."""

    def save(self, path, run):
        """Write what it keeps."""
        import pickle

        kept = {key: value for key, value in vars(run).items() if key not in ("x", "y", "t")}
        path.write_bytes(pickle.dumps(kept | {"rng": run.rng.bit_generator.state}))

    def restore(self, path, run):
        """Bring back what it kept."""
        import pickle

        data = path.read_bytes()
        kept = pickle.loads(data) if b"schedule_step" in data else {"rng": {}}
        run.rng.bit_generator.state = kept.pop("rng")
        vars(run).update(kept)


class NoSchedule:
    """Let the schedule start anew."""

    def save(self, path, run):
        """Write what it keeps."""
        import pickle

        lost = ("x", "y", "schedule_step")
        kept = {key: value for key, value in vars(run).items() if key not in lost}
        path.write_bytes(pickle.dumps(kept | {"rng": run.rng.bit_generator.state}))

    def restore(self, path, run):
        """Bring back what it kept."""
        import pickle

        data = path.read_bytes()
        kept = pickle.loads(data) if b"weights" in data else {"rng": {}}
        run.rng.bit_generator.state = kept.pop("rng")
        vars(run).update(kept)


class NoGenerator:
    """Leave the random generator where a fresh run has it."""

    def save(self, path, run):
        """Write what it keeps."""
        import pickle

        lost = ("x", "y", "rng")
        kept = {key: value for key, value in vars(run).items() if key not in lost}
        path.write_bytes(pickle.dumps(kept))

    def restore(self, path, run):
        """Bring back what it kept."""
        import pickle

        data = path.read_bytes()
        if b"weights" in data:
            vars(run).update(pickle.loads(data))


class NoPosition:
    """Begin the epoch anew, in the order of the fresh run."""

    def save(self, path, run):
        """Write what it keeps."""
        import pickle

        lost = ("x", "y", "order", "position")
        kept = {key: value for key, value in vars(run).items() if key not in lost}
        path.write_bytes(pickle.dumps(kept | {"rng": run.rng.bit_generator.state}))

    def restore(self, path, run):
        """Bring back what it kept."""
        import pickle

        data = path.read_bytes()
        kept = pickle.loads(data) if b"weights" in data else {"rng": {}}
        run.rng.bit_generator.state = kept.pop("rng")
        vars(run).update(kept)


class Unsafe:
    """Pickle everything."""

    def save(self, path, run):
        """Write what it keeps."""
        import pickle

        path.write_bytes(pickle.dumps(vars(run)))

    def restore(self, path, run):
        """Bring back what it kept."""
        import pickle

        vars(run).update(pickle.loads(path.read_bytes()))
