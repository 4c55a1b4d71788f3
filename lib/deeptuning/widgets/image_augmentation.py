"""Change digits until a net, or you, can no longer read them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from deeptuning.augmentation import random_noise, rotate, shear, shift, zoom
from deeptuning.plots.style import CYCLE

STEPS = 36  # of the slider; for turning, five degrees each
TESTED = 300


class Kind(NamedTuple):
    """A change: how it is made from a strength, how far it goes, and the unit."""

    make: Callable[[np.ndarray, float], np.ndarray]
    limit: float
    unit: str


KINDS = {
    "turn": Kind(lambda x, s: rotate(x, s, fill="constant"), 180.0, "degrees"),
    "shift right": Kind(lambda x, s: shift(x, right=s, fill="constant"), 6.0, "pixels"),
    "shrink": Kind(lambda x, s: zoom(x, 1 - s, fill="constant"), 0.72, "of the size gone"),
    "shear": Kind(lambda x, s: shear(x, s, fill="constant"), 72.0, "degrees"),
    "noise": Kind(lambda x, s: random_noise(x, np.random.default_rng(0), s), 0.72, "σ"),
}
NETS = ("untouched", "turned up to 15°", "turned any way")


class Verdict(NamedTuple):
    """What a net says to digits at one strength; shares are in percent."""

    right: float
    sixes_right: float
    sixes_as_nine: float


@lru_cache(maxsize=1)
def trained() -> Any:
    """Train three nets on 1,200 digits: untouched, turned a little, turned any way."""
    from deeptuning.experiments.augmented_training import framed_digits, train_augmented
    from deeptuning.experiments.image_changes import Change

    data = framed_digits()
    settings = [Change(), Change(degrees=15), Change(degrees=180)]
    nets = train_augmented(settings, [0], data.train_images, data.train_labels, steps=600)
    return data, nets


def strength_at(kind: str, step: int) -> float:
    """Return the strength at a step of the slider, in the unit of the change."""
    return KINDS[kind].limit * step / STEPS


@lru_cache(maxsize=256)
def answers(kind: str, step: int) -> np.ndarray:
    """Return what the three nets read in all test digits, `(nets, digits)`."""
    from deeptuning.experiments.augmented_training import logits

    data, nets = trained()
    changed = KINDS[kind].make(data.test_images[:TESTED], strength_at(kind, step))
    return logits(nets, changed)[:, 0].argmax(axis=-1)


def ask(net: str, kind: str, step: int) -> Verdict:
    """Ask a net for all test digits at one strength.

    Args:
        net: one of `NETS`, the digits it was trained on.
        kind: one of `KINDS`.
        step: 0 to 36, of the way to the limit of the change.

    Example:
        >>> ask("untouched", "turn", 0).right > 95
        True
    """
    said, labels = answers(kind, step)[NETS.index(net)], trained()[0].test_labels[:TESTED]
    six = labels == 6
    return Verdict(
        float(100 * np.mean(said == labels)),
        float(100 * np.mean(said[six] == 6)),
        float(100 * np.mean(said[six] == 9)),
    )


def chosen(labels: np.ndarray) -> np.ndarray:
    """Return the rows of four sixes, four nines, and one of each other digit."""
    rows = [np.flatnonzero(labels == 6)[:4], np.flatnonzero(labels == 9)[:4]]
    return np.concatenate([*rows, *(np.flatnonzero(labels == d)[:1] for d in (0, 1, 2, 3))])


def picture(net: str, kind: str, step: int) -> Any:
    """Draw twelve changed digits with the net's readings, and how often it is right."""
    import matplotlib.pyplot as plt

    from deeptuning.plots.image_grids import draw

    data, now = trained()[0], ask(net, kind, step)
    rows = chosen(data.test_labels[:TESTED])
    images = KINDS[kind].make(data.test_images[rows], strength_at(kind, step))
    said = answers(kind, step)[NETS.index(net), rows]
    figure = plt.figure(figsize=(9.4, 4.0))
    grid = figure.add_gridspec(3, 8)
    for i, (image, guess, label) in enumerate(
        zip(images, said, data.test_labels[rows], strict=True)
    ):
        panel = figure.add_subplot(grid[i // 4, i % 4])
        draw(panel, image)
        right = guess == label
        colour = CYCLE[0 if right else 1]["color"]
        panel.set_title(f"{guess} {'✓' if right else '✗'}", color=colour, fontsize=11, loc="center")
    panel = figure.add_subplot(grid[:, 4:])
    curve(panel, net, kind)
    strength = strength_at(kind, step)
    panel.axvline(strength, color="black", linewidth=1)
    panel.set(xlabel=f"{kind}: {KINDS[kind].unit}", ylabel="share, %", ylim=(-3, 103))
    panel.set_title(f"at {strength:.3g}: {now.right:.0f} % right", fontsize=11)
    return figure


def curve(panel: Any, net: str, kind: str) -> None:
    """Draw the three shares against the strength."""
    steps = range(0, STEPS + 1, 2)
    shares = np.array([ask(net, kind, step) for step in steps])
    names = ("all digits right", "sixes right", "sixes read as 9")
    for values, name, look in zip(shares.T, names, CYCLE, strict=False):
        panel.plot([strength_at(kind, step) for step in steps], values, label=name, **look)
    panel.legend(loc="center", fontsize=9)


def explore(net: str = "untouched", kind: str = "turn", step: int = 6) -> Any:
    """Show the picture with controls for the net, the change and its strength."""
    from ipywidgets import Dropdown, IntSlider

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Left: twelve digits, changed, each with what the net reads and whether that is right. "
        "Right: shares of right readings and of sixes read as nines against the strength.",
        net=Dropdown(description="trained on", options=NETS, value=net),
        kind=Dropdown(description="change", options=list(KINDS), value=kind),
        step=IntSlider(step, min=0, max=STEPS, description="strength", continuous_update=False),
    )
