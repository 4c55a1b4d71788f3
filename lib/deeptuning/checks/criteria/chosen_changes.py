"""Does a net that is trained with the chosen changes read pictures that it has not seen?"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from deeptuning.checks.criteria.finding import Finding

FLIPS, AMOUNTS = ("mirror", "upside_down"), {"turn": 180, "shift": 4}
COPIES, UNITS, NETS, STRENGTH = 12, 200, 2, 0.1


def reading_accuracy(changes: dict, data: dict) -> float:
    """Train small nets on changed copies of few pictures; return their share of right answers.

    A net has a hidden layer of random weights, and an output layer fitted by least squares. What
    was trained before is remembered, since many students choose the same changes.

    Args:
        changes: `mirror` and `upside_down` (for half of the copies), `turn` (degrees) and `shift`
            (pixels), at most, in both directions.
        data: pictures `x` and `x_new`, bytes of shape (n, side, side), with `y` and `labels`.
    """
    wanted = (*(bool(changes[f]) for f in FLIPS), *(float(changes[a]) for a in AMOUNTS))
    side = data["x"].shape[1]
    parts = (np.asarray(data[name], np.uint8).tobytes() for name in ("x", "y", "x_new", "labels"))
    return _train(wanted, side, *parts)


@lru_cache(maxsize=1024)
def _train(changes: tuple, side: int, x: bytes, y: bytes, x_new: bytes, labels: bytes) -> float:
    y, labels = np.frombuffer(y, np.uint8), np.frombuffer(labels, np.uint8)
    pictures = (np.frombuffer(each, np.uint8).reshape(-1, side, side) for each in (x, x_new))
    old, new = (each / np.float32(255) for each in pictures)  # half the time of double precision
    right = []
    for seed in range(NETS):
        rng = np.random.default_rng(seed)
        many = _changed(np.tile(old, (COPIES, 1, 1)), changes, rng)
        w = rng.normal(0, 1 / side, (side**2 + 1, UNITS)).astype(np.float32)
        a, b = (np.maximum(z.reshape(len(z), -1) @ w[1:] + w[0], 0) for z in (many, new))
        truth = np.tile(np.eye(int(y.max()) + 1)[y], (COPIES, 1))
        out = np.linalg.solve(a.T @ a + STRENGTH * np.eye(UNITS), a.T @ truth)
        right.append(np.mean((b @ out).argmax(axis=1) == labels))
    return float(np.mean(right))


def _changed(images: np.ndarray, changes: tuple, rng: np.random.Generator) -> np.ndarray:
    """Change each picture by a draw of its own; between pixels, blend."""
    mirror, upside_down, turn, shift = changes
    n, side, _ = images.shape
    coins = (rng.random((2, n, 1, 1)) < 0.5) & [[[[mirror]]], [[[upside_down]]]]
    images = np.where(coins[0], images[:, :, ::-1], images)
    images = np.where(coins[1], images[:, ::-1], images)
    degrees, down, right = rng.uniform(-1, 1, (3, n, 1, 1)).astype(np.float32)
    cos, sin = np.cos(np.deg2rad(degrees * turn)), np.sin(np.deg2rad(degrees * turn))
    r, c = np.indices((side, side), np.float32)[:, None] - (side - 1) / 2
    r, c = r - down * shift, c - right * shift
    row, column = cos * r + sin * c + (side - 1) / 2, cos * c - sin * r + (side - 1) / 2
    paper, new, k = np.pad(images, ((0, 0), (1, 1), (1, 1))), 0.0, np.arange(n)[:, None, None]
    top, left = (np.floor(each).astype(np.int32) for each in (row, column))
    for i in (top, top + 1):
        for j in (left, left + 1):
            weight = (1 - abs(row - i.astype(np.float32))) * (
                1 - abs(column - j.astype(np.float32))
            )
            a, b = np.clip(i + 1, 0, side + 1), np.clip(j + 1, 0, side + 1)
            new = new + weight * paper[k, a, b]
    return new


def chosen_changes(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when nets trained with the changes read nearly as well as with the `right` ones.

    At most `room` worse, as a share of right answers.

    The symptoms of a failure: "not changes" (other keys, or values out of range), and, if the
    target is missed: "mirror", "upside down", "any turn" (beyond 90°), "nothing", "short".
    """
    changes = answer.get("returned")
    if not _allowed(changes):
        return Finding(False, "not a choice of changes", symptom="not changes")
    reached = reading_accuracy(changes, expected)
    target = reading_accuracy(expected["right"], expected) - expected["room"]
    numbers = f"accuracy {reached:.3f}, target {target:.3f}"
    if reached >= target:
        return Finding(True, "it reads what it has not seen", numbers)
    for symptom, words, found in (
        ("mirror", "trained with mirrored digits, it misreads", changes["mirror"]),
        ("upside down", "trained with digits upside down, it misreads", changes["upside_down"]),
        ("any turn", "trained with any turn, it misreads", changes["turn"] > 90),
        ("nothing", "trained on untouched digits", changes["turn"] == changes["shift"] == 0),
    ):
        if found:
            return Finding(False, words, numbers, symptom)
    return Finding(False, "short of the target", numbers, "short")


def _allowed(changes: object) -> bool:
    if not isinstance(changes, dict) or changes.keys() != {*FLIPS, *AMOUNTS}:
        return False
    if any(not isinstance(changes[name], bool) for name in FLIPS):
        return False
    numbers = {name: changes[name] for name in AMOUNTS}
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in numbers.values()):
        return False
    return all(0 <= v <= AMOUNTS[name] for name, v in numbers.items())
