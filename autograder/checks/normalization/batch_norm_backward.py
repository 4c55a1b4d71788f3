"""The way back through batch normalization."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A small batch, a larger one, and one where ε counts."""
    for group, n, scale, eps in (
        ("a small batch", 3, 2.0, 1e-5),
        ("a larger batch", 9, 3.0, 1e-5),
        ("hardly any spread, where ε counts", 5, 0.1, 0.01),
    ):
        yield Case(
            group,
            {
                "dy": rng.normal(size=(n, 4)) + 0.5,
                "x": rng.normal(size=(n, 4)) * scale + 2,
                "gamma": rng.uniform(0.5, 2, 4),
                "eps": eps,
            },
        )


def batch_norm_backward(dy, x, gamma, eps):
    """Take out of the gradient what the mean and the spread of the batch have taken away."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0)
    return gamma / spread * dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def statistics_constant(dy, x, gamma, eps):
    """Treat mean and spread as given numbers."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    return gamma / spread * dy, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def spread_constant(dy, x, gamma, eps):
    """Treat the spread as a given number."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - dy.mean(axis=0)
    return gamma / spread * dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def mean_constant(dy, x, gamma, eps):
    """Treat the mean as a given number."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - x_hat * (dy * x_hat).mean(axis=0)
    return gamma / spread * dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def raw_input(dy, x, gamma, eps):
    """Take the input in place of the normalized input for γ."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0)
    return gamma / spread * dx, (dy * x).sum(axis=0), dy.sum(axis=0)


def averaged(dy, x, gamma, eps):
    """Average the gradients of γ and β."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0)
    return gamma / spread * dx, (dy * x_hat).mean(axis=0), dy.mean(axis=0)


def gamma_forgotten(dy, x, gamma, eps):
    """Leave γ out of the gradient of the input."""
    spread = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / spread
    dx = dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0)
    return dx / spread, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


BATCH_NORM_BACKWARD = Check(
    name="normalization/batch_norm_backward",
    title="Batch norm, backward",
    points=4,
    cases=cases,
    reference=batch_norm_backward,
    returns=("dx", "dgamma", "dbeta"),
    tolerance=Tolerance(rtol=1e-6, atol=1e-8),
    misconceptions=(
        Misconception(
            "mean and spread treated as constants",
            "Move one input a little, and the mean and the spread of its batch move as well.",
            statistics_constant,
        ),
        Misconception(
            "spread treated as a constant",
            "Make all inputs of a feature twice as large: the output stays. What must your "
            "gradient be in that direction?",
            spread_constant,
        ),
        Misconception(
            "mean treated as a constant",
            "Add the same to all inputs of a feature: the output stays. What must your gradients "
            "add up to?",
            mean_constant,
        ),
        Misconception(
            "γ's gradient from the raw input",
            "What does γ multiply on the way forward?",
            raw_input,
        ),
        Misconception(
            "gradients of γ and β averaged",
            "γ and β act on every example, and a mean in the loss is in dy already.",
            averaged,
        ),
        Misconception(
            "γ forgotten on the way back",
            "What is multiplied on the way forward is multiplied on the way back.",
            gamma_forgotten,
        ),
    ),
)
