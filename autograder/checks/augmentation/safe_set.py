"""Choose the changes that digits survive."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

CLASSES = (2, 5, 6, 9)
ROOM = 0.035  # a choice may cost this much accuracy; a mirror costs some 0.1


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A scanner that mostly turns, and one that mostly shifts."""
    for group, turn, shift in (
        ("a scanner that turns", rng.integers(22, 29), rng.uniform(0.8, 1.2)),
        ("a scanner that shifts", rng.integers(6, 11), rng.uniform(1.6, 2.0)),
    ):
        scanner = {"turn": int(turn), "shift": float(np.round(shift, 1))}
        yield Case(group, {"scanner": scanner}, digits(rng, 60, 550, **scanner))


def digits(rng: np.random.Generator, few: int, new: int, turn: float, shift: float) -> dict:
    """Draw a few upright digits, and others as the scanner leaves them, each in a frame."""
    from scipy import ndimage
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    rows = rng.permutation(np.flatnonzero(np.isin(labels, CLASSES)))[: few + new]
    images = np.pad(images[rows].reshape(-1, 8, 8), ((0, 0), (2, 2), (2, 2))) * (255 / 16)
    labels = np.searchsorted(CLASSES, labels[rows])
    moved = np.empty((new, 12, 12))
    for k, angle in enumerate(np.deg2rad(rng.uniform(-turn, turn, new))):
        matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        offset = 5.5 - matrix @ (5.5 + rng.uniform(-shift, shift, 2))
        moved[k] = ndimage.affine_transform(images[few + k], matrix, offset, order=1)
    x, x_new = (np.rint(each).astype(np.uint8) for each in (images[:few], moved))
    return {"x": x, "y": labels[:few], "x_new": x_new, "labels": labels[few:]}


def expect(inputs: dict, answer: dict) -> dict:
    """Return the digits, and the choice to be matched."""
    data = {name: inputs[name] for name in ("x", "y", "x_new", "labels")}
    return data | {"right": answer, "room": ROOM}


def safe_set(scanner):
    """Show what the scanner does, and nothing else."""
    return {"mirror": False, "upside_down": False, **scanner}


def mirrored(scanner):
    """Mirror digits, too."""
    return {"mirror": True, "upside_down": False, **scanner}


def upside_down(scanner):
    """Put digits on their heads, too."""
    return {"mirror": False, "upside_down": True, **scanner}


def any_turn(scanner):
    """Turn by any angle."""
    return {"mirror": False, "upside_down": False, "turn": 180, "shift": scanner["shift"]}


def nothing(scanner):
    """Leave digits as they are."""
    return {"mirror": False, "upside_down": False, "turn": 0, "shift": 0}


def names(scanner):
    """Return a list of names."""
    return list(scanner)


SAFE_SET = Check(
    name="augmentation/safe_set",
    title="A safe set for digits",
    points=2,
    cases=cases,
    reference=safe_set,
    criterion="chosen_changes",
    expect=expect,
    misconceptions=(
        Misconception(
            "flipping digits: a mirror",
            "Draw a 2 as a digital clock does, and look at it in a mirror. What would you read?",
            mirrored,
        ),
        Misconception(
            "flipping digits: upside down",
            "A digit on its head may be a digit that you have a class for. Which one?",
            upside_down,
        ),
        Misconception(
            "any turn is allowed",
            "Half a turn leaves the picture as clear as ever. Does it leave the label?",
            any_turn,
        ),
        Misconception(
            "nothing is changed",
            "The net has seen upright digits only, and the scanner delivers others.",
            nothing,
        ),
        Misconception(
            "no choice",
            "A dictionary with the four keys is asked for, two of them True or False.",
            names,
        ),
    ),
)
