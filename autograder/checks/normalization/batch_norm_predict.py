"""Batch normalization when predicting."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A batch, and a single example."""
    for group, n in (("a batch", 5), ("a single example", 1)):
        yield Case(
            group,
            {
                "x": rng.normal(size=(n, 4)) * 2 + 1,
                "gamma": rng.uniform(0.5, 2, 4),
                "beta": rng.normal(size=4),
                "running_mean": rng.normal(size=4),
                "running_var": rng.uniform(0.1, 0.4, 4),
                "eps": float(np.round(rng.uniform(0.01, 0.05), 3)),
            },
        )


def batch_norm_predict(x, gamma, beta, running_mean, running_var, eps):
    """Use what was remembered, whatever the batch."""
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def batch_statistics(x, gamma, beta, running_mean, running_var, eps):
    """Use the batch at hand."""
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta


def eps_outside(x, gamma, beta, running_mean, running_var, eps):
    """Add ε to the root."""
    return gamma * (x - running_mean) / (np.sqrt(running_var) + eps) + beta


def no_root(x, gamma, beta, running_mean, running_var, eps):
    """Divide by the variance."""
    return gamma * (x - running_mean) / (running_var + eps) + beta


def no_scale(x, gamma, beta, running_mean, running_var, eps):
    """Leave out what was learned."""
    return (x - running_mean) / np.sqrt(running_var + eps)


def beta_inside(x, gamma, beta, running_mean, running_var, eps):
    """Multiply the shift as well."""
    return gamma * ((x - running_mean) / np.sqrt(running_var + eps) + beta)


BATCH_NORM_PREDICT = Check(
    name="normalization/batch_norm_predict",
    title="Batch norm, predicting",
    points=1,
    cases=cases,
    reference=batch_norm_predict,
    misconceptions=(
        Misconception(
            "statistics of the batch at hand",
            "The prediction for one example must not depend on who else is in the batch.",
            batch_statistics,
        ),
        Misconception("ε outside the root", "ε has the unit of a variance here.", eps_outside),
        Misconception(
            "variance taken for the standard deviation",
            "What is remembered is a variance.",
            no_root,
        ),
        Misconception("γ and β left out", "The layer has learned a scale and a shift.", no_scale),
        Misconception(
            "β multiplied by γ",
            "First the scale, then the shift.",
            beta_inside,
        ),
    ),
)
