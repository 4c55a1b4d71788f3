"""A student who takes everything apart by hand, in plain Python."""

import hashlib
import json
import struct


class Checkpoint:
    """One text for everything, one line for each piece."""

    def save(self, path, run):
        """Write line by line."""
        lines = [
            json.dumps(run.rng.bit_generator.state),
            json.dumps([run.t, run.schedule_step, run.position]),
            json.dumps([int(row) for row in run.order]),
        ]
        for name in ("w1", "b1", "w2", "b2"):
            for part in (run.weights, run.m, run.v):
                lines.append(json.dumps([part[name].shape, [float(v) for v in part[name].flat]]))
        path.write_text("\n".join(lines))

    def restore(self, path, run):
        """Read line by line; the fresh run's own arrays are filled."""
        lines = path.read_text().split("\n")
        run.rng.bit_generator.state = json.loads(lines[0])
        run.t, run.schedule_step, run.position = json.loads(lines[1])
        run.order = list(run.order)
        for i, row in enumerate(json.loads(lines[2])):
            run.order[i] = row
        rest = iter(lines[3:])
        for name in ("w1", "b1", "w2", "b2"):
            for part in (run.weights, run.m, run.v):
                _, values = json.loads(next(rest))
                for i, value in enumerate(values):
                    part[name].flat[i] = value


def atomic_write(disk, name, text):
    """Clean up first."""
    part = name + ".part"
    for each in disk.names():
        if each == part:
            disk.delete(part)
    disk.write(part, text)
    disk.sync(part)
    disk.rename(part, name)


def read_checkpoint(path):
    """Read the file part by part."""
    with open(path, "rb") as file:
        letters, length, digest = file.read(4), file.read(8), file.read(32)
        text = file.read()
    name = path.parts[-1]
    if letters != b"DTCK":
        raise ValueError("foreign file: " + name)
    if len(length) < 8 or len(digest) < 32 or len(text) < struct.unpack("<Q", length)[0]:
        raise ValueError("torn file: " + name)
    hashed = hashlib.sha256()
    for i in range(0, len(text), 16):
        hashed.update(text[i : i + 16])
    if hashed.digest() != digest:
        raise ValueError("damaged file: " + name)
    return json.loads(text.decode())


def keep(steps, values, last, mode):
    """Walk through the saves, and remember the best."""
    best = best_value = None
    for step, value in zip(steps.tolist(), values.tolist(), strict=True):
        if value != value:
            continue
        better = best is None or (value < best_value if mode == "min" else value > best_value)
        if better:
            best, best_value = step, value
    staying = [step for i, step in enumerate(steps.tolist()) if i >= len(steps) - last]
    return staying if best in staying else [best, *staying]


def reshard(shards, ranks):
    """Move row by row."""
    new = []
    for rank in range(ranks):
        shard = {}
        for name in shards[0]:
            shape = shards[0][name]["shape"]
            start = sum(shape[0] // ranks + (r < shape[0] % ranks) for r in range(rank))
            stop = start + shape[0] // ranks + (rank < shape[0] % ranks)
            nothing, mine = shards[0][name]["rows"][:0].copy(), []
            for i in range(start, stop):
                for old in shards:
                    piece = old[name]
                    if 0 <= i - piece["start"] < len(piece["rows"]):
                        mine.append(piece["rows"][i - piece["start"]].tolist())
            piece = {"shape": list(shape), "start": start, "rows": mine or nothing}
            shard[name] = piece
        new.append(shard)
    return new


def finish(folder, x, y, x_new, seed, steps, tick):
    """Save after every step."""
    from deeptuning.checks.killable_run import Run

    run = Run(x, y, seed)
    file = folder / "last.npz"
    if file.exists():
        Checkpoint().restore(file, run)
    for _ in range(steps - run.t):
        tick()
        run.step()
        Checkpoint().save(file, run)
    return [int(c) for c in run.predict(x_new)]
