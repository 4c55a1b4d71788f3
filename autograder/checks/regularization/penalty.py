"""Penalties on weights: L1, L2 and both."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """L1 alone, L2 alone, both; some weights are exactly zero."""
    for group, l1, l2 in (
        ("L1 alone", 0.3, 0.0),
        ("L2 alone", 0.0, 0.5),
        ("both", 0.2, 0.7),
    ):
        w1, w2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
        w1[0, 0] = w2[1, 1] = 0.0
        biases = {"b1": rng.normal(size=4) + 1, "b2": rng.normal(size=2) - 1}
        scale = float(np.round(rng.uniform(0.5, 1.5), 2))
        inputs = {"parameters": {"w1": w1, "w2": w2, **biases}}
        yield Case(group, inputs | {"l1": round(l1 * scale, 3), "l2": round(l2 * scale, 3)})


def penalty(parameters, l1, l2):
    """Add up over the weight matrices; biases are free."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l1 * np.abs(w).sum() + l2 * (w**2).sum() / 2 for w in ws.values())
    slopes = {name: l1 * np.sign(w) + l2 * w for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


def biases_too(parameters, l1, l2):
    """Penalize everything."""
    value = sum(l1 * np.abs(p).sum() + l2 * (p**2).sum() / 2 for p in parameters.values())
    return value, {name: l1 * np.sign(p) + l2 * p for name, p in parameters.items()}


def half_lost(parameters, l1, l2):
    """Leave the half out, in value and gradient."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l1 * np.abs(w).sum() + l2 * (w**2).sum() for w in ws.values())
    slopes = {name: l1 * np.sign(w) + 2 * l2 * w for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


def half_in_the_gradient(parameters, l1, l2):
    """Keep the half when taking the derivative."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l1 * np.abs(w).sum() + l2 * (w**2).sum() / 2 for w in ws.values())
    slopes = {name: l1 * np.sign(w) + l2 * w / 2 for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


def size_for_sign(parameters, l1, l2):
    """Take |w| for the derivative of |w|."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l1 * np.abs(w).sum() + l2 * (w**2).sum() / 2 for w in ws.values())
    slopes = {name: l1 * np.abs(w) + l2 * w for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


def averaged(parameters, l1, l2):
    """Take means in place of sums."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l1 * np.abs(w).mean() + l2 * (w**2).mean() / 2 for w in ws.values())
    slopes = {name: (l1 * np.sign(w) + l2 * w) / w.size for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


def exchanged(parameters, l1, l2):
    """Give L1's strength to L2 and the reverse."""
    ws = {name: p for name, p in parameters.items() if name.startswith("w")}
    value = sum(l2 * np.abs(w).sum() + l1 * (w**2).sum() / 2 for w in ws.values())
    slopes = {name: l2 * np.sign(w) + l1 * w for name, w in ws.items()}
    return value, {name: slopes.get(name, np.zeros_like(p)) for name, p in parameters.items()}


PENALTY = Check(
    name="regularization/penalty",
    title="A price on weights",
    points=3,
    cases=cases,
    reference=penalty,
    returns=("value", "gradients"),
    misconceptions=(
        Misconception(
            "biases are penalized",
            "A bias only shifts a unit; paying for it buys no simplicity.",
            biases_too,
        ),
        Misconception("the ½ is lost", "The L2 penalty comes with a ½ here.", half_lost),
        Misconception(
            "the ½ stays in the gradient",
            "What is the derivative of ½ w²?",
            half_in_the_gradient,
        ),
        Misconception(
            "|w| taken for its own derivative",
            "The absolute value rises on one side of zero and falls on the other: which numbers "
            "can its slope be?",
            size_for_sign,
        ),
        Misconception(
            "mean in place of the sum",
            "With a mean, a weight of a large layer would cost less than one of a small layer.",
            averaged,
        ),
        Misconception(
            "L1 and L2 exchanged",
            "Which of the two strengths belongs to the absolute values?",
            exchanged,
        ),
    ),
)
