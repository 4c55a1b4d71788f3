"""Set the patience of early stopping, and see which net is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.plots.style import CYCLE
from deeptuning.regularization import early_stopping

EPOCHS = 60
RUNS = (1, 2, 3)
WATCHED = ("loss", "error")
DELTAS = (0, 0.01, 0.03, 0.1, 0.3, 1)


class Kept(NamedTuple):
    """When training stopped, which epoch's weights were kept, and how good they are."""

    stopped: int
    epoch: int
    loss: float
    error: float


@lru_cache(maxsize=1)
def courses() -> Any:
    """Train three nets for 60 epochs on 600 digits of which a fifth has a wrong label."""
    from deeptuning.experiments.noise import Noise
    from deeptuning.experiments.noisy_training import train_noisy
    from deeptuning.experiments.stacked import wrong_labels

    data = load_digits()
    images, labels = data.train_images[:600], data.train_labels[:600]
    labels = wrong_labels(labels, 0.2, np.random.default_rng(0))
    unseen, truth = data.validation_images, data.validation_labels
    watch = {"validation": (unseen[:197], truth[:197]), "test": (unseen[197:], truth[197:])}
    return train_noisy(
        [Noise()], RUNS, images, labels, epochs=EPOCHS, watch=watch, learning_rate=0.003
    )


def keep(run: int, watched: str, patience: int, min_delta: float, restore: bool) -> Kept:
    """Replay a run under early stopping.

    Args:
        run: one of `RUNS`.
        watched: the validation number that is watched, `"loss"` or `"error"` (in percent).
        patience: epochs without improvement after which to stop.
        min_delta: by how much the best must be beaten, in units of the watched number.
        restore: whether the best weights are kept, or else the last ones.

    Example:
        >>> keep(1, "loss", 60, 0.0, restore=False).epoch
        60
    """
    course, i = courses(), RUNS.index(run)
    curve = getattr(course, watched)["validation"][1:, 0, i]
    state: dict[str, Any] = {}
    for metric in curve:
        state = early_stopping(metric, None, state, patience=patience, min_delta=min_delta)
        if state["stop"]:
            break
    epoch = state["best_epoch"] if restore else state["epoch"]
    loss, error = (float(numbers["test"][epoch, 0, i]) for numbers in (course.loss, course.error))
    return Kept(state["epoch"], epoch, loss, error)


def picture(run: int, watched: str, patience: int, min_delta: float, restore: bool) -> Any:
    """Draw the watched curve with the stop, and the test error with the kept net."""
    import matplotlib.pyplot as plt

    course, i = courses(), RUNS.index(run)
    found = keep(run, watched, patience, min_delta, restore)
    curve = getattr(course, watched)["validation"][1:, 0, i]
    test = course.error["test"][1:, 0, i]
    epochs = np.arange(1, EPOCHS + 1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for panel, values in ((left, curve), (right, test)):
        seen = epochs <= found.stopped
        panel.plot(epochs, values, color="#bbbbbb", linewidth=1.2)
        panel.plot(epochs[seen], values[seen], **CYCLE[0])
        panel.axvline(found.stopped, color="black", linewidth=1, linestyle=(0, (1, 1)))
        panel.plot(
            found.epoch,
            values[found.epoch - 1],
            "o",
            markersize=11,
            fillstyle="none",
            markeredgewidth=2,
            color=CYCLE[1]["color"],
        )
        panel.set(xlabel="epoch", ylim=(0, None))
    left.set(title=f"stopped after epoch {found.stopped}", ylabel=f"validation {watched}")
    right.set(title=f"kept epoch {found.epoch}: loss {found.loss:.3f}, error {found.error:.1f} %")
    right.set_ylabel("test error, %")
    return figure


def explore(run: int = 1, watched: str = "error", patience: int = 1) -> Any:
    """Show the picture with controls for the run and the rule."""
    from ipywidgets import Checkbox, Dropdown, IntSlider, SelectionSlider

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Left: the watched validation number against the epoch, blue until training stops, grey "
        "afterwards, with a circle at the kept epoch. Right: the same for the test error.",
        run=Dropdown(description="run", options=RUNS, value=run),
        watched=Dropdown(description="watch", options=WATCHED, value=watched),
        patience=IntSlider(
            patience, min=1, max=30, description="patience", continuous_update=False
        ),
        min_delta=SelectionSlider(  # of the loss, or points of the error
            description="min_delta", options=DELTAS, value=0, continuous_update=False
        ),
        restore=Checkbox(True, description="restore best weights"),
    )
