"""How long is the gradient of every layer of a deep net?"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A shallow and a deep net, in which layers have equal and different widths."""
    for group, widths in (
        ("a shallow net", (3, 5, 1)),
        ("a deep net", (4, 4, 4, 4, 4, 1)),
        ("a deep net", (3, 6, 5, 7, 4, 1)),
    ):
        n = int(rng.integers(4, 8))
        pairs = pairwise(widths)
        yield Case(
            group,
            {
                "x": rng.normal(size=(n, widths[0])),
                "y": rng.normal(size=(n, 1)),
                "weights": [rng.normal(size=pair) * 1.2 / pair[0] ** 0.5 for pair in pairs],
            },
        )


def layer_norms(x, y, weights):
    """Go forward with tanh, and back with its slope."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt(((inner.T @ blame) ** 2).sum()))
        blame = blame @ w.T * (1 - inner**2)
    return norms[::-1]


def last_first(x, y, weights):
    """Return them in the order in which they are found."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt(((inner.T @ blame) ** 2).sum()))
        blame = blame @ w.T * (1 - inner**2)
    return norms


def no_slope(x, y, weights):
    """Forget the derivative of tanh."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt(((inner.T @ blame) ** 2).sum()))
        blame = blame @ w.T
    return norms[::-1]


def squared(x, y, weights):
    """Forget the root."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(((inner.T @ blame) ** 2).sum())
        blame = blame @ w.T * (1 - inner**2)
    return norms[::-1]


def mean_entry(x, y, weights):
    """Take the root of the mean square."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt(((inner.T @ blame) ** 2).mean()))
        blame = blame @ w.T * (1 - inner**2)
    return norms[::-1]


def not_averaged(x, y, weights):
    """Forget the 1/N."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = a[-1] @ weights[-1] - y, []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt(((inner.T @ blame) ** 2).sum()))
        blame = blame @ w.T * (1 - inner**2)
    return norms[::-1]


def of_the_activations(x, y, weights):
    """Measure the blame of the units instead of the gradient of the weights."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame, norms = (a[-1] @ weights[-1] - y) / len(x), []
    for w, inner in zip(reversed(weights), reversed(a), strict=True):
        norms.append(np.sqrt((blame**2).sum()))
        blame = blame @ w.T * (1 - inner**2)
    return norms[::-1]


LAYER_NORMS = Check(
    name="gradients/layer_norms",
    title="A gradient for every layer",
    points=3,
    cases=cases,
    reference=layer_norms,
    misconceptions=(
        Misconception(
            "last layer first",
            "You find the gradients on the way back. In which order are they wanted?",
            last_first,
        ),
        Misconception(
            "derivative of the activation forgotten",
            "The way back leads through tanh, which lets less pass the more it is saturated.",
            no_slope,
        ),
        Misconception("the squared norm", "A length is a root.", squared),
        Misconception(
            "mean in place of the sum",
            "The norm adds up the squares of all entries; yours is the size of a typical entry.",
            mean_entry,
        ),
        Misconception(
            "1/N forgotten",
            "The loss is a mean over the examples.",
            not_averaged,
        ),
        Misconception(
            "of the units, not of the weights",
            "The gradient of a weight also depends on what came in through it.",
            of_the_activations,
        ),
    ),
)
