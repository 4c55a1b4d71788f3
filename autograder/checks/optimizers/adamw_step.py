"""One step of AdamW, or of Adam with an L2 penalty."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Both kinds of decay, from the start and later, and no decay at all."""
    for group, shape, t, decay, decoupled in (
        ("decoupled decay (AdamW)", (3,), 1, 0.1, True),
        ("decoupled decay (AdamW)", (2, 3), int(rng.integers(2, 30)), 0.05, True),
        ("L2 penalty (coupled)", (3,), 1, 0.1, False),
        ("L2 penalty (coupled)", (2, 3), int(rng.integers(2, 30)), 0.05, False),
        ("no decay: plain Adam", (3,), int(rng.integers(2, 30)), 0.0, True),
    ):
        started = t > 1
        yield Case(
            group,
            {
                "theta": rng.normal(size=shape) * 2,
                "g": rng.normal(size=shape),
                "m": rng.normal(size=shape) * 0.3 * started,
                "v": rng.uniform(0.1, 1, size=shape) * started,
                "t": t,
                "learning_rate": float(np.round(rng.uniform(0.02, 0.1), 3)),
                "beta1": 0.9,
                "beta2": 0.99,
                "eps": 1e-8,
                "weight_decay": decay,
                "decoupled": decoupled,
            },
        )


def adamw_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Decay the weights beside the adaptive step, or through the gradient."""
    if not decoupled:
        g = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    decay = weight_decay * theta if decoupled else 0.0
    return theta - learning_rate * (step + decay), m, v


def always_coupled(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Add the penalty to the gradient, whatever is asked for."""
    g = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - learning_rate * step, m, v


def always_decoupled(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Decay beside the step, whatever is asked for."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - learning_rate * (step + weight_decay * theta), m, v


def rate_forgotten(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Decay by λ instead of ηλ."""
    if not decoupled:
        g = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    decay = weight_decay * theta if decoupled else 0.0
    return theta - learning_rate * step - decay, m, v


def decay_after(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Decay the weights that the step has already moved."""
    if not decoupled:
        g = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - learning_rate * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - (learning_rate * weight_decay * theta if decoupled else 0.0), m, v


def weights_grow(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Turn the sign of the decay."""
    if not decoupled:
        g = g - weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    decay = weight_decay * theta if decoupled else 0.0
    return theta - learning_rate * (step - decay), m, v


def decayed_twice(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Put the decay into the gradient and beside the step when it should be beside it only."""
    g = g + weight_decay * theta
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    decay = weight_decay * theta if decoupled else 0.0
    return theta - learning_rate * (step + decay), m, v


ADAMW_STEP = Check(
    name="optimizers/adamw_step",
    title="AdamW beside Adam with L2",
    points=3,
    cases=cases,
    reference=adamw_step,
    returns=("theta", "m", "v"),
    misconceptions=(
        Misconception(
            "coupled decay where decoupled is wanted",
            "With `decoupled=True` the averages must never see the weights.",
            always_coupled,
        ),
        Misconception(
            "decoupled decay where coupled is wanted",
            "With `decoupled=False` the penalty belongs to the loss, so its gradient goes where "
            "the gradient goes.",
            always_decoupled,
        ),
        Misconception(
            "decay not multiplied by the rate",
            "In the convention asked for, halving the learning rate halves the decay too.",
            rate_forgotten,
        ),
        Misconception(
            "decay of the weights already moved",
            "The decay looks at the weights as they were before the step.",
            decay_after,
        ),
        Misconception(
            "the decay makes weights grow",
            "With a gradient of zero, a decayed weight should end nearer to zero.",
            weights_grow,
        ),
        Misconception(
            "decayed twice",
            "With `decoupled=True` the decay acts in two places; it belongs in one.",
            decayed_twice,
        ),
    ),
)
