"""What every lesson does first and last: set up, and ask questions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib import resources
from typing import Any

from deeptuning._validation import known

BUDGETS = ("fast", "full")


def begin(budget: str, seed: int) -> Callable[..., Any]:
    """Set the course's figure style and quiet the frameworks; return a way to pick by budget.

    Args:
        budget: `"fast"` (seconds, fewer seeds) or `"full"` (minutes, smoother curves).
        seed: the lesson's seed, a non-negative integer.

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

    display_quiz(load_quiz(name), max_width=800)
