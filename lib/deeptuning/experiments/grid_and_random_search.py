"""Grid against random search: on bowls that are known, and on the measured losses of a net."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.experiments.tuned_nets import train_settings

HOPELESS = float(np.log(10))  # the loss of a net that gives every digit the same probability


def centres(side: int, dims: int) -> np.ndarray:
    """Return the middles of `side ** dims` equal cells of the unit cube: the best even grid.

    Example:
        >>> centres(2, 1).ravel().tolist()
        [0.25, 0.75]
    """
    places = (np.arange(side) + 0.5) / side
    return np.stack(np.meshgrid(*[places] * dims, indexing="ij"), axis=-1).reshape(-1, dims)


def bowls(
    dims: int, matter: float, side: int, repeats: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    r"""Let a grid and as many random trials look for the bottom of bowls.

    $$L(x) = \sum_i w_i\,(x_i - c_i)^2, \qquad c \sim U[0, 1]^d$$

    Args:
        dims: number of hyperparameters d.
        matter: how many of them count: their weights are 1; a fractional rest is the next one's
            weight, and all others are 0.
        side: values per hyperparameter in the grid; both get `side ** dims` trials.
        repeats: bowls, each with its minimum elsewhere.
        rng: draws the minima and the random trials.

    Returns:
        Lowest loss found by the grid and by random search, `(repeats,)` each.

    Example:
        >>> grid, random = bowls(3, 1, side=3, repeats=200, rng=np.random.default_rng(0))
        >>> bool(grid.mean() > 5 * random.mean())
        True
    """
    weights = np.clip(matter - np.arange(dims), 0, 1)
    even, found = centres(side, dims), []
    for _ in range(repeats):
        c, drawn = rng.random(dims), rng.random((side**dims, dims))
        found.append([(((x - c) ** 2) @ weights).min() for x in (even, drawn)])
    return tuple(np.array(found).T)


class Landscape(NamedTuple):
    """Validation losses of a net, `(rates, decays, seeds)`, over two logarithmic axes.

    `rates` and `decays` are exponents of 10.
    """

    rates: np.ndarray
    decays: np.ndarray
    loss: np.ndarray

    def at(self, rate: np.ndarray, decay: np.ndarray, seed: int) -> np.ndarray:
        """Return the losses at some exponents, linearly between the measured points.

        Example:
            >>> flat = Landscape(np.arange(3.0), np.arange(2.0), np.ones((3, 2, 1)))
            >>> flat.at(np.array([0.5]), np.array([0.3]), seed=0).tolist()
            [1.0]
        """
        i, a = cell(self.rates, rate)
        j, b = cell(self.decays, decay)
        z = self.loss[..., seed]
        lower = (1 - b) * z[i, j] + b * z[i, j + 1]
        return (1 - a) * lower + a * ((1 - b) * z[i + 1, j] + b * z[i + 1, j + 1])


def cell(axis: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of an even axis in which each x lies, and how far along it."""
    place = np.clip((x - axis[0]) / (axis[1] - axis[0]), 0, len(axis) - 1)
    left = np.minimum(place.astype(int), len(axis) - 2)
    return left, place - left


def landscape(seeds: Sequence[int], rates: int = 19, decays: int = 15) -> Landscape:
    """Train a net of 16 units on 300 digits at every pair of rate and weight decay.

    The rates go from 10⁻⁴ to 10², the decays from 10⁻⁶ to 10¹; 8 epochs; 500 other digits
    validate. A loss above that of guessing, ln 10, counts as that.

    Example:
        >>> landscape([0], rates=3, decays=2).loss.shape
        (3, 2, 1)
    """
    data = load_digits(train=300)
    rate, decay = np.linspace(-4, 2, rates), np.linspace(-6, 1, decays)
    usual = {"units": 16, "batch": 64}
    settings = [
        {**usual, "learning_rate": 10**a, "weight_decay": 10**b} for a in rate for b in decay
    ]
    parts = {"validation": (data.validation_images[:500], data.validation_labels[:500])}
    shown = data.train_images, data.train_labels
    loss = train_settings(settings, shown, parts, seeds, epochs=8).loss["validation"]
    return Landscape(rate, decay, np.minimum(loss, HOPELESS).reshape(rates, decays, -1))


def race(
    place: Landscape, seed: int, both: bool, side: int, repeats: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Search the same ranges by grid and at random, with `side` squared trials each.

    Nobody knows where the good values are, so the ranges, three decades each, are placed at
    random: that of the rate from 10⁻⁴…10⁻¹ to 10⁻²…10¹; that of the decay from 10⁻⁴…10⁻¹ to
    10⁻²…10¹ if `both` shall matter, or else all of 10⁻⁶…10⁻³·⁵, where it does nothing.

    Returns:
        Lowest loss of the grid and of random search, `(repeats,)` each.
    """
    even, found = centres(side, 2), []
    for _ in range(repeats):
        low = np.array([rng.uniform(-4, -2), rng.uniform(-4, -2) if both else -6.0])
        width = np.array([3.0, 3.0 if both else 2.5])
        trials = [low + width * u for u in (even, rng.random(even.shape))]
        found.append([place.at(*x.T, seed).min() for x in trials])
    return tuple(np.array(found).T)


def best_rates(
    place: Landscape, seed: int, high: float, trials: int, repeats: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Draw rates from 10⁻⁴ to 10^high, evenly and log-uniformly, hardly any decay; mean best loss.

    Returns:
        The mean of the best loss of `trials` draws: evenly drawn, drawn by the logarithm.
    """
    u = rng.random((repeats, trials))
    evenly = np.log10(1e-4 + u * (10**high - 1e-4))
    by_logarithm = -4 + u * (high + 4)
    decay = np.full(u.shape, -6.0)
    return tuple(place.at(x, decay, seed).min(axis=1).mean() for x in (evenly, by_logarithm))
