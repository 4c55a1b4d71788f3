"""What a search had found after how many epochs, and after how many trials."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.tuning import Search, Trial, tune
from deeptuning.tuning.halving_search import climb


class Progress(NamedTuple):
    """The way of one search: one entry per trial told.

    Args:
        epochs: spent up to and with each trial, shape (trials,).
        best: the lowest loss up to then, shape (trials,).
        selected: the trial that won in the end.
    """

    epochs: np.ndarray
    best: np.ndarray
    selected: Trial

    def after_epochs(self, epochs: int) -> float:
        """Return the best loss once so many epochs were spent; infinite before the first trial.

        Example:
            >>> way = Progress(np.array([9, 18]), np.array([0.5, 0.2]), None)
            >>> way.after_epochs(17), way.after_epochs(18), way.after_epochs(3)
            (0.5, 0.2, inf)
        """
        finished = np.searchsorted(self.epochs, epochs, side="right")
        return float(self.best[finished - 1]) if finished else np.inf

    def after_trials(self, trials: int) -> float:
        """Return the best loss once so many trials were told."""
        return float(self.best[min(trials, len(self.best)) - 1])


def progress(search: Search) -> Progress:
    """Return the way of a search that has been run."""
    losses = [t.loss if np.isfinite(t.loss) else np.inf for t in search.told]
    epochs = np.cumsum([t.new_epochs for t in search.told])
    return Progress(epochs, np.minimum.accumulate(losses), search.best)


def race(
    train: Callable, searches: dict[str, Callable], budget: int, seeds: Sequence[int]
) -> dict[str, list[Progress]]:
    """Run every search once per seed, all with the same budget of epochs.

    Args:
        train: `train(values, rng)`, a generator, as for `tuning.tune`.
        searches: name → `search(rng)`, which makes a new search.
        budget: epochs for each search and seed.
        seeds: whole numbers; a seed gives every search the same generators.

    Returns:
        name → one `Progress` per seed.

    Example:
        >>> from deeptuning.tuning import random_search, uniform
        >>> def train(values, rng):
        ...     yield values["x"]
        >>> draw = lambda rng: random_search({"x": uniform(0, 1)}, 9, rng)
        >>> ways = race(train, {"random": draw}, budget=9, seeds=range(2))
        >>> [len(way.epochs) for way in ways["random"]]
        [9, 9]
    """
    found: dict[str, list[Progress]] = {name: [] for name in searches}
    for name, make in searches.items():
        for seed in seeds:
            search, _ = tune(train, make(np.random.default_rng([seed, 0])), budget, seed)
            found[name].append(progress(search))
    return found


def repeated(
    space: dict, bracket: list[tuple[int, int]], times: int, rng: np.random.Generator
) -> Search:
    """Return a search that runs one bracket of Hyperband again and again, with new draws.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = repeated({"x": uniform(0, 1)}, [(3, 1), (1, 3)], 2, np.random.default_rng(0))
        >>> [trial.epochs for trial in search.trials]
        [1, 1, 1]
    """
    return Search(climb(space, [bracket] * times), rng, f"{times} × {bracket}", resumes=True)


def kept(curves: np.ndarray, rungs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return which learning curves halving trains in the last of some rungs.

    Args:
        curves: loss of every trial and epoch, shape (trials, epochs).
        rungs: (trials, epochs) each, as of `halving_schedule`.

    Example:
        >>> kept(np.array([[3.0, 1.0], [1.0, 2.0], [2.0, 0.5]]), [(3, 1), (2, 2)]).tolist()
        [1, 2]
    """
    alive = np.arange(len(curves))
    for (_, judged), (count, _) in itertools.pairwise(rungs):
        alive = alive[np.argsort(curves[alive, judged - 1], kind="stable")[:count]]
    return alive


def in_order(values: dict[str, Any], rng: np.random.Generator) -> Iterator[float]:
    """Train in make-believe: curves that never cross, so who leads early leads in the end.

    The loss falls from about 3 above `end`, its value in the long run, at one speed for all.
    """
    epoch = 0
    while True:
        epoch += 1
        yield values["end"] + 3 * float(np.exp(-0.2 * epoch)) + rng.normal(0, 0.005)


def late_bloomers(values: dict[str, Any], rng: np.random.Generator) -> Iterator[float]:
    """Train in make-believe: the lower the loss in the end, the slower it gets there."""
    epoch = 0
    while True:
        epoch += 1
        speed = 0.05 + 0.5 * values["end"]
        yield values["end"] + 3 * float(np.exp(-speed * epoch)) + rng.normal(0, 0.005)
