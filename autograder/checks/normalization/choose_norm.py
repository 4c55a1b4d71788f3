"""Batch norm or layer norm? Four situations."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

SITUATIONS = (
    # kind, smallest and largest batch, one at a time when used?
    ("images", 32, 256, False),
    ("images", 1, 4, False),
    ("sequences", 32, 256, False),
    ("table", 64, 512, True),
)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Twice four situations, in an order that is drawn."""
    for group in ("first four situations", "second four situations"):
        chosen = [SITUATIONS[i] for i in rng.permutation(4)]
        given = [
            {"data": kind, "batch_size": int(rng.integers(low, high + 1)), "used_on_one": one}
            for kind, low, high, one in chosen
        ]
        yield Case(group, {"situations": given})


def choose_norm(situations):
    """Layer norm for sequences and for tiny batches, batch norm for the rest."""
    return [
        "layer" if s["data"] == "sequences" or s["batch_size"] < 8 else "batch" for s in situations
    ]


def always_batch(situations):
    """Take batch norm everywhere."""
    return ["batch"] * len(situations)


def always_layer(situations):
    """Take layer norm everywhere."""
    return ["layer"] * len(situations)


def batch_size_ignored(situations):
    """Look at the data only."""
    return ["layer" if s["data"] == "sequences" else "batch" for s in situations]


def data_ignored(situations):
    """Look at the batch size only."""
    return ["layer" if s["batch_size"] < 8 else "batch" for s in situations]


def used_on_one(situations):
    """Believe that batch norm cannot predict for a single example."""
    return [
        "layer" if s["data"] == "sequences" or s["batch_size"] < 8 or s["used_on_one"] else "batch"
        for s in situations
    ]


def turned(situations):
    """Exchange the two."""
    return [
        "batch" if s["data"] == "sequences" or s["batch_size"] < 8 else "layer" for s in situations
    ]


CHOOSE_NORM = Check(
    name="normalization/choose_norm",
    title="Which of the two?",
    points=1,
    cases=cases,
    reference=choose_norm,
    misconceptions=(
        Misconception(
            "always batch norm",
            "In two of the situations the statistics of the batch are not to be relied on.",
            always_batch,
        ),
        Misconception(
            "always layer norm",
            "It works everywhere, but the rule asked for prefers batch norm in two situations.",
            always_layer,
        ),
        Misconception(
            "the batch size is ignored",
            "What are the mean and the variance of two examples worth?",
            batch_size_ignored,
        ),
        Misconception(
            "the kind of data is ignored",
            "Sequences differ in length: what is the mean over the batch at the last places?",
            data_ignored,
        ),
        Misconception(
            "batch norm thought to need a batch when it is used",
            "What does batch norm use when it predicts?",
            used_on_one,
        ),
        Misconception("the two exchanged", "You have the rule, the wrong way round.", turned),
    ),
)
