"""A fair comparison: the same epochs, the same seeds, selection on validation, test data once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole
from deeptuning.tuning.sealed import Sealed
from deeptuning.tuning.search import Search, Trial
from deeptuning.tuning.tune import tune


class Candidate(NamedTuple):
    """Something to be compared: a way to train, and a way to search for its hyperparameters.

    Args:
        train: `train(values, rng)`, a generator that yields the validation loss of every epoch.
        search: `search(rng)`, returns a new search.
        test: `test(values, epochs, rng, data)`, trains with the selected values (on training and
            validation data together) and returns the loss on the test data; or None.

    Example:
        >>> from deeptuning.tuning import random_search, uniform
        >>> def train(values, rng):
        ...     yield abs(values["x"])
        >>> def search(rng):
        ...     return random_search({"x": uniform(0, 1)}, 3, rng)
        >>> Candidate(train, search).test is None
        True
    """

    train: Callable
    search: Callable[[np.random.Generator], Search]
    test: Callable | None = None


class Row(NamedTuple):
    """What was measured of one candidate, one entry per seed: `loss` on validation, `test` loss,
    `epochs` spent, `trials` told, `failures` among them, and the `best` trial (or None).

    Example:
        >>> row = Row("sgd", [0.5, 0.1, 0.3], [], [9, 9, 9], [3, 3, 3], [0, 0, 1], [])
        >>> row.median, row.spread
        (0.3, (0.1, 0.5))
    """

    name: str
    loss: list[float]
    test: list[float]
    epochs: list[int]
    trials: list[int]
    failures: list[int]
    best: list[Trial | None]

    @property
    def median(self) -> float:
        """Of the test losses, or of the validation losses where nothing was tested."""
        return float(np.median(self.test or self.loss))

    @property
    def spread(self) -> tuple[float, float]:
        """First and third quartile of what `median` is taken of, both measured values."""
        ordered = sorted(self.test or self.loss)
        return tuple(ordered[math.ceil(q * len(ordered)) - 1] for q in (0.25, 0.75))


@checked(budget=Whole(1))
def compare(
    candidates: dict[str, Candidate],
    *,
    budget: int,
    seeds: Sequence[int],
    test: Sealed | None = None,
    executor: Executor | None = None,
) -> list[Row]:
    r"""Tune every candidate with the same budget of epochs, once per seed; then test, once.

    $$\text{selected} = \arg\min_{\text{trials}} \text{validation loss}, \qquad
      \sum_{\text{trials}} \text{epochs} \le \text{budget}$$

    A seed gives the same generators to every candidate: one to its search, one to each trial by
    its number. Nobody sees the test data before everything has been selected; a sealed set that
    was opened until then is refused.

    Args:
        candidates: name → candidate.
        budget: epochs for each candidate and seed, 1 or more.
        seeds: whole numbers, each once; five or more tell something about the spread.
        test: sealed test data, opened once; or None to stop after the selection.
        executor: of `concurrent.futures` (or Dask), runs candidates and seeds in parallel. With
            processes the functions of a candidate must be importable.

    Returns:
        One row per candidate, the lowest median first. Where nothing could be selected, and where
        a test loss is no number, the loss is infinite.

    Raises:
        TypeError: a candidate is no `Candidate`.
        ValueError: no candidates or seeds, a seed that occurs twice, a candidate without `test`,
            or test data that were read during the search.

    Example:
        >>> from deeptuning.tuning import random_search, uniform
        >>> def train(values, rng):
        ...     yield abs(values["x"])
        >>> def draw(trials):
        ...     space = {"x": uniform(0, 1)}
        ...     return lambda rng: random_search(space, trials, rng)
        >>> candidates = {"three": Candidate(train, draw(3)), "ten": Candidate(train, draw(10))}
        >>> rows = compare(candidates, budget=10, seeds=range(5))
        >>> [(row.name, row.epochs[0]) for row in rows]
        [('ten', 10), ('three', 3)]

    Source: Dodge et al., Show Your Work: Improved Reporting of Experimental Results, 2019;
    Bouthillier et al., Accounting for Variance in Machine Learning Benchmarks, 2021.
    """
    seeds = list(seeds)
    require_candidates(candidates, tested=test is not None)
    require_seeds(seeds)
    jobs = [(candidate, budget, seed) for candidate in candidates.values() for seed in seeds]
    run = map if executor is None else executor.map
    results = list(run(select, *zip(*jobs, strict=True)))
    losses = measure(jobs, results, test) if test is not None else []
    rows = []
    for i, name in enumerate(candidates):
        own = slice(i * len(seeds), (i + 1) * len(seeds))
        best, epochs, trials, failures = map(list, zip(*results[own], strict=True))
        loss = [math.inf if trial is None else trial.loss for trial in best]
        rows.append(Row(name, loss, losses[own], epochs, trials, failures, best))
    return sorted(rows, key=lambda row: row.median)


def select(candidate: Candidate, budget: int, seed: int) -> tuple[Trial | None, int, int, int]:
    """Tune one candidate; return the best trial, epochs spent, trials told and failed."""
    search = candidate.search(np.random.default_rng([seed, 0]))
    search, spent = tune(candidate.train, search, budget, seed)
    failed = sum(trial.error is not None for trial in search.told)
    return search.best, spent, len(search.told), failed


def measure(jobs: list, results: list, test: Sealed) -> list[float]:
    """Open the test data, once, and measure what was selected."""
    if test.reads:
        raise ValueError(
            f"Argument `test` must stay sealed until everything is selected. Received: data read "
            f"{test.reads} times. Select on validation data only, and seal a fresh test set."
        )
    data = test.open()
    found = []
    for (candidate, _, seed), (best, *_) in zip(jobs, results, strict=True):
        rng = np.random.default_rng([seed, 2])
        loss = math.nan if best is None else candidate.test(best.values, best.epochs, rng, data)
        found.append(float(loss) if math.isfinite(loss) else math.inf)
    return found


def require_candidates(candidates: Any, tested: bool) -> None:
    """Raise unless there is something to compare, and it can be tested if it shall be."""
    if not isinstance(candidates, dict) or not candidates:
        raise ValueError(
            f"Argument `candidates` must be a dict, not empty. Received: candidates="
            f"{candidates!r}. Give every candidate a name."
        )
    for name, candidate in candidates.items():
        if not isinstance(candidate, Candidate):
            raise TypeError(
                f"Argument `candidates` must map names to candidates. Received: {name!r}: "
                f"{candidate!r} ({type(candidate).__name__}). Make a Candidate(train, search)."
            )
        if tested and candidate.test is None:
            raise ValueError(
                f"Argument `candidates` must know how to be tested. Received: {name!r} with "
                "test=None. Give it a test function, or leave out the test data."
            )


def require_seeds(seeds: list) -> None:
    """Raise unless the seeds are whole numbers, one or more, each once."""
    for seed in seeds:
        Whole(0).check("seeds", seed)
    if not seeds or len(set(seeds)) < len(seeds):
        raise ValueError(
            f"Argument `seeds` must hold one whole number or more, each once. Received: seeds="
            f"{seeds}. Pass range(5)."
        )
