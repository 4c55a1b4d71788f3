"""The protocol of every search: ask for a trial, train it, tell its loss, until done.

    search = random_search(space, trials=20, rng=rng)
    while not search.done:
        trial = search.ask()
        search.tell(trial, loss_of(trial.values, trial.epochs))
    search.best.values

A search proposes its trials in waves: the whole grid, the rung of a bracket, a generation, or a
single point. The trials of a wave can be asked for at once and trained in parallel, told in any
order; the next wave is a pure function of the waves before it and of the generator. `search.state`
is a plain dict at any time; `restore` goes on from it exactly as if nothing had happened. Trials
that were handed out and not told yet are handed out again.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Trial(NamedTuple):
    """One training run that a search asks for.

    Args:
        id: its number, from 0.
        values: hyperparameters, name → value.
        epochs: how many epochs it shall have been trained for in the end.
        resumes: the `id` of the trial to go on from (a promoted one), or None for a fresh start.
        start: epochs already done by that trial; 0 for a fresh start.
        loss: validation loss once told; NaN after a failure.
        error: why it failed, or None.

    Example:
        >>> Trial(4, {"learning_rate": 0.1}, epochs=9, resumes=1, start=3).new_epochs
        6
    """

    id: int
    values: dict[str, Any]
    epochs: int
    resumes: int | None = None
    start: int = 0
    loss: float | None = None
    error: str | None = None

    @property
    def new_epochs(self) -> int:
        """What it costs, when training goes on from where the resumed trial stopped."""
        return self.epochs - self.start

    @property
    def rank(self) -> tuple[float, int]:
        """Sorts trials from best to worst: a failure is worst, and the earlier of equals wins."""
        return (self.loss if math.isfinite(self.loss) else math.inf), self.id


Waves = list[list[Trial]]


class Search:
    """A search under way; made by `grid_search`, `random_search` and the others.

    Args:
        propose: waves told so far, generator → the trials of the next wave; none ends the search.
        rng: the generator that `propose` draws from, or None.
        name: what kind of search it is; a state is restored into the same kind only.
        resumes: whether trials may go on from where others stopped.

    Example:
        >>> search = Search(lambda waves, rng: [] if waves else [Trial(0, {"x": 3}, 1)])
        >>> trial = search.ask()
        >>> search.tell(trial, loss=0.5)
        >>> search.done, search.best.values, search.spent
        (True, {'x': 3}, 1)
    """

    def __init__(
        self,
        propose: Callable[[Waves, Any], list[Trial]],
        rng: np.random.Generator | None = None,
        name: str = "search",
        resumes: bool = False,
    ) -> None:
        self._propose, self._rng, self.name, self.resumes = propose, rng, name, resumes
        self._waves: Waves = []
        self._handed_out: set[int] = set()
        self._plan()

    def _plan(self) -> None:
        """Append the next wave, its trials numbered on; nothing when the search is over."""
        first = len(self.trials)
        wave = self._propose(copy.deepcopy(self._waves), self._rng)
        if wave:
            self._waves.append([t._replace(id=first + i) for i, t in enumerate(wave)])

    @property
    def trials(self) -> list[Trial]:
        """Every trial planned so far, in order; `loss` is None until told."""
        return [trial for wave in self._waves for trial in wave]

    @property
    def told(self) -> list[Trial]:
        """The trials whose loss is known."""
        return [trial for trial in self.trials if trial.loss is not None]

    @property
    def ready(self) -> list[Trial]:
        """The trials that `ask` can hand out now, without waiting for others."""
        waiting = (t for t in self.trials if t.loss is None)
        return [t for t in waiting if t.id not in self._handed_out]

    @property
    def done(self) -> bool:
        """Whether every trial has been told and no more will come."""
        return len(self.told) == len(self.trials)

    @property
    def best(self) -> Trial | None:
        """The trial of the lowest finite loss, whatever its epochs; None while there is none."""
        return min((t for t in self.told if math.isfinite(t.loss)), key=by_rank, default=None)

    @property
    def spent(self) -> int:
        """Epochs of the trials told so far, promoted ones trained on from where they stopped."""
        return sum(trial.new_epochs for trial in self.told)

    def ask(self) -> Trial:
        """Hand out the next trial.

        Raises:
            RuntimeError: the search is done, or waits to be told the rest of a wave.
        """
        if not self.ready:
            why = "is over" if self.done else f"waits for {len(self._handed_out)} trials"
            raise RuntimeError(
                f"No trial to ask for: the {self.name} {why}. Look at `done` and `ready` first, "
                "and tell every trial that was handed out."
            )
        trial = self.ready[0]
        self._handed_out.add(trial.id)
        return copy.deepcopy(trial)

    def tell(self, trial: Trial, loss: float, error: str | None = None) -> None:
        """Take note of a trial's validation loss; the lower, the better.

        Args:
            trial: what `ask` returned.
            loss: one number. Not finite: the trial failed, and counts as worse than any other.
            error: why it failed.

        Raises:
            TypeError: `loss` is not one number.
            ValueError: a trial that was not handed out, or was told before.
        """
        loss = one_number(loss)
        if trial.id not in self._handed_out:
            raise ValueError(
                f"Argument `trial` must have been handed out and not told yet. Received: trial "
                f"{trial.id}, and {sorted(self._handed_out)} are out. Tell each trial once."
            )
        self._handed_out.remove(trial.id)
        for wave in self._waves:
            for place, own in enumerate(wave):
                if own.id == trial.id:
                    wave[place] = own._replace(loss=loss, error=error)
        if self.done:
            self._plan()

    @property
    def state(self) -> dict:
        """All that has happened, as a plain dict that JSON can hold if the values can."""
        rng = None if self._rng is None else self._rng.bit_generator.state
        waves = [[trial._asdict() for trial in wave] for wave in self._waves]
        return copy.deepcopy({"name": self.name, "rng": rng, "waves": waves})

    def restore(self, state: dict) -> Search:
        """Go on from a state; return the search itself.

        Raises:
            ValueError: the state is that of a search made with other arguments.
        """
        if state.get("name") != self.name:
            raise ValueError(
                f"Argument `state` must come from the same search, {self.name}. Received: "
                f"{state.get('name')}. Make the search with the arguments it had."
            )
        state = copy.deepcopy(state)
        self._waves = [[Trial(**trial) for trial in wave] for wave in state["waves"]]
        self._handed_out = set()
        if self._rng is not None:
            self._rng.bit_generator.state = state["rng"]
        return self


def one_number(loss: Any) -> float:
    """Return `loss` as a float; raise unless it is one number."""
    try:
        if not isinstance(loss, str):
            return float(loss)
    except (TypeError, ValueError, RuntimeError):
        pass
    raise TypeError(
        f"Argument `loss` must be one number. Received: loss={loss!r} ({type(loss).__name__}). "
        "Pass the validation loss of the trial, NaN if it failed."
    )


def by_rank(trial: Trial) -> tuple[float, int]:
    """The key that sorts trials from best to worst."""
    return trial.rank


def fresh(values: list[dict[str, Any]], epochs: int) -> list[Trial]:
    """Return a wave of fresh trials; the search numbers them."""
    return [Trial(0, one, epochs) for one in values]
