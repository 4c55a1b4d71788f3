"""Run one search with a budget of epochs that cannot be overspent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole, function
from deeptuning.tuning.search import Search, Trial, one_number

ENDED = object()


class Budget:
    """Epochs to be spent, counted one by one.

    Example:
        >>> budget = Budget(2)
        >>> budget.spend()
        >>> budget.left
        1
        >>> budget.spend(5)
        Traceback (most recent call last):
        ...
        RuntimeError: The budget of 2 epochs must not be overspent. Received: 5 more epochs, with \
1 left. Plan shorter or fewer trials.
    """

    @checked(epochs=Whole(1))
    def __init__(self, epochs: int) -> None:
        self.epochs, self.spent = epochs, 0

    @property
    def left(self) -> int:
        """Epochs not spent yet."""
        return self.epochs - self.spent

    @checked(epochs=Whole(0))
    def spend(self, epochs: int = 1) -> None:
        """Count epochs; raise a RuntimeError, and count nothing, where fewer are left."""
        if epochs > self.left:
            raise RuntimeError(
                f"The budget of {self.epochs} epochs must not be overspent. Received: {epochs} "
                f"more epochs, with {self.left} left. Plan shorter or fewer trials."
            )
        self.spent += epochs


@checked(train=function)
def tune(train: Callable, search: Search, budget: int, seed: int) -> tuple[Search, int]:
    r"""Run the trials of a search until it is done, or the next one does not fit the budget.

    $$\sum_{\text{trials}} \text{epochs} \le \text{budget}$$

    Training is a generator, stepped once per epoch, so its epochs are counted and not claimed. It
    is kept alive: a promoted trial goes on from where it stopped. A trial fails when it raises,
    when it ends before its first epoch, or when its last loss is not finite; that is noted in its
    `error`, its epochs count, and the search goes on.

    Args:
        train: `train(values, rng)`, a generator that trains one epoch and yields the validation
            loss, again and again. One that ends early keeps its last loss.
        search: made by `random_search` or another; it is changed.
        budget: epochs, 1 or more.
        seed: every trial gets a generator of its own, the same for all searches and candidates.

    Returns:
        The search, and the epochs really spent.

    Raises:
        TypeError: `train` is no function.
        ValueError: a budget below 1.

    Example:
        >>> from deeptuning.tuning import random_search, uniform
        >>> def train(values, rng):
        ...     loss = 1.0
        ...     while True:
        ...         loss *= values["factor"]
        ...         yield loss
        >>> space = {"factor": uniform(0.5, 1)}
        >>> search = random_search(space, 100, np.random.default_rng(0), epochs=3)
        >>> search, spent = tune(train, search, budget=20, seed=0)
        >>> len(search.told), spent  # a seventh trial would need 21
        (6, 18)

    Source: Dodge et al., Show Your Work: Improved Reporting of Experimental Results, 2019.
    """
    purse, runs = Budget(budget), {}
    while not search.done:
        trial = search.ask()
        if trial.new_epochs > purse.left:
            break
        run, loss = runs.pop(trial.resumes, None) or (begin(train, trial, seed), math.nan)
        loss, error = advance(run, loss, trial.new_epochs, purse)
        search.tell(trial, loss, error)
        if search.resumes:
            runs[trial.id] = run, loss
    return search, purse.spent


def begin(train: Callable, trial: Trial, seed: int) -> Iterator[Any]:
    """Start training at the first epoch asked for, so that it fails where failures are caught."""
    yield from train(trial.values, np.random.default_rng([seed, 1, trial.id]))


def advance(
    run: Iterator[Any], loss: float, epochs: int, purse: Budget
) -> tuple[float, str | None]:
    """Train for some epochs; return the last loss, and what went wrong, if anything."""
    for _ in range(epochs):
        value, error = one_epoch(run)
        if value is ENDED:
            break
        purse.spend()
        loss = value
        if error:
            return loss, error
    return loss, None if math.isfinite(loss) else f"the last loss was {loss}"


def one_epoch(run: Iterator[Any]) -> tuple[Any, str | None]:
    """Train for an epoch; return its loss, or that training has ended, or the error."""
    try:
        value = next(run, ENDED)
        return (value if value is ENDED else one_number(value)), None
    except Exception as error:  # whatever a trial does, the search goes on
        return math.nan, f"{type(error).__name__}: {error}"
