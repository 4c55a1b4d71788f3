"""Random search: as many independent draws as the budget allows."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole, generator, space_like
from deeptuning.tuning.search import Search, Trial, Waves, fresh
from deeptuning.tuning.space import sample


@checked(space=space_like, trials=Whole(1), rng=generator, epochs=Whole(1))
def random_search(space: dict, trials: int, rng: np.random.Generator, *, epochs: int = 1) -> Search:
    r"""Draw every trial independently.

    $$P(\text{one of } n \text{ trials is among the best share } q) = 1 - (1 - q)^n$$

    Every trial shows a new value of *each* hyperparameter; a grid of the same size shows
    $\sqrt[d]{n}$ of them. It does not cover every combination.

    Args:
        space: name → dimension.
        trials: how many, 1 or more.
        rng: a NumPy generator, the search's own from now on.
        epochs: of every trial, 1 or more.

    Returns:
        The search: one wave of all trials.

    Raises:
        TypeError: `rng` is no generator, or a count no whole number.
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = random_search({"x": uniform(-1, 1)}, 60, np.random.default_rng(0))
        >>> while not search.done:
        ...     trial = search.ask()
        ...     search.tell(trial, loss=trial.values["x"] ** 2)
        >>> search.best.loss < 0.001
        True

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012.
    """

    def propose(waves: Waves, rng: Any) -> list[Trial]:
        return [] if waves else fresh([sample(space, rng) for _ in range(trials)], epochs)

    return Search(propose, rng, f"random_search({space}, trials={trials}, epochs={epochs})")
