"""Fold a batch norm into the dense layer before it."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Layers of different widths, and a square one."""
    for group, inputs, units in (
        ("wide and narrow layers", 3, 5),
        ("wide and narrow layers", 6, 2),
        ("a square weight matrix", 4, 4),
    ):
        yield Case(
            group,
            {
                "w": rng.normal(size=(inputs, units)),
                "b": rng.normal(size=units),
                "gamma": rng.uniform(0.5, 2, units),
                "beta": rng.normal(size=units),
                "mean": rng.normal(size=units),
                "var": rng.uniform(0.2, 3, units),
                "eps": float(np.round(rng.uniform(0.02, 0.1), 3)),
            },
        )


def fold(w, b, gamma, beta, mean, var, eps):
    """Scale every unit, and shift it."""
    scale = gamma / np.sqrt(var + eps)
    return w * scale, (b - mean) * scale + beta


def rows(w, b, gamma, beta, mean, var, eps):
    """Scale along the inputs, where the shapes allow it."""
    scale = gamma / np.sqrt(var + eps)
    long = np.resize(scale, w.shape[0])[:, None]
    return w * long, (b - mean) * scale + beta


def bias_not_scaled(w, b, gamma, beta, mean, var, eps):
    """Leave the layer's own bias as it is."""
    scale = gamma / np.sqrt(var + eps)
    return w * scale, b - mean * scale + beta


def mean_forgotten(w, b, gamma, beta, mean, var, eps):
    """Do not shift by the mean."""
    scale = gamma / np.sqrt(var + eps)
    return w * scale, b * scale + beta


def own_bias_forgotten(w, b, gamma, beta, mean, var, eps):
    """Take β for the new bias, less the scaled mean."""
    scale = gamma / np.sqrt(var + eps)
    return w * scale, beta - mean * scale


def no_eps(w, b, gamma, beta, mean, var, eps):
    """Leave ε out."""
    scale = gamma / np.sqrt(var)
    return w * scale, (b - mean) * scale + beta


def no_root(w, b, gamma, beta, mean, var, eps):
    """Divide by the variance."""
    scale = gamma / (var + eps)
    return w * scale, (b - mean) * scale + beta


FOLD = Check(
    name="normalization/fold",
    title="Fold it away",
    points=2,
    cases=cases,
    reference=fold,
    returns=("w", "b"),
    misconceptions=(
        Misconception(
            "scaled along the inputs",
            "Each unit has a scale of its own: in which direction of the matrix do the units lie?",
            rows,
        ),
        Misconception(
            "the layer's bias is not scaled",
            "Batch norm scales all that comes out of the layer, its bias included.",
            bias_not_scaled,
        ),
        Misconception(
            "the mean is forgotten",
            "Before it scales, batch norm takes something off.",
            mean_forgotten,
        ),
        Misconception(
            "the layer's bias is lost",
            "The layer had a bias before.",
            own_bias_forgotten,
        ),
        Misconception(
            "ε left out", "Without ε the folded layer answers a little differently.", no_eps
        ),
        Misconception(
            "variance taken for the standard deviation",
            "What is remembered is a variance.",
            no_root,
        ),
    ),
)
