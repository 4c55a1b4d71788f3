"""A student who thinks in NumPy arrays."""

import hashlib
import json

import numpy as np


class Checkpoint:
    """Arrays into an archive of NumPy's, the rest as a text in it."""

    def save(self, path, run):
        """Give each array a name."""
        arrays = {"order": run.order}
        for part in ("weights", "m", "v"):
            arrays |= {f"{part} {name}": array for name, array in getattr(run, part).items()}
        rest = [run.rng.bit_generator.state, run.t, run.schedule_step, run.position]
        np.savez(path, rest=np.frombuffer(json.dumps(rest).encode(), np.uint8), **arrays)

    def restore(self, path, run):
        """Sort the arrays by their names."""
        with np.load(path, allow_pickle=False) as archive:
            found = dict(archive)
        rest = json.loads(found.pop("rest").tobytes())
        run.rng.bit_generator.state, run.t, run.schedule_step, run.position = rest
        run.order = found.pop("order")
        for name, array in found.items():
            part, key = name.split(" ")
            getattr(run, part)[key] = array


def atomic_write(disk, name, text):
    """Three lines."""
    part = f"{name}.part"
    disk.write(part, text)
    disk.sync(part)
    disk.rename(part, name)


def read_checkpoint(path):
    """View the header as numbers."""
    data = np.fromfile(path, np.uint8)
    problem = None
    if data[:4].tobytes() != b"DTCK":
        problem = "foreign"
    elif len(data) < 44 or len(data) - 44 < data[4:12].view("<u8")[0]:
        problem = "torn"
    elif hashlib.sha256(data[44:].tobytes()).digest() != data[12:44].tobytes():
        problem = "damaged"
    if problem:
        raise ValueError(f"{path.name}: this file is {problem}.")
    return json.loads(data[44:].tobytes())


def keep(steps, values, last, mode):
    """Rank the values."""
    ranked = np.where(np.isnan(values), np.inf, values if mode == "min" else -values)
    stays = np.arange(len(steps)) >= len(steps) - last
    stays[np.argmin(ranked)] = True
    return steps[stays]


def reshard(shards, ranks):
    """Put each row where it belongs, and cut at the cumulated sizes."""
    new = [{} for _ in range(ranks)]
    for name, first in shards[0].items():
        whole = np.empty(first["shape"], first["rows"].dtype)
        for shard in shards:
            start, rows = shard[name]["start"], shard[name]["rows"]
            whole[start : start + len(rows)] = rows
        n = len(whole)
        ends = np.cumsum(n // ranks + (np.arange(ranks) < n % ranks))
        starts = np.concatenate([[0], ends[:-1]])
        for rank in range(ranks):
            rows = whole[starts[rank] : ends[rank]]
            new[rank][name] = {"shape": first["shape"], "start": starts[rank], "rows": rows}
    return new


def finish(folder, x, y, x_new, seed, steps, tick):
    """Save after every third step."""
    from deeptuning.checks.killable_run import Run

    run, path = Run(x, y, seed), folder / "last.npz"
    if path.exists():
        Checkpoint().restore(path, run)
    while run.t < steps:
        tick()
        run.step()
        if run.t % 3 == 0:
            Checkpoint().save(path, run)
    return run.predict(x_new)
