"""Bayesian search: fit a surrogate to what was told, and try where it expects most."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import Choice, checked, non_negative
from deeptuning.tuning._checks import Whole, generator, space_like
from deeptuning.tuning.expected_improvement import expected_improvement
from deeptuning.tuning.gaussian_process import fit_gp, gp_posterior
from deeptuning.tuning.kernels import KERNELS
from deeptuning.tuning.search import Search, Trial, Waves, fresh
from deeptuning.tuning.space import decode, encode, sample


@checked(
    space=space_like,
    trials=Whole(1),
    rng=generator,
    epochs=Whole(1),
    initial=Whole(1),
    kernel=Choice(*KERNELS),
    xi=non_negative,
)
def bayesian_search(
    space: dict,
    trials: int,
    rng: np.random.Generator,
    *,
    epochs: int = 1,
    initial: int = 5,
    kernel: str = "matern52",
    xi: float = 0.0,
) -> Search:
    r"""Start at random; then each trial is where the expected improvement is largest.

    $$x_{t+1} = \arg\max_x \mathrm{EI}(x \mid \text{a Gaussian process on } x_1, \dots, x_t)$$

    The process lives in the unit cube, on standardised losses, its hyperparameters fitted anew
    for every trial. A failed trial counts as the worst loss seen, so its surroundings are avoided.
    The maximum is looked for among random points and points around the best so far.

    Args:
        space: name → dimension.
        trials: how many in all, the initial ones included, 1 or more.
        rng: a NumPy generator, the search's own from now on.
        epochs: of every trial, 1 or more.
        initial: random trials at the start, 1 or more; they are one wave.
        kernel: `"matern52"` or `"rbf"`.
        xi: $\xi \ge 0$ of `expected_improvement`, in standard deviations of the losses.

    Returns:
        The search: a wave of `initial` trials, then one trial after the other.

    Raises:
        TypeError: `rng` is no generator, or a count no whole number.
        ValueError: an empty space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> search = bayesian_search({"x": uniform(-1, 1)}, 12, np.random.default_rng(0))
        >>> while not search.done:
        ...     trial = search.ask()
        ...     search.tell(trial, loss=(trial.values["x"] - 0.3) ** 2)
        >>> search.best.loss < 1e-4
        True

    Source: Jones, Schonlau & Welch, 1998; Snoek, Larochelle & Adams, Practical Bayesian
    Optimization of Machine Learning Algorithms, 2012.
    """

    def propose(waves: Waves, rng: Any) -> list[Trial]:
        told = [trial for wave in waves for trial in wave]
        if not told:
            return fresh([sample(space, rng) for _ in range(min(initial, trials))], epochs)
        if len(told) == trials:
            return []
        u = most_promising(told, space, rng, kernel, xi)
        return fresh([decode(u, space)], epochs)

    name = f"trials={trials}, epochs={epochs}, initial={initial}, kernel={kernel}, xi={xi}"
    return Search(propose, rng, f"bayesian_search({space}, {name})")


def most_promising(
    told: list[Trial], space: dict, rng: np.random.Generator, kernel: str, xi: float
) -> np.ndarray:
    """Return the point of the unit cube with the largest expected improvement."""
    x = np.array([encode(trial.values, space) for trial in told])
    y = standardised(np.array([trial.loss for trial in told]))
    candidates = candidate_points(x[np.argmin(y)], rng)
    mean, std = gp_posterior(x, y, candidates, **fit_gp(x, y, kernel=kernel, steps=50))
    return candidates[np.argmax(expected_improvement(mean, std, y.min(), xi=xi))]


def candidate_points(best: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw points everywhere in the cube, and nearer and nearer to the best one."""
    everywhere = rng.random((500, best.size))
    widths = np.repeat([0.1, 0.03, 0.01], 100)[:, None]
    near = np.clip(best + widths * rng.normal(size=(300, best.size)), 0, 1)
    return np.concatenate([everywhere, near])


def standardised(losses: np.ndarray) -> np.ndarray:
    """Return the losses with mean 0 and spread 1, failures as the worst of the others."""
    good = np.isfinite(losses)
    losses = np.where(good, losses, losses[good].max() if good.any() else 0.0)
    spread = losses.std()
    return (losses - losses.mean()) / (spread if spread > 0 else 1.0)
