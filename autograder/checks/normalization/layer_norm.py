"""Layer normalization: each example, or each place of a sequence, by itself."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Examples, sequences, square shapes, and hardly any spread."""
    for group, shape, scale, eps in (
        ("examples", (4, 4), 2.0, 1e-5),
        ("sequences", (3, 5, 4), 2.0, 1e-5),
        ("sequences", (4, 4, 4), 3.0, 1e-5),
        ("hardly any spread, where ε counts", (3, 6), 0.05, 0.002),
    ):
        d = shape[-1]
        yield Case(
            group,
            {
                "x": rng.normal(size=shape) * scale + rng.normal(size=(*shape[:-1], 1)),
                "gamma": rng.uniform(0.5, 2, d),
                "beta": rng.normal(size=d),
                "eps": eps,
            },
        )


def layer_norm(x, gamma, beta, eps):
    """Mean and variance over the last axis."""
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def over_the_batch(x, gamma, beta, eps):
    """Normalize as batch norm does."""
    axes = tuple(range(x.ndim - 1))
    mean, var = x.mean(axis=axes), x.var(axis=axes)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def over_the_sequence(x, gamma, beta, eps):
    """Take all places of a sequence together."""
    axes = tuple(range(1, x.ndim))
    mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def unbiased(x, gamma, beta, eps):
    """Divide by n − 1."""
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, ddof=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def eps_outside(x, gamma, beta, eps):
    """Add ε to the root."""
    mean, std = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    return gamma * (x - mean) / (std + eps) + beta


def no_centre(x, gamma, beta, eps):
    """Divide by the root mean square only."""
    return gamma * x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps) + beta


LAYER_NORM = Check(
    name="normalization/layer_norm",
    title="Layer norm",
    points=2,
    cases=cases,
    reference=layer_norm,
    misconceptions=(
        Misconception(
            "normalized over the batch",
            "The output for one example must not depend on the others.",
            over_the_batch,
        ),
        Misconception(
            "normalized over the whole sequence",
            "Each place of a sequence is normalized by itself, or the past would know the future.",
            over_the_sequence,
        ),
        Misconception("divided by n − 1", "The variance wanted here divides by n.", unbiased),
        Misconception("ε outside the root", "ε has the unit of a variance here.", eps_outside),
        Misconception(
            "the mean is not taken off",
            "Dividing by the root mean square alone is another layer, RMSNorm.",
            no_centre,
        ),
    ),
)
