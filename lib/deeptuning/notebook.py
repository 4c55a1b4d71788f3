"""What every lesson does first and last: set up, and ask questions."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Sequence
from importlib import resources
from typing import Any

from deeptuning._validation import known

BUDGETS = ("fast", "full")
FRAMEWORKS = {"torch": "torch", "keras": "keras tensorflow"}  # module → what to install
# Legible on white and on dark grey, as on the cards.
QUIZ_COLOURS = {
    "--jq-multiple-choice-bg": "#00588a",
    "--jq-incorrect-color": "#d9573f",
    "--jq-correct-color": "#2a9d5c",
}


def begin(budget: str, seed: int, uses: Sequence[str] = ()) -> Callable[..., Any]:
    """Set the course's figure style and quiet the frameworks; return a way to pick by budget.

    A framework that the lesson uses and that is not installed is named at once, with the remedy,
    rather than by an error half an hour later; the parts without it still run.

    Args:
        budget: `"fast"` (seconds, fewer seeds) or `"full"` (minutes, smoother curves).
        seed: the lesson's seed, a non-negative integer.
        uses: frameworks that cells of the lesson import, of `"torch"` and `"keras"`.

    Returns:
        A function: `pick(fast=5, full=25)` gives the value that fits the budget.

    Raises:
        ValueError: an unknown budget, or a seed that is not a non-negative integer.

    Example:
        >>> pick = begin("fast", seed=0)
        >>> pick(fast=5, full=25)
        5
    """
    known("budget", budget, BUDGETS, "Set BUDGET in the cell above.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError(
            f"Argument `seed` must be a non-negative integer. Received: seed={seed!r}. "
            "Set SEED in the cell above."
        )
    for framework in uses:
        known("framework", framework, FRAMEWORKS)
        if importlib.util.find_spec(framework) is None:
            print(
                f"{framework} is not installed: cells that import it will fail, the others run. "
                f"To install it: %pip install {FRAMEWORKS[framework]}"
            )
    # TensorFlow greets on stderr otherwise; without oneDNN its numbers are the same everywhere.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    from deeptuning.plots.style import use_style

    use_style()
    return lambda *, fast, full: {"fast": fast, "full": full}[budget]


def load_quiz(name: str) -> list[dict]:
    """Read the questions of a lesson, e.g. `"optimizers/adam_family"`.

    Raises:
        ValueError: no such quiz; the message lists those there are.
    """
    folder = resources.files("deeptuning") / "quizzes"
    names = [
        f"{topic.name}/{file.name.removesuffix('.json')}"
        for topic in folder.iterdir()
        if topic.is_dir()
        for file in topic.iterdir()
        if file.name.endswith(".json")
    ]
    known("quiz", name, names)
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def quiz(name: str) -> None:
    """Show the knowledge check of a lesson; every answer says why it is right or wrong."""
    from jupyterquiz import display_quiz

    display_quiz(load_quiz(name), max_width=800, colors=QUIZ_COLOURS)
