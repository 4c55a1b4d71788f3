"""An experiment on the reader: predict what a model says, with and without an explanation."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE

FEATURES = ("A", "B", "C", "D")
WEIGHTS = np.array([2.0, -1.5, 0.5, 0.0])  # what the model does: yes if the sum is above 0
CASES = 8
MARGIN = 0.7  # closer cases would test arithmetic


def machine(x: np.ndarray) -> np.ndarray:
    """Return what the model says about cases (n, 4): True for yes.

    Example:
        >>> machine(np.array([[1.0, 1.0, 0.0, 9.0], [0.0, 1.0, 1.0, 9.0]])).tolist()
        [True, False]
    """
    return x @ WEIGHTS > 0


def draw_cases(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw cases (n, 4) that are not close calls, as many yes as no, in random order."""
    x = np.round(rng.normal(size=(40 * n, len(FEATURES))), 1) + 0.0  # no -0
    clear = x[np.abs(x @ WEIGHTS) > MARGIN]
    yes = machine(clear)
    half = n // 2
    return rng.permutation(np.concatenate([clear[yes][:half], clear[~yes][: n - half]]))


def round_of(explained: bool) -> np.ndarray:
    """Return the eight cases of a round; the two rounds share none."""
    return draw_cases(CASES, np.random.default_rng(12 if explained else 11))


def score(answers: str, explained: bool) -> int | None:
    """Count the right answers, y or n for each case in order; None until there are eight.

    Example:
        >>> score("yynn", explained=False) is None
        True
    """
    letters = [letter for letter in answers.lower() if letter in "yn"]
    if len(letters) != CASES:
        return None
    return int(np.sum((np.array(letters) == "y") == machine(round_of(explained))))


def picture(explained: bool, answers: str) -> Any:
    """Draw the eight cases, with the model's weights if asked for, and the score."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 5, figsize=(9.4, 4.2), sharey=True)
    note, colours = axes[:, 0], [CYCLE[0]["color"], CYCLE[1]["color"]]
    panels = axes[:, 1:].ravel()
    for i, (panel, case) in enumerate(zip(panels, round_of(explained), strict=True)):
        draw_bars(panel, case, colours)
        panel.set_title(f"case {i + 1}", fontsize=10)
    if explained:
        draw_bars(note[0], WEIGHTS, ["#333333", "#333333"], hatch="//")
        note[0].set_title("the model's weights", fontsize=10)
    else:
        note[0].axis("off")
        note[0].text(0, 1.0, "no explanation", fontsize=10)
    note[1].axis("off")
    found = score(answers, explained)
    told = f"{found} of {CASES}\nright" if found is not None else "type eight\nletters, y or n"
    note[1].text(0, 0.0, told, fontsize=11, fontweight="bold", va="center")
    return figure


def draw_bars(axes: Any, values: np.ndarray, colours: list[str], **look: Any) -> None:
    """Draw one bar per feature, up or down, with its value."""
    for j, value in enumerate(values):
        axes.bar(j, value, color=colours[int(value < 0)], alpha=0.6, **look)
        place = value + 0.12 if value >= 0 else value - 0.12
        axes.text(
            j, place, f"{value:g}", ha="center", va="bottom" if value >= 0 else "top", fontsize=8.5
        )
    axes.axhline(0, color="#888888", linewidth=1)
    axes.set_xticks(range(len(FEATURES)), FEATURES)
    axes.set_ylim(-3.4, 3.4)
    axes.grid(visible=False)


def explore() -> Any:
    """Show the cases with a box for the explanation and a field for the answers."""
    from ipywidgets import Checkbox, Text

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Eight small bar charts, one case each, with the values of the features A to D. On the "
        "left, if asked for, the weights of the model, and your score once eight answers are "
        "typed.",
        explained=Checkbox(value=False, description="show the explanation"),
        answers=Text(value="", description="answers", continuous_update=False),
    )
