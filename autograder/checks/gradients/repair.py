"""Change the settings of a deep net so that it trains."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import moons

DEPTH, TARGET = 12, 0.5
BROKEN = {
    "sigmoid units": {"activation": "sigmoid", "initializer": "standard_normal"},
    "ReLU units, weights too large": {"activation": "relu", "initializer": "standard_normal"},
    "tanh units, weights too small": {"activation": "tanh", "initializer": "tiny"},
}


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Three nets of twelve layers, each with points and starting weights of its own."""
    for group, settings in BROKEN.items():
        points = moons(120, rng, noise=0.12)
        kept = {"x": points.points, "y": points.labels, "seed": int(rng.integers(2**31))}
        net = {"depth": DEPTH, "clip_norm": None, "skips": False, **settings}
        yield Case(group, {"net": net}, kept)


def expect(inputs: dict, answer: dict) -> dict:
    """Return the points, the seed of the weights, and the loss to be reached."""
    return {name: inputs[name] for name in ("x", "y", "seed")} | {"target": TARGET}


def repair(net):
    """Keep the variance with weights made for ReLU, and cut what is left of the spikes."""
    return net | {"activation": "relu", "initializer": "he", "clip_norm": 1.0}


def clip_only(net):
    """Clip, and nothing else."""
    return net | {"clip_norm": 1.0}


def as_it_is(net):
    """Change nothing."""
    return dict(net)


def fewer_layers(net):
    """Make the net shallow."""
    return net | {"depth": 1, "activation": "tanh", "initializer": "glorot"}


def weights_only(net):
    """Scale the weights, and leave units that saturate."""
    return net | {"activation": "sigmoid", "initializer": "glorot"}


def everything(net):
    """Add skips on top of weights that keep the variance by themselves."""
    return net | {"activation": "relu", "initializer": "he", "skips": True}


def a_word(net):
    """Name the remedy."""
    return "he"


REPAIR = Check(
    name="gradients/repair",
    title="Make them train",
    points=3,
    cases=cases,
    reference=repair,
    criterion="repaired_net",
    expect=expect,
    misconceptions=(
        Misconception(
            "clipping alone",
            "Clipping shortens gradients that are too long. It makes none longer, and it leaves "
            "the signal as it is.",
            clip_only,
        ),
        Misconception("nothing changed", "Those settings are the broken ones.", as_it_is),
        Misconception(
            "what had to stay was changed",
            "A shallow net would train, but this one is to be deep.",
            fewer_layers,
        ),
        Misconception(
            "still no better than guessing",
            "The signal still dies on its way through twelve layers: how large is the slope of "
            "your units at most?",
            weights_only,
        ),
        Misconception(
            "the signal explodes",
            "Every layer adds to what comes in: by how much does your signal grow over twelve "
            "layers?",
            everything,
        ),
        Misconception(
            "no settings",
            "Hand back a dictionary with the same keys as the one you got.",
            a_word,
        ),
    ),
)
