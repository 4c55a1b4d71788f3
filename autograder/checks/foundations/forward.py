"""The forward pass of a net with one hidden layer."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One example, a batch, and layers as wide as they are high, where a transpose fits too."""
    for group, n, d, hidden, classes in (
        ("one example", 1, 3, 4, 2),
        ("a batch of examples", 5, 4, 6, 3),
        ("square weight matrices", 3, 4, 4, 4),
    ):
        yield Case(
            group,
            {
                "x": rng.normal(size=(n, d)),
                "w1": rng.normal(size=(d, hidden)),
                "b1": rng.normal(size=hidden),
                "w2": rng.normal(size=(hidden, classes)),
                "b2": rng.normal(size=classes),
            },
        )


def forward(x, w1, b1, w2, b2):
    """Bend after the first layer only."""
    a = np.tanh(x @ w1 + b1)
    return a, a @ w2 + b2


def no_bias(x, w1, b1, w2, b2):
    """Leave the biases out."""
    a = np.tanh(x @ w1)
    return a, a @ w2


def no_bend(x, w1, b1, w2, b2):
    """Stack two linear layers."""
    a = x @ w1 + b1
    return a, a @ w2 + b2


def bent_output(x, w1, b1, w2, b2):
    """Use tanh on the outputs as well."""
    a = np.tanh(x @ w1 + b1)
    return a, np.tanh(a @ w2 + b2)


def sigmoid_hidden(x, w1, b1, w2, b2):
    """Use the sigmoid in the hidden layer."""
    a = 1 / (1 + np.exp(-(x @ w1 + b1)))
    return a, a @ w2 + b2


def bias_after(x, w1, b1, w2, b2):
    """Add the bias after the activation."""
    a = np.tanh(x @ w1) + b1
    return a, a @ w2 + b2


FORWARD = Check(
    name="foundations/forward",
    title="Forward pass",
    points=2,
    cases=cases,
    reference=forward,
    returns=("a", "z"),
    misconceptions=(
        Misconception(
            "biases forgotten",
            "Where all inputs are zero, yours answers zero, whatever b1 and b2 say.",
            no_bias,
        ),
        Misconception(
            "no activation",
            "Two linear layers in a row are one linear layer: something has to bend in between.",
            no_bend,
        ),
        Misconception(
            "activation on the outputs",
            "The outputs are scores of any size here; yours cannot leave the range −1 to 1.",
            bent_output,
        ),
        Misconception(
            "another activation",
            "Your hidden values are never negative; the activation that is asked for has values on "
            "both sides of zero.",
            sigmoid_hidden,
        ),
        Misconception(
            "bias added after the activation",
            "The bias shifts the point where the unit bends, so it belongs to the net input.",
            bias_after,
        ),
    ),
)
