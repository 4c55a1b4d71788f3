"""Grid search: every combination of a few values."""

from __future__ import annotations

from typing import Any

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole
from deeptuning.tuning.search import Search, Trial, Waves, fresh
from deeptuning.tuning.space import grid


@checked(epochs=Whole(1))
def grid_search(space: dict, *, points: int | dict[str, int] = 3, epochs: int = 1) -> Search:
    r"""Try every point of a grid, in its order.

    $$\text{trials} = \prod_i |\text{values}_i|$$

    Args:
        space: name → dimension.
        points: values per name, one count for all, or name → count.
        epochs: of every trial, 1 or more.

    Returns:
        The search: one wave of all trials, no randomness.

    Raises:
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import choice, log_uniform
        >>> space = {"units": choice([16, 64]), "learning_rate": log_uniform(0.01, 1)}
        >>> len(grid_search(space, points=3).trials)
        6

    Source: LaValle, Branicky & Lindemann, On the Relationship between Classical Grid Search and
    Probabilistic Roadmaps, 2004.
    """
    layout = grid(space, points)

    def propose(waves: Waves, rng: Any) -> list[Trial]:
        return [] if waves else fresh(layout, epochs)

    return Search(propose, None, f"grid_search({space}, points={points}, epochs={epochs})")
