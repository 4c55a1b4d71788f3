"""One step of Nesterov's momentum, in the form that asks for the gradient at the look-ahead."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Quadratic bowls, from rest, in motion, and in one dimension."""
    for group, size, moving in (
        ("from rest", 3, False),
        ("in motion", 3, True),
        ("in motion", 5, True),
        ("one parameter", 1, True),
    ):
        a = rng.normal(size=(size, size))
        yield Case(
            group,
            {
                "theta": rng.normal(size=size),
                "v": rng.normal(size=size) if moving else np.zeros(size),
                "learning_rate": float(np.round(rng.uniform(0.05, 0.3), 3)),
                "momentum": float(np.round(rng.uniform(0.6, 0.95), 3)),
                "problem": {
                    "name": "quadratic",
                    "hessian": a @ a.T + np.eye(size),
                    "minimum": 2 + rng.normal(size=size),
                },
            },
        )


def nesterov_step(theta, v, gradient, learning_rate, momentum):
    """Look ahead, take the gradient there, then step from where we stand."""
    g = gradient(theta + momentum * v)
    v = momentum * v - learning_rate * g
    return theta + v, v


def no_look_ahead(theta, v, gradient, learning_rate, momentum):
    """Take the gradient where we stand: plain momentum."""
    v = momentum * v - learning_rate * gradient(theta)
    return theta + v, v


def looks_back(theta, v, gradient, learning_rate, momentum):
    """Take the gradient on the wrong side."""
    v = momentum * v - learning_rate * gradient(theta - momentum * v)
    return theta + v, v


def full_look_ahead(theta, v, gradient, learning_rate, momentum):
    """Look a whole velocity ahead."""
    v = momentum * v - learning_rate * gradient(theta + v)
    return theta + v, v


def steps_from_look_ahead(theta, v, gradient, learning_rate, momentum):
    """Step from the point looked at: the momentum counts twice."""
    ahead = theta + momentum * v
    v = momentum * v - learning_rate * gradient(ahead)
    return ahead + v, v


def rate_outside(theta, v, gradient, learning_rate, momentum):
    """Keep the rate out of the velocity, in the form of heavy ball."""
    v = momentum * v - gradient(theta + momentum * v)
    return theta + learning_rate * v, v


def uphill(theta, v, gradient, learning_rate, momentum):
    """Add the gradient to the velocity and the velocity to the parameters."""
    v = momentum * v + learning_rate * gradient(theta + momentum * v)
    return theta + v, v


def rearranged(theta, v, gradient, learning_rate, momentum):
    """Return the form of the frameworks, with the gradient where we stand."""
    g = gradient(theta)
    v = momentum * v - learning_rate * g
    return theta + momentum * v - learning_rate * g, v


NESTEROV_STEP = Check(
    name="optimizers/nesterov_step",
    title="Nesterov's step, with the look-ahead",
    points=3,
    cases=cases,
    reference=nesterov_step,
    driver="with_gradient",
    returns=("theta", "v"),
    misconceptions=(
        Misconception(
            "no look-ahead: plain momentum",
            "The gradient is taken where you stand, not where the velocity is about to carry you.",
            no_look_ahead,
        ),
        Misconception(
            "looks back instead of ahead",
            "Here v already points in the direction of travel: check the sign of your look-ahead.",
            looks_back,
        ),
        Misconception(
            "looks too far ahead",
            "Part of the velocity is lost before the next move: look only as far as it will carry.",
            full_look_ahead,
        ),
        Misconception(
            "steps from the look-ahead point",
            "The look-ahead is only a place to ask for the gradient; it is not where you stand.",
            steps_from_look_ahead,
        ),
        Misconception(
            "the rate is outside the velocity",
            "That is a right form of another convention; in the one asked for, v holds steps.",
            rate_outside,
        ),
        Misconception(
            "the gradient climbs",
            "One sign makes the loss grow: in which direction does the gradient point?",
            uphill,
        ),
        Misconception(
            "the rearranged form of the frameworks",
            "That form follows the look-ahead point itself; here theta is the point before it.",
            rearranged,
        ),
    ),
)
