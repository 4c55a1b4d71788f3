"""What the six broken trainings of the clinic have in common."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import blobs, spirals
from deeptuning.data.plane import Plane

STEPS, TARGET = 110, 0.86
FAULTS = (
    "dead units",
    "dropout left on",
    "frozen layer",
    "gradients add up",
    "inputs not scaled",
    "labels apart from inputs",
    "leak",
    "loss summed",
    "new inputs not prepared",
    "rate too small",
    "softmax twice",
    "too few outputs",
)


def draw(kind: str, n: int, rng: np.random.Generator) -> Plane:
    """Draw points of three spirals or of eight round clouds."""
    if kind == "spirals":
        return spirals(n, rng, 3, noise=0.03, turns=0.75)
    return blobs(n, rng, classes=8, noise=0.15)


def draw_cases(kind: str, rng: np.random.Generator) -> Iterator[Case]:
    """One short call, of which the name is looked at, and one whole training."""
    for group, part, n, steps in (
        ("the fault is named", "name", 60, 1),
        ("the repaired training", "repair", 240, STEPS),
    ):
        seen, unseen = (draw(kind, n, rng) for _ in range(2))
        scale, shift = rng.uniform(20, 40, size=2), rng.uniform(60, 90, size=2)
        inputs = {"x": seen.points * scale + shift, "y": seen.labels}
        inputs |= {"x_new": unseen.points * scale + shift, "steps": steps}
        inputs["seed"] = int(rng.integers(2**31))
        yield Case(group, inputs, {"labels": unseen.labels, "part": part})


def clinic_check(
    letter: str,
    fault: str,
    kind: str,
    variants: tuple[Callable, ...],
    unrepaired: str,
    guessed: str,
) -> Check:
    """Build a check from the repaired script and four variants, with two of their hints.

    The variants: fault named and nothing repaired, repaired under another name, another fault
    seen and nothing repaired, classes alone.
    """
    repaired, named, unnamed, guess, alone = variants

    def expect(inputs: dict, answer: list) -> dict:
        kept = {name: inputs[name] for name in ("labels", "part")}
        return kept | {"target": TARGET, "fault": fault, "names": list(FAULTS)}

    return Check(
        name=f"monitoring/script_{letter}",
        title=f"Patient {letter.upper()}",
        points=2,
        cases=partial(draw_cases, kind),
        reference=repaired,
        driver="with_rng",
        criterion="named_and_repaired",
        expect=expect,
        misconceptions=(
            Misconception("named, but not repaired", unrepaired, named),
            Misconception(
                "repaired, but called by another name",
                "Your training works. Which change was it that made the difference?",
                unnamed,
            ),
            Misconception("another fault is seen", guessed, guess),
            Misconception(
                "no pair of a name and classes",
                "Return two things: the name of the fault, and the class of each row of x_new.",
                alone,
            ),
        ),
    )
