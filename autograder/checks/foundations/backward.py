"""The gradients of all weights of a net with one hidden layer."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One example, batches, and square matrices."""
    for group, n, d, hidden, classes in (
        ("one example", 1, 3, 4, 3),
        ("a batch of examples", 6, 4, 5, 3),
        ("a batch of examples", 5, 2, 7, 4),
        ("square weight matrices", 4, 4, 4, 4),
    ):
        yield Case(
            group,
            {
                "x": rng.normal(size=(n, d)),
                "y": rng.integers(0, classes, size=n),
                "w1": rng.normal(size=(d, hidden)) * 0.7,
                "b1": rng.normal(size=hidden) * 0.5,
                "w2": rng.normal(size=(hidden, classes)) * 0.7,
                "b2": rng.normal(size=classes) * 0.5,
            },
        )


def backward(x, y, w1, b1, w2, b2):
    """Pass the error back through the softmax, the second layer, tanh and the first layer."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T * (1 - a**2)
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


def summed(x, y, w1, b1, w2, b2):
    """Forget the 1/N."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = p - np.eye(len(b2))[y]
    dh = dz @ w2.T * (1 - a**2)
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


def no_slope(x, y, w1, b1, w2, b2):
    """Forget the derivative of tanh."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


def slope_of_net_input(x, y, w1, b1, w2, b2):
    """Put the net input where the activation belongs."""
    h = x @ w1 + b1
    a = np.tanh(h)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T * (1 - h**2)
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


def sigmoid_slope(x, y, w1, b1, w2, b2):
    """Use the derivative of the sigmoid."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T * a * (1 - a)
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


def transposed(x, y, w1, b1, w2, b2):
    """Hand the weight gradients back as (units, inputs)."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T * (1 - a**2)
    return dh.T @ x, dh.sum(axis=0), dz.T @ a, dz.sum(axis=0)


def averaged_biases(x, y, w1, b1, w2, b2):
    """Average the bias gradients once more."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (p - np.eye(len(b2))[y]) / len(x)
    dh = dz @ w2.T * (1 - a**2)
    classes, hidden = len(b2), len(b1)
    return x.T @ dh, dh.sum(axis=0) / hidden, a.T @ dz, dz.sum(axis=0) / classes


def uphill(x, y, w1, b1, w2, b2):
    """Take truth minus prediction."""
    a = np.tanh(x @ w1 + b1)
    z = a @ w2 + b2
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    dz = (np.eye(len(b2))[y] - p) / len(x)
    dh = dz @ w2.T * (1 - a**2)
    return x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)


BACKWARD = Check(
    name="foundations/backward",
    title="Backward pass",
    points=4,
    cases=cases,
    reference=backward,
    returns=("dw1", "db1", "dw2", "db2"),
    tolerance=Tolerance(rtol=1e-6, atol=1e-8),
    misconceptions=(
        Misconception(
            "1/N forgotten",
            "The loss is a mean over the examples; your gradient grows with their number.",
            summed,
        ),
        Misconception(
            "derivative of the activation forgotten",
            "The way back leads through tanh, too: a saturated unit lets little of the error pass.",
            no_slope,
        ),
        Misconception(
            "slope taken at the wrong value",
            "1 − t² is the slope of tanh if t is its output; yours is another number.",
            slope_of_net_input,
        ),
        Misconception(
            "slope of the sigmoid",
            "Each activation has its own derivative; yours has a value of ¼ at most.",
            sigmoid_slope,
        ),
        Misconception(
            "weight gradients transposed",
            "A gradient has the shape of what it belongs to.",
            transposed,
        ),
        Misconception(
            "bias gradients averaged once more",
            "A bias acts on every example, and the 1/N is in the error already.",
            averaged_biases,
        ),
        Misconception(
            "the sign is turned",
            "Raise the score of the right class a little: does the loss rise or fall?",
            uphill,
        ),
    ),
)
