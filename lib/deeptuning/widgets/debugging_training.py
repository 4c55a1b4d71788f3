"""See a patient's chart, and decide what is wrong."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from deeptuning.experiments.clinic_chart import Chart, examine
from deeptuning.experiments.clinic_checks import confusion, tiny_losses
from deeptuning.experiments.clinic_register import PATIENTS
from deeptuning.plots.charts import chart
from deeptuning.plots.clinic import draw_confusion

SEED = 0
# Who sits in which room: in no order that gives anything away.
ROOMS = {
    "A": "frozen layer",
    "B": "rate × 100",
    "C": "classes renumbered",
    "D": "softmax twice",
    "E": "summed loss",
    "F": "dropout at test",
    "G": "dead ReLU",
    "H": "shuffled labels",
    "I": "forgotten zero_grad",
    "J": "vanishing gradients",
    "K": "augmented test",
    "L": "rate / 100",
    "M": "exploding RNN",
    "N": "raw pixels",
}
UNDECIDED = "undecided"
VIEWS = ("curves", "answers", "eight examples")


@functools.cache
def chart_of(room: str) -> Chart:
    """Return the chart of the patient in a room.

    Example:
        >>> bool(chart_of("A").accuracy[-1] > 0.7)
        True
    """
    return examine(PATIENTS[ROOMS[room]], SEED)


@functools.cache
def tiny_losses_of(room: str) -> np.ndarray:
    """Return the patient's losses on eight examples, step by step."""
    kind = PATIENTS[ROOMS[room]]
    data = kind(SEED).data()
    return tiny_losses(kind, data.train_images[:8], data.train_labels[:8], SEED)


def changed_answers(room: str) -> float:
    """Return the share of outputs that change when the same images are shown again."""
    found = chart_of(room)
    return 1 - float(np.mean(np.isclose(found.outputs, found.again, equal_nan=True)))


def verdict(room: str, diagnosis: str) -> str:
    """Say whether a diagnosis is right.

    Example:
        >>> verdict("A", "frozen layer"), verdict("A", "leak"), verdict("A", "undecided")
        ('frozen layer: right', 'leak: no', 'what is wrong?')
    """
    if diagnosis == UNDECIDED:
        return "what is wrong?"
    return f"{diagnosis}: {'right' if ROOMS[room] == diagnosis else 'no'}"


def picture(room: str, view: str, diagnosis: str) -> Any:
    """Draw one view of a patient, with the verdict on the diagnosis in the title."""
    found = chart_of(room)
    title = f"Room {room}, validation accuracy {found.accuracy[-1]:.2f}: {verdict(room, diagnosis)}"
    if view == "curves":
        return chart(found.run, title)
    return answers(room, title) if view == "answers" else eight_examples(room, title)


def answers(room: str, title: str) -> Any:
    """Draw what the net answers, and whether it does so twice."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4))
    draw_confusion(axes, confusion(chart_of(room)), title)
    axes.set_ylabel("label")
    said = f"asked again:\n{changed_answers(room):.0%} of the outputs\nare different"
    axes.text(1.05, 0.5, said, transform=axes.transAxes)
    return figure


def eight_examples(room: str, title: str) -> Any:
    """Draw the loss on eight examples."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4))
    losses = tiny_losses_of(room)
    axes.plot(losses, color="#0072B2")
    axes.set(yscale="log", xlabel="step", ylabel="loss on the eight", title=title)
    axes.text(0.98, 0.9, f"last: {losses[-1]:.2g}", ha="right", transform=axes.transAxes)
    return figure


def explore(room: str = "A") -> Any:
    """Show a patient with controls for the room, the view and the diagnosis."""
    from ipywidgets import Dropdown

    from deeptuning.widgets.live import live

    choices = [UNDECIDED, *sorted(set(ROOMS.values()))]
    return live(
        picture,
        "What one patient of the clinic logged: losses, gradients, update ratios and the activity "
        "of its units; or its answers; or its loss on eight examples. The verdict on the chosen "
        "diagnosis stands in the title.",
        room=Dropdown(description="room", options=list(ROOMS), value=room),
        view=Dropdown(description="look at", options=VIEWS, value="curves"),
        diagnosis=Dropdown(description="diagnosis", options=choices, value=UNDECIDED),
    )
