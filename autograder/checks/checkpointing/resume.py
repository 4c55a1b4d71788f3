"""Save and restore a run so that it goes on as if nothing had happened."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.checkpointing import forgetful
from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Killed in the first epoch (of three batches), in the middle of a later one, at an end."""
    for group, killed in (
        ("killed in the first epoch", 2),
        ("killed in the middle of a later epoch", 3 * int(rng.integers(3, 6)) + 1),
        ("killed at the end of an epoch", 3 * int(rng.integers(3, 6))),
    ):
        x, y = rng.normal(size=(100, 3)), rng.integers(0, 3, size=100)
        y[0] = 2
        inputs = {"x": x, "y": y, "hidden": 5, "killed": killed, "steps": killed + 6}
        yield Case(group, inputs | {"seed": int(rng.integers(2**31))})


class Everything:
    """Take down all that changes, and nothing that runs."""

    def save(self, path, run):
        """Write one text."""
        import json

        parts = {"rng": run.rng.bit_generator.state, "order": run.order.tolist()}
        for name in ("weights", "m", "v"):
            parts[name] = {key: a.tolist() for key, a in getattr(run, name).items()}
        for name in ("t", "schedule_step", "position"):
            parts[name] = getattr(run, name)
        path.write_text(json.dumps(parts))

    def restore(self, path, run):
        """Read it back."""
        import json

        parts = json.loads(path.read_text())
        run.rng.bit_generator.state = parts.pop("rng")
        run.order = np.array(parts.pop("order"))
        for name in ("weights", "m", "v"):
            setattr(run, name, {key: np.array(a) for key, a in parts.pop(name).items()})
        vars(run).update(parts)


RESUME = Check(
    name="checkpointing/resume",
    title="Save and restore",
    points=4,
    cases=cases,
    reference=Everything,
    driver="resumed",
    returns=("resumed weights", "weights of the run that was saved", "ran a stranger's code"),
    tolerance=Tolerance(rtol=1e-9, atol=1e-10),
    misconceptions=(
        Misconception(
            "weights alone",
            "The weights are enough to predict. What else does the next step of the run look at?",
            forgetful.WeightsAlone,
        ),
        Misconception(
            "the optimizer's state is lost",
            "The next step depends on what Adam remembers of the steps before.",
            forgetful.NoOptimizer,
        ),
        Misconception(
            "Adam's count is lost",
            "Adam divides by 1 − βᵗ. Which t does your restored run have?",
            forgetful.NoCount,
        ),
        Misconception(
            "the schedule starts anew",
            "Which learning rate does the first step after the restart have?",
            forgetful.NoSchedule,
        ),
        Misconception(
            "the random generator is lost",
            "The next dropout mask and the next order are drawn from where the generator stands.",
            forgetful.NoGenerator,
        ),
        Misconception(
            "the data position is lost",
            "Which rows of this epoch have been read already, and which come next?",
            forgetful.NoPosition,
        ),
        Misconception(
            "unsafe load",
            "The run goes on as it should, but your restore runs whatever code a file brings.",
            forgetful.Unsafe,
        ),
    ),
)
