"""An experiment on the reader: which of two explanations lets you foresee what a model does?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning import interpretability as xai
from deeptuning.data.known_importance import friedman
from deeptuning.plots.style import CYCLE

FEATURES = 5
MEAN = 0.5  # of every feature
CASES = 8
CLEAR = 1.5  # one change is at least this many times as large as the other
ROUNDS = ("A", "B")


class Questions(NamedTuple):
    """Rows `(n, 5)`, the two features asked about `(n, 2)`, and which of them it is `(n,)`."""

    rows: np.ndarray
    pairs: np.ndarray
    answers: np.ndarray


def slope(x: np.ndarray) -> np.ndarray:
    """Return the gradient of Friedman's function, one row or many.

    Example:
        >>> slope(np.array([0.0, 0.5, 0.75, 0.1, 0.9])).round(1).tolist()
        [15.7, 0.0, 10.0, 10.0, 5.0]
    """
    x1, x2, x3 = x[..., 0], x[..., 1], x[..., 2]
    shared = 10 * np.pi * np.cos(np.pi * x1 * x2)
    flat = np.ones_like(x1)
    return np.stack([shared * x2, shared * x1, 40 * (x3 - 0.5), 10 * flat, 5 * flat], axis=-1)


def explain(name: str, x: np.ndarray) -> np.ndarray:
    """Return the sizes of one explanation of a row: A is saliency, B integrated gradients.

    Example:
        >>> explain("B", np.full(5, 0.5)).tolist()  # nothing differs from the mean row
        [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    if name == "A":
        return xai.saliency(slope, x)
    return np.abs(xai.integrated_gradients(slope, x, MEAN, 50))


def draw_questions(n: int, rng: np.random.Generator) -> Questions:
    """Draw rows, and for each two features of which one clearly moves the output more."""
    rows, pairs, answers = [], [], []
    while len(rows) < n:
        x = np.round(rng.random(FEATURES), 2)
        pair = np.sort(rng.choice(FEATURES, 2, replace=False))
        changed = np.where(np.eye(FEATURES, dtype=bool)[pair], MEAN, x)
        moved = np.abs(friedman(changed) - friedman(x[None]))
        if moved.max() > max(CLEAR * moved.min(), 0.5):
            rows.append(x)
            pairs.append(pair)
            answers.append(pair[moved.argmax()])
    return Questions(np.array(rows), np.array(pairs), np.array(answers))


def round_of(name: str) -> Questions:
    """Return the eight questions of a round: on all of them, A and B advise different answers."""
    drawn = draw_questions(200, np.random.default_rng(ROUNDS.index(name)))
    differ = by_longer_bar("A", drawn) != by_longer_bar("B", drawn)
    return Questions(*(part[differ][:CASES] for part in drawn))


def by_longer_bar(name: str, questions: Questions) -> np.ndarray:
    """Answer as somebody does who goes by the longer of the two bars, shape (n,)."""
    sizes = np.array([explain(name, x) for x in questions.rows])
    asked = np.take_along_axis(sizes, questions.pairs, axis=1)
    return np.take_along_axis(questions.pairs, asked.argmax(axis=1)[:, None], axis=1)[:, 0]


def score(answers: str, name: str) -> int | None:
    """Count the right answers, the feature's number for each case; None until there are eight.

    Example:
        >>> score("1234", "A") is None
        True
    """
    digits = [int(letter) - 1 for letter in answers if letter.isdigit()]
    if len(digits) != CASES:
        return None
    return int(np.sum(np.array(digits) == round_of(name).answers))


def picture(explanation: str, answers: str) -> Any:
    """Draw the eight cases, each with the explanation's bars, and the score."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 4, figsize=(9.4, 4.3), sharey=True)
    questions = round_of(explanation)
    for i, panel in enumerate(axes.ravel()):
        x, pair = questions.rows[i], questions.pairs[i]
        for j, size in enumerate(explain(explanation, x)):
            look = {"color": CYCLE[0]["color"]} if j in pair else {"color": "#cccccc"}
            panel.bar(j, size, hatch="//" if j in pair else "", alpha=0.7, **look)
        panel.set_title(f"case {i + 1}: {pair[0] + 1} or {pair[1] + 1}?", fontsize=10)
        labels = [f"x{j + 1}\n{value:.2f}" for j, value in enumerate(x)]
        panel.set_xticks(range(FEATURES), labels, fontsize=8)
        panel.grid(axis="x", visible=False)
    for panel in axes[:, 0]:
        panel.set_ylabel("size of credit")
    found = score(answers, explanation)
    told = f"{found} of {CASES} right" if found is not None else "type eight digits"
    figure.suptitle(f"Explanation {explanation}: {told}", fontsize=11, fontweight="bold")
    return figure


def explore() -> Any:
    """Show the cases with a choice of the explanation and a field for the answers."""
    from ipywidgets import Dropdown, Text

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Eight small bar charts, one case each, with the size of the credit of the features x1 to "
        "x5 and their values below. Two bars in each chart are hatched: the features to choose "
        "from. Above, your score once eight digits are typed.",
        explanation=Dropdown(options=ROUNDS, description="explanation"),
        answers=Text(value="", description="answers", continuous_update=False),
    )
