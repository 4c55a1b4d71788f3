"""One step of RMSProp, with ε outside or inside the root."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Both places of ε, where it counts; from the start; a matrix."""
    for group, shape, eps, inside, started in (
        ("ε outside the root", (4,), 1e-2, False, True),
        ("ε inside the root", (4,), 1e-2, True, True),
        ("first step, s = 0", (3,), 1e-3, False, False),
        ("first step, s = 0", (3,), 1e-3, True, False),
        ("a matrix of parameters", (2, 3), 1e-2, False, True),
        ("a matrix of parameters", (2, 3), 1e-2, True, True),
    ):
        yield Case(
            group,
            {
                "theta": rng.normal(size=shape),
                "g": rng.normal(size=shape) * 0.3,
                "s": rng.uniform(0.01, 0.2, size=shape) if started else np.zeros(shape),
                "learning_rate": float(np.round(rng.uniform(0.01, 0.1), 3)),
                "rho": float(np.round(rng.uniform(0.8, 0.98), 3)),
                "eps": eps,
                "eps_inside": inside,
            },
        )


def rmsprop_step(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Divide the gradient by the root of the average of its square."""
    s = rho * s + (1 - rho) * g**2
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s


def always_outside(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Ignore the flag, as torch does."""
    s = rho * s + (1 - rho) * g**2
    return theta - learning_rate * g / (s**0.5 + eps), s


def always_inside(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Ignore the flag, as Keras does."""
    s = rho * s + (1 - rho) * g**2
    return theta - learning_rate * g / (s + eps) ** 0.5, s


def flag_turned(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Take the flag for its opposite."""
    s = rho * s + (1 - rho) * g**2
    root = s**0.5 + eps if eps_inside else (s + eps) ** 0.5
    return theta - learning_rate * g / root, s


def no_square(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Average the size of the gradient instead of its square."""
    s = rho * s + (1 - rho) * abs(g)
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s


def no_root(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Divide by the average square itself."""
    s = rho * s + (1 - rho) * g**2
    return theta - learning_rate * g / (s + eps), s


def weights_swapped(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Give the new square the weight of the memory."""
    s = (1 - rho) * s + rho * g**2
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s


def sum_of_squares(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Leave out the weight of the new square: the average becomes a decaying sum."""
    s = rho * s + g**2
    root = (s + eps) ** 0.5 if eps_inside else s**0.5 + eps
    return theta - learning_rate * g / root, s


RMSPROP_STEP = Check(
    name="optimizers/rmsprop_step",
    title="RMSProp, with ε where it is wanted",
    points=2,
    cases=cases,
    reference=rmsprop_step,
    returns=("theta", "s"),
    misconceptions=(
        Misconception(
            "ε always outside the root",
            "The flag `eps_inside` changes nothing in your function.",
            always_outside,
        ),
        Misconception(
            "ε always inside the root",
            "The flag `eps_inside` changes nothing in your function.",
            always_inside,
        ),
        Misconception(
            "the flag is turned round",
            "Both places are there; read once more which of them `eps_inside=True` asks for.",
            flag_turned,
        ),
        Misconception(
            "average of |g| instead of g²",
            "What stands under the root must have the unit of a squared gradient.",
            no_square,
        ),
        Misconception(
            "no root",
            "A gradient ten times larger should not make the step ten times smaller: compare the "
            "units above and below the fraction bar.",
            no_root,
        ),
        Misconception(
            "the weights of old and new are swapped",
            "With rho near 1 the memory should be long; yours forgets almost at once.",
            weights_swapped,
        ),
        Misconception(
            "a sum instead of an average",
            "The two weights of an average add up to one; yours do not.",
            sum_of_squares,
        ),
    ),
)
