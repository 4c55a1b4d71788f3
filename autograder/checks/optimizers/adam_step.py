"""One step of Adam for a given t."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.judge import BUILT_IN_HINTS, IN_PLACE


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """The first step, a later one, gradients so small that ε counts, and a matrix."""
    for group, shape, t, scale, eps in (
        ("the first step, t = 1", (3,), 1, 1.0, 1e-3),
        ("a later step", (4,), int(rng.integers(2, 8)), 1.0, 1e-12),
        ("a later step", (4,), int(rng.integers(10, 60)), 10.0, 1e-12),
        ("small gradients, where ε counts", (3,), int(rng.integers(2, 8)), 1e-4, 1e-4),
        ("a matrix of parameters", (2, 3), int(rng.integers(2, 8)), 1.0, 1e-3),
    ):
        started = t > 1
        yield Case(
            group,
            {
                "theta": rng.normal(size=shape),
                "g": rng.normal(size=shape) * scale,
                "m": rng.normal(size=shape) * scale * 0.3 * started,
                "v": rng.uniform(0.01, 0.1, size=shape) * scale**2 * started,
                "t": t,
                "learning_rate": float(np.round(rng.uniform(0.01, 0.1), 3)),
                "beta1": float(np.round(rng.uniform(0.8, 0.95), 3)),
                "beta2": float(np.round(rng.uniform(0.98, 0.999), 4)),
                "eps": eps,
            },
        )


def adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Divide the unbiased average gradient by its unbiased average size."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - learning_rate * m_hat / (v_hat**0.5 + eps), m, v


def no_correction(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Use the averages as they are."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - learning_rate * m / (v**0.5 + eps), m, v


def t_from_zero(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Take the t given for a count that starts at 0."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return theta - learning_rate * m_hat / (v_hat**0.5 + eps), m, v


def t_minus_one(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Count the steps before this one: 0 / 0 at the first."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    with np.errstate(all="ignore"):
        m_hat = m / (1 - beta1 ** (t - 1))
        v_hat = v / (1 - beta2 ** (t - 1))
        return theta - learning_rate * m_hat / (v_hat**0.5 + eps), m, v


def eps_inside(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Add ε under the root."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - learning_rate * m_hat / (v_hat + eps) ** 0.5, m, v


def first_moment_squared(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Average g² in both moments."""
    m = beta1 * m + (1 - beta1) * g**2
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - learning_rate * m_hat / (v_hat**0.5 + eps), m, v


def corrected_state(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Hand back the corrected averages as the state."""
    m_hat = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v_hat = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return theta - learning_rate * m_hat / (v_hat**0.5 + eps), m_hat, v_hat


def in_place(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Overwrite the caller's arrays."""
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= learning_rate * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta, m, v


ADAM_STEP = Check(
    name="optimizers/adam_step",
    title="One step of Adam",
    points=4,
    cases=cases,
    reference=adam_step,
    returns=("theta", "m", "v"),
    misconceptions=(
        Misconception(
            "no bias correction",
            "Both averages started at zero, and nothing in your step makes up for that.",
            no_correction,
        ),
        Misconception(
            "t counted from 0",
            "Your correction is one step ahead: the t you are given is 1 at the first step.",
            t_from_zero,
        ),
        Misconception(
            "t − 1 in the correction",
            "At the first step your correction divides by zero: this step counts as well.",
            t_minus_one,
        ),
        Misconception(
            "ε inside the root",
            "ε has the unit of a gradient here; under the root it would be one of a square.",
            eps_inside,
        ),
        Misconception(
            "first moment squared",
            "The first moment must keep the sign of the gradient, or every step goes one way.",
            first_moment_squared,
        ),
        Misconception(
            "corrected averages handed back as state",
            "The correction is for this step only; what the next step starts from is something "
            "else.",
            corrected_state,
        ),
        Misconception(IN_PLACE, BUILT_IN_HINTS[IN_PLACE], in_place),
    ),
)
