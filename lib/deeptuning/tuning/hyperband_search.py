"""Search by Hyperband."""

from __future__ import annotations

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import generator, space_like
from deeptuning.tuning.halving_search import climb
from deeptuning.tuning.hyperband_brackets import hyperband_brackets
from deeptuning.tuning.search import Search


@checked(space=space_like, rng=generator)
def hyperband_search(
    space: dict,
    max_epochs: int,
    rng: np.random.Generator,
    *,
    eta: int = 3,
    size: str = "algorithm",
) -> Search:
    r"""Run the brackets of Hyperband, each a successive halving with new draws.

    $$\text{about } (s_\max + 1)^2 R \text{ epochs where promoted trials start afresh, less where
      training goes on}$$

    Args:
        space: name → dimension.
        max_epochs: $R$, epochs of a full training, 1 or more.
        rng: a NumPy generator, the search's own from now on.
        eta: $\eta$, whole, 2 or more.
        size: `"algorithm"` or `"table"`, as in `hyperband_brackets`.

    Returns:
        The search: one wave per rung, the hastiest bracket first.

    Raises:
        TypeError: `rng` is no generator, or a count no whole number.
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = hyperband_search({"x": uniform(0, 1)}, 9, np.random.default_rng(0))
        >>> while not search.done:
        ...     trial = search.ask()
        ...     search.tell(trial, loss=trial.values["x"] / trial.epochs)
        >>> len(search.trials), search.spent
        (22, 69)

    Source: Li, Jamieson, DeSalvo, Rostamizadeh & Talwalkar, Hyperband, 2018, algorithm 1.
    """
    brackets = hyperband_brackets(max_epochs, eta, size=size)
    name = f"max_epochs={max_epochs}, eta={eta}, size={size}"
    return Search(climb(space, brackets), rng, f"hyperband_search({space}, {name})", resumes=True)
