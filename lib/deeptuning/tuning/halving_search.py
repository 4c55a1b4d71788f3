"""Search by successive halving."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import generator, space_like
from deeptuning.tuning.halving_schedule import halving_schedule
from deeptuning.tuning.search import Search, Trial, Waves, by_rank, fresh
from deeptuning.tuning.space import sample

Brackets = list[list[tuple[int, int]]]


@checked(space=space_like, rng=generator)
def halving_search(
    space: dict,
    trials: int,
    rng: np.random.Generator,
    *,
    min_epochs: int = 1,
    eta: int = 3,
    keep: str = "floor",
) -> Search:
    r"""Train many trials briefly, and the best share $1/\eta$ of them $\eta$ times as long, again.

    $$\text{epochs} = \sum_i n_i\,(r_i - r_{i-1}) \qquad\text{where training goes on, or}\qquad
      \sum_i n_i\,r_i$$

    where a promoted trial starts afresh. A failed trial is never promoted; when fewer are left
    than the schedule keeps, fewer go on.

    Args:
        space: name → dimension.
        trials: $n_0$, at the start, 1 or more.
        rng: a NumPy generator, the search's own from now on.
        min_epochs: $r_0$, epochs of the first rung, 1 or more.
        eta: $\eta$, whole, 2 or more.
        keep: how $n_i/\eta$ is rounded, `"floor"` or `"ceil"` (scikit-learn).

    Returns:
        The search: one wave per rung. A promoted trial is a new one that `resumes` its former.

    Raises:
        TypeError: `rng` is no generator, or a count no whole number.
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = halving_search({"x": uniform(0, 1)}, 9, np.random.default_rng(0))
        >>> while not search.done:
        ...     trial = search.ask()
        ...     search.tell(trial, loss=trial.values["x"])
        >>> [trial.epochs for trial in search.trials]
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9]
        >>> search.spent
        21

    Source: Jamieson & Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
    Optimization, 2016.
    """
    brackets = [halving_schedule(trials, min_epochs, eta, keep=keep)]
    name = f"trials={trials}, min_epochs={min_epochs}, eta={eta}, keep={keep}"
    return Search(climb(space, brackets), rng, f"halving_search({space}, {name})", resumes=True)


def climb(space: dict, brackets: Brackets) -> Any:
    """Return the proposer that goes through the rungs of all brackets, one wave each."""
    rungs = [(i, *rung) for bracket in brackets for i, rung in enumerate(bracket)]

    def propose(waves: Waves, rng: Any) -> list[Trial]:
        past, wave = iter(waves), []
        for level, trials, epochs in rungs:
            promoted = survivors(wave, trials, epochs) if level > 0 else []
            if level > 0 and not promoted:  # all have failed: no such wave
                wave = []
                continue
            wave = next(past, None)
            if wave is None:
                return promoted or fresh([sample(space, rng) for _ in range(trials)], epochs)
        return []

    return propose


def survivors(wave: list[Trial], count: int, epochs: int) -> list[Trial]:
    """Return the trials that continue the best of a rung, failures left out."""
    good = sorted((trial for trial in wave if math.isfinite(trial.loss)), key=by_rank)
    return [Trial(0, t.values, epochs, resumes=t.id, start=t.epochs) for t in good[:count]]
