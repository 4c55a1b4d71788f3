"""Clip one gradient, by value or by norm."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Gradients that are too long, short enough, and zero; vectors and matrices."""
    for group, how in (("by value", "value"), ("by norm", "norm")):
        for shape, size in (((5,), 6.0), ((2, 3), 8.0), ((4,), 0.1)):
            g = rng.normal(size=shape)
            g = size * g / np.abs(g).max()
            g.flat[0] = -size  # a large entry of either sign
            g.flat[1] = 0.9 * size
            yield Case(
                group, {"g": g, "limit": float(np.round(rng.uniform(0.8, 2), 2)), "how": how}
            )
        yield Case(group, {"g": np.zeros(3), "limit": 1.0, "how": how})


def clip(g, limit, how):
    """Cut every entry, or shorten the whole."""
    if how == "value":
        return np.clip(g, -limit, limit)
    length = np.sqrt((g**2).sum())
    return g * (limit / length) if length > limit else g + 0.0


def upper_only(g, limit, how):
    """Cut off at the top only."""
    if how == "value":
        return np.minimum(g, limit)
    length = np.sqrt((g**2).sum())
    return g * (limit / length) if length > limit else g + 0.0


def always_scaled(g, limit, how):
    """Give every gradient that is not zero the length `limit`."""
    if how == "value":
        return np.clip(g, -limit, limit)
    length = np.sqrt((g**2).sum())
    return g * (limit / length) if length > 0 else g + 0.0


def zero_divided(g, limit, how):
    """Divide by the norm whatever it is."""
    if how == "value":
        return np.clip(g, -limit, limit)
    with np.errstate(all="ignore"):
        return g / np.sqrt((g**2).sum()) * np.minimum(limit, np.sqrt((g**2).sum()))


def value_for_norm(g, limit, how):
    """Cut every entry in both modes."""
    return np.clip(g, -limit, limit)


def norm_for_value(g, limit, how):
    """Shorten in both modes."""
    length = np.sqrt((g**2).sum())
    return g * (limit / length) if length > limit else g + 0.0


def largest_entry(g, limit, how):
    """Take the largest entry for the norm."""
    if how == "value":
        return np.clip(g, -limit, limit)
    length = np.abs(g).max()
    return g * (limit / length) if length > limit else g + 0.0


def squared_norm(g, limit, how):
    """Forget the root."""
    if how == "value":
        return np.clip(g, -limit, limit)
    length = (g**2).sum()
    return g * (limit / length) if length > limit else g + 0.0


CLIP = Check(
    name="gradients/clip",
    title="Clip a gradient",
    points=3,
    cases=cases,
    reference=clip,
    misconceptions=(
        Misconception(
            "only large positive entries are cut",
            "A gradient can be far too large in the negative direction as well.",
            upper_only,
        ),
        Misconception(
            "short gradients are made longer",
            "A gradient that is short enough should stay as it is.",
            always_scaled,
        ),
        Misconception(
            "NaN for a gradient of zero",
            "What is your norm when all entries are zero, and what do you divide by?",
            zero_divided,
        ),
        Misconception(
            "by value in both modes",
            "Clipping by norm keeps the direction; yours turns the gradient.",
            value_for_norm,
        ),
        Misconception(
            "by norm in both modes",
            "Clipping by value looks at each entry alone; yours changes small entries, too.",
            norm_for_value,
        ),
        Misconception(
            "the largest entry taken for the norm",
            "A gradient with many middling entries is longer than its largest one.",
            largest_entry,
        ),
        Misconception(
            "the squared norm",
            "Your result is too short: a length has the unit of the gradient, not of its square.",
            squared_norm,
        ),
    ),
)
