"""What does an event file hold that a submission has written? The bytes may be hostile."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning.checks.criteria.finding import Finding

MOST_BYTES, MOST_NUMBERS = 200_000, 10_000
HOME = "tensorboard is not installed here, the event file cannot be read: pip install tensorboard"


def logged_run(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the event files hold one `part` of a run: "scalars", "histograms" or "hparams".

    Expected are tag → [steps, values] for scalars, tag → [steps, [count, least, largest]] for
    histograms, and name → value. The symptoms of a failure: "raised", "no file", "unreadable",
    "missing" (a tag, or a hyperparameter), "from 0" (steps one too small), "epochs" (counted where
    steps are asked for), "other steps", "other values", "other type" (of a hyperparameter).
    """
    if answer["status"] != "returned":
        return Finding(False, "no event file came back", symptom="raised")
    try:
        return _compare(_points(answer["returned"]), expected)
    except ModuleNotFoundError:
        return Finding(False, HOME, symptom="unreadable")
    except FileNotFoundError:
        return Finding(False, "there is no event file in the folder", symptom="no file")
    except Exception as error:  # protobuf, NumPy and our reader each have their own
        words = "what lies in the folder cannot be read as event files"
        return Finding(False, words, f"{type(error).__name__}: {error!s:.200}", "unreadable")


def _points(returned: dict) -> list:
    """Return everything that was logged; raise where the bytes are not what they should be."""
    from tensorboard.compat.proto.event_pb2 import Event

    from deeptuning.monitoring._decode import decoded
    from deeptuning.monitoring._records import split_records

    found, size = [], 0
    for name, content in zip(returned["names"], returned["contents"], strict=True):
        if "tfevents" not in name:
            continue
        size += len(content)
        if size > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES} bytes")
        records, _ = split_records(np.asarray(content, np.uint8).tobytes(), "of the run")
        for record in records:
            for value in Event.FromString(record).summary.value:
                dims = [d.size for d in value.tensor.tensor_shape.dim]  # may claim any size
                if min(dims, default=0) < 0 or math.prod(dims) > MOST_NUMBERS:
                    raise ValueError("a tensor that is too large")
        found += decoded(records)
    if not size:
        raise FileNotFoundError
    return found


def _compare(points: list, expected: dict) -> Finding:
    part = expected["part"]
    if part == "hparams":
        named = [point.value for point in points if point.kind == "hparams"]
        return _hparams({k: v for each in named for k, v in each.items()}, expected["hparams"])
    wanted = expected[part]
    for tag, (steps, values) in wanted.items():
        mine = {p.step: p.value for p in points if p.kind == part and p.tag == tag}
        if not mine:
            tags = sorted({p.tag for p in points if p.kind == part})
            told = f"{part} under {tags}"[:200]
            return Finding(False, f"no {part} under the tag {tag!r}", told, "missing")
        found = _steps(tag, sorted(mine), np.asarray(steps).tolist())
        if found:
            return found
        for step, value in zip(np.asarray(steps).tolist(), values, strict=True):
            numbers = _numbers(mine[step])
            if not _close(numbers, value):
                told = f"step {step}: yours {numbers}, expected {np.asarray(value).tolist()}"
                return Finding(False, f"{tag}: other values", told[:300], "other values")
    return Finding(True, f"{', '.join(wanted)}: all there")


def _steps(tag: str, mine: list, steps: list) -> Finding | None:
    if mine == steps:
        return None
    told = f"yours {mine[:5]} to {mine[-1]} ({len(mine)}), expected {steps[:5]} to {steps[-1]}"
    numbers = f"{told} ({len(steps)})"
    counted = {"from 0": [s - 1 for s in steps], "epochs": list(range(1, len(steps) + 1))}
    for symptom, wrong in counted.items():
        if mine == wrong:
            return Finding(False, f"{tag}: other steps", numbers, symptom)
    return Finding(False, f"{tag}: other steps", numbers, "other steps")


def _numbers(value: Any) -> Any:
    """Return a scalar as it is, and of a histogram how many, the least and the largest value."""
    if hasattr(value, "count") and hasattr(value, "left"):
        if not len(value.count):
            return [0.0, 0.0, 0.0]
        return [float(value.count.sum()), float(value.left[0]), float(value.right[-1])]
    return float(value)


def _close(mine: Any, wanted: Any) -> bool:
    a, b = np.asarray(mine, float), np.asarray(wanted, float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-5, atol=1e-7, equal_nan=True))


def _hparams(mine: dict, wanted: dict) -> Finding:
    """Compare by name; torch's writer keeps True as 1.0, which is let pass."""
    missing = [name for name in wanted if name not in mine]
    if missing:
        told = f"yours: {sorted(map(str, mine))}"[:200]
        return Finding(False, f"no hyperparameter {missing[0]!r}", told, "missing")
    for name, value in wanted.items():
        found = mine[name]
        kind = str if isinstance(value, str) else (int, float)
        if not isinstance(found, kind) or (isinstance(found, bool) > isinstance(value, bool)):
            told = f"{name}: yours {found!r:.60}, expected {value!r}"
            return Finding(False, "a hyperparameter of another type", told, "other type")
        if found != value and (kind is str or not _close(found, value)):
            told = f"{name}: yours {found!r:.60}, expected {value!r}"
            return Finding(False, "a hyperparameter of another value", told, "other values")
    return Finding(True, f"{len(wanted)} hyperparameters")
