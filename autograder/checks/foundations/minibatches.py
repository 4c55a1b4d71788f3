"""Cut the data into mini-batches, in a new order each epoch."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Batches that fit, and batches that leave a rest."""
    for group, batches, rest in (("batches that fit", 4, 0), ("a last, short batch", 3, 2)):
        size = int(rng.integers(5, 9))
        yield Case(
            group,
            {
                "n": batches * size + rest,
                "batch_size": size,
                "epochs": 3,
                "seed": int(rng.integers(2**31)),
            },
        )


def expect(inputs: dict, answer: list) -> dict:
    """Return nothing: what a right iteration is follows from the inputs."""
    return {}


def minibatches(n, batch_size, epochs, rng):
    """Draw an order for each epoch and cut it."""
    orders = [rng.permutation(n) for _ in range(epochs)]
    return [[o[i : i + batch_size] for i in range(0, n, batch_size)] for o in orders]


def one_order(n, batch_size, epochs, rng):
    """Shuffle once, before the first epoch."""
    order = rng.permutation(n)
    epoch = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    return [epoch for _ in range(epochs)]


def in_order(n, batch_size, epochs, rng):
    """Go through the data as they lie there."""
    epoch = [list(range(n))[i : i + batch_size] for i in range(0, n, batch_size)]
    return [epoch for _ in range(epochs)]


def rest_dropped(n, batch_size, epochs, rng):
    """Keep full batches only, one less where all are full."""
    orders = [rng.permutation(n) for _ in range(epochs)]
    stops = range(0, n - batch_size, batch_size)
    return [[o[i : i + batch_size] for i in stops] for o in orders]


def with_replacement(n, batch_size, epochs, rng):
    """Draw every batch from all the data."""
    sizes = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    return [[rng.integers(0, n, size=size) for size in sizes] for _ in range(epochs)]


def one_epoch(n, batch_size, epochs, rng):
    """Return the batches of a single epoch."""
    order = rng.permutation(n)
    return [[order[i : i + batch_size] for i in range(0, n, batch_size)]]


def batch_count(n, batch_size, epochs, rng):
    """Take the batch size for a number of batches."""
    return [list(np.array_split(rng.permutation(n), batch_size)) for _ in range(epochs)]


MINIBATCHES = Check(
    name="foundations/minibatches",
    title="Mini-batches",
    points=2,
    cases=cases,
    reference=minibatches,
    driver="with_rng",
    criterion="mini_batches",
    expect=expect,
    misconceptions=(
        Misconception(
            "same order every epoch",
            "The batches of the second epoch are those of the first: when is the order drawn?",
            one_order,
        ),
        Misconception(
            "not shuffled",
            "Data often lie sorted, by class for example; then a batch shows only one of them.",
            in_order,
        ),
        Misconception(
            "last batch dropped",
            "Count the examples of an epoch: some never come.",
            rest_dropped,
        ),
        Misconception(
            "drawn with replacement",
            "Some examples come twice in an epoch, and others not at all.",
            with_replacement,
        ),
        Misconception(
            "a single epoch",
            "The number of epochs that was asked for does not show in what you return.",
            one_epoch,
        ),
        Misconception(
            "batch size taken for the number of batches",
            "Look at the length of your first batch.",
            batch_count,
        ),
    ),
)
