"""Batch normalization while training: the output, and what is remembered."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A batch, a square one, and one with hardly any spread, where ε counts."""
    for group, shape, scale, eps in (
        ("a batch", (6, 3), 2.0, 1e-5),
        ("as many examples as features", (4, 4), 2.0, 1e-5),
        ("hardly any spread, where ε counts", (5, 3), 0.03, 1e-3),
    ):
        d = shape[1]
        yield Case(
            group,
            {
                "x": rng.normal(size=shape) * scale + rng.normal(size=d) * 3,
                "gamma": rng.uniform(0.5, 2, d),
                "beta": rng.normal(size=d),
                "running_mean": rng.normal(size=d),
                "running_var": rng.uniform(0.5, 2, d),
                "momentum": float(np.round(rng.uniform(0.8, 0.95), 3)),
                "eps": eps,
            },
        )


def batch_norm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Normalize with the biased variance; remember the unbiased one."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var * n / (n - 1)


def unbiased_forward(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Divide by n − 1 in both places."""
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var


def biased_memory(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Divide by n in both places."""
    mean, var = x.mean(axis=0), x.var(axis=0)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var


def momentum_turned(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Let the momentum weigh the new batch."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    kept_mean = (1 - momentum) * running_mean + momentum * mean
    return y, kept_mean, (1 - momentum) * running_var + momentum * var * n / (n - 1)


def eps_outside(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Add ε to the root."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    y = gamma * (x - mean) / (np.sqrt(var) + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var * n / (n - 1)


def per_example(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Normalize each example by itself."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    own_mean, own_var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    y = gamma * (x - own_mean) / np.sqrt(own_var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var * n / (n - 1)


def no_root(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Divide by the variance."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    y = gamma * (x - mean) / (var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var * n / (n - 1)


def running_used(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Normalize with what is remembered."""
    mean, var, n = x.mean(axis=0), x.var(axis=0), len(x)
    y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    kept_mean = momentum * running_mean + (1 - momentum) * mean
    return y, kept_mean, momentum * running_var + (1 - momentum) * var * n / (n - 1)


BATCH_NORM_TRAIN = Check(
    name="normalization/batch_norm_train",
    title="Batch norm, training",
    points=3,
    cases=cases,
    reference=batch_norm_train,
    returns=("y", "running_mean", "running_var"),
    misconceptions=(
        Misconception(
            "divided by n − 1 in the output",
            "The batch is normalized by its own variance as it is; which one is remembered is "
            "another question.",
            unbiased_forward,
        ),
        Misconception(
            "biased variance remembered",
            "What is remembered should be a guess at the variance of all data, not of this batch.",
            biased_memory,
        ),
        Misconception(
            "momentum turned round",
            "With a momentum of 0.9, how much of the old value should be left after one batch?",
            momentum_turned,
        ),
        Misconception(
            "ε outside the root",
            "ε has the unit of a variance here.",
            eps_outside,
        ),
        Misconception(
            "each example by itself",
            "A feature is compared with the same feature of the other examples.",
            per_example,
        ),
        Misconception(
            "variance taken for the standard deviation",
            "After normalizing, each feature should spread by about 1.",
            no_root,
        ),
        Misconception(
            "running statistics used in training",
            "While training, the batch is normalized by its own statistics.",
            running_used,
        ),
    ),
)
