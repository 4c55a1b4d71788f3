"""Genetic search: generations of trials, bred from the best."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked, positive
from deeptuning.tuning._checks import Whole, generator, space_like
from deeptuning.tuning.genetic import next_generation, probability
from deeptuning.tuning.search import Search, Trial, Waves, by_rank, fresh
from deeptuning.tuning.space import sample


@checked(
    space=space_like,
    population=Whole(2),
    generations=Whole(1),
    rng=generator,
    epochs=Whole(1),
    elite=Whole(0),
    size=Whole(1),
    rate=probability,
    scale=positive,
)
def genetic_search(
    space: dict,
    population: int,
    generations: int,
    rng: np.random.Generator,
    *,
    epochs: int = 1,
    elite: int = 1,
    size: int = 2,
    rate: float = 0.2,
    scale: float = 0.1,
) -> Search:
    r"""Draw a generation at random, then breed each from the one before.

    $$\text{trials} = \text{population}
      + (\text{generations} - 1)(\text{population} - \text{elite})$$

    The elite lives on with the loss it has; only children are trained.

    Args:
        space: name → dimension.
        population: individuals per generation, 2 or more.
        generations: how many, the random one included, 1 or more.
        rng: a NumPy generator, the search's own from now on.
        epochs: of every trial, 1 or more.
        elite: how many of the best are kept, from 0 to `population` − 1.
        size: of a tournament.
        rate: of mutation, per name.
        scale: of a mutation, a share of the dimension.

    Returns:
        The search: one wave per generation.

    Raises:
        TypeError: `rng` is no generator, or a count no whole number.
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = genetic_search({"x": uniform(-1, 1)}, 10, 6, np.random.default_rng(0))
        >>> while not search.done:
        ...     trial = search.ask()
        ...     search.tell(trial, loss=trial.values["x"] ** 2)
        >>> len(search.trials), search.best.loss < 0.01
        (55, True)

    Source: Holland, Adaptation in Natural and Artificial Systems, 1975.
    """
    Whole(0, population - 1).check("elite", elite)
    how = {"elite": elite, "size": size, "rate": rate, "scale": scale}

    def propose(waves: Waves, rng: Any) -> list[Trial]:
        if not waves:
            return fresh([sample(space, rng) for _ in range(population)], epochs)
        if len(waves) == generations:
            return []
        alive = living(waves, elite)
        losses = [trial.loss for trial in alive]
        bred = next_generation([trial.values for trial in alive], losses, space, rng, **how)
        return fresh(bred[elite:], epochs)

    name = f"population={population}, generations={generations}, epochs={epochs}, {how}"
    return Search(propose, rng, f"genetic_search({space}, {name})")


def living(waves: Waves, elite: int) -> list[Trial]:
    """Return the present generation: the children, and the best of the one before."""
    alive = waves[0]
    for children in waves[1:]:
        alive = sorted(alive, key=by_rank)[:elite] + children
    return alive
