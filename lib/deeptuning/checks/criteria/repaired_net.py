"""Does a deep net train with the settings returned?"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np

from deeptuning.checks.criteria.finding import Finding

ACTIVATIONS = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0) * 1.0),
}
# The variance of a weight, from the numbers of inputs and units of its layer.
INITIALIZERS = {
    "standard_normal": lambda inputs, units: 1.0,
    "tiny": lambda inputs, units: 0.01**2,
    "glorot": lambda inputs, units: 2 / (inputs + units),
    "he": lambda inputs, units: 2 / inputs,
}
CHOICES = {"activation": ACTIVATIONS, "initializer": INITIALIZERS}
FREE = (*CHOICES, "clip_norm", "skips")
WIDTH, STEPS, RATE, MOMENTUM = 16, 120, 0.03, 0.9


def final_loss(net: dict, data: dict) -> float:
    """Train on all examples at once; return the cross-entropy at the end, infinity if it is lost.

    What was trained before is remembered, since many students return the same settings.

    Args:
        net: `depth` (hidden layers), `activation`, `initializer`, `clip_norm` (a number or None),
            `skips` (whether a layer adds its input to its output).
        data: inputs `x` (n, 2), labels `y` (n,) of two classes, and `seed` for the weights.
    """
    x, y = np.asarray(data["x"], float), np.asarray(data["y"], np.int64)
    return _train(tuple(sorted(net.items())), x.tobytes(), y.tobytes(), int(data["seed"]))


@lru_cache(maxsize=1024)
def _train(settings: tuple, x: bytes, y: bytes, seed: int) -> float:
    net = dict(settings)
    data = {"x": np.frombuffer(x).reshape(-1, 2), "y": np.frombuffer(y, np.int64), "seed": seed}
    rng, f = np.random.default_rng(data["seed"]), ACTIVATIONS[net["activation"]]
    widths = [data["x"].shape[1], *[WIDTH] * net["depth"], 2]
    shapes = list(pairwise(widths))
    variances = [INITIALIZERS[net["initializer"]](a, b) for a, b in shapes]
    ws = [rng.normal(0, v**0.5, shape) for v, shape in zip(variances, shapes, strict=True)]
    bs, memory = [np.zeros(width) for width in widths[1:]], [0.0] * (2 * len(ws))
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            _, slopes = _loss_and_slopes(ws, bs, f, net["skips"], data)
            length = sum((s**2).sum() for s in slopes) ** 0.5
            shrink = 1.0
            if net["clip_norm"] is not None and length > net["clip_norm"]:
                shrink = net["clip_norm"] / length
            memory = [MOMENTUM * m + shrink * s for m, s in zip(memory, slopes, strict=True)]
            moved = [p - RATE * m for p, m in zip([*ws, *bs], memory, strict=True)]
            ws, bs = moved[: len(ws)], moved[len(ws) :]
        loss, _ = _loss_and_slopes(ws, bs, f, net["skips"], data)
    return float(loss) if np.isfinite(loss) else float("inf")


def _loss_and_slopes(ws: list, bs: list, f: tuple, skips: bool, data: dict) -> tuple:
    """Return the loss and its gradients, those of the weights first."""
    bend, slope = f
    a, inner = [data["x"]], []
    for i, (w, b) in enumerate(zip(ws[:-1], bs[:-1], strict=True)):
        inner.append(bend(a[-1] @ w + b))
        a.append(inner[-1] + a[-1] if skips and i else inner[-1])
    z = a[-1] @ ws[-1] + bs[-1]
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    rows = np.arange(len(z))
    loss, blame = -log_p[rows, data["y"]].mean(), np.exp(log_p)
    blame[rows, data["y"]] -= 1
    blame /= len(z)
    dw, db = [a[-1].T @ blame], [blame.sum(axis=0)]
    back = blame @ ws[-1].T
    for i in reversed(range(len(inner))):
        local = back * slope(inner[i])
        dw.insert(0, a[i].T @ local)
        db.insert(0, local.sum(axis=0))
        back = local @ ws[i].T + (back if skips and i else 0.0)
    return loss, dw + db


def repaired_net(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the net, with the settings returned, ends below the loss `target`.

    The symptoms of a failure: "not settings" (other keys than the net's, or values that are not
    allowed), "fixed settings changed", "nothing changed", "only clipped", or the loss: "lost"
    (not finite), "stuck" (no better than guessing), "short".
    """
    net, given = answer.get("returned"), inputs["net"]
    if not _allowed(net, given):
        return Finding(False, "not the settings of a net", symptom="not settings")
    changed = [name for name in given if net[name] != given[name]]
    if fixed := [name for name in changed if name not in FREE]:
        words = f"{', '.join(fixed)} must stay"
        return Finding(False, words, symptom="fixed settings changed")
    loss, target = final_loss(net, expected), expected["target"]
    numbers = f"loss {loss:.3f} after {STEPS} steps, target {target:.3f}"
    if loss <= target:
        return Finding(True, "it trains", numbers)
    for symptom, words, found in (
        ("nothing changed", "these are the settings it fails with", not changed),
        ("only clipped", "clipping alone does not make it train", changed == ["clip_norm"]),
        ("lost", "the loss is no number any more", loss == float("inf")),
        ("stuck", "no better than guessing", loss > 0.6),
    ):
        if found:
            return Finding(False, words, numbers, symptom)
    return Finding(False, "better than guessing, but short of the target", numbers, "short")


def _allowed(net: object, given: dict) -> bool:
    if not isinstance(net, dict) or net.keys() != given.keys():
        return False
    if any(not isinstance(net[k], str) or net[k] not in known for k, known in CHOICES.items()):
        return False
    if not isinstance(net["skips"], bool) or not isinstance(net["depth"], int):
        return False
    clip = net["clip_norm"]
    return clip is None or (isinstance(clip, int | float) and 0 < clip < float("inf"))
