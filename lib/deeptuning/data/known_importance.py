"""Features whose importance is known exactly, to judge explanations by."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from deeptuning._validation import (
    Choice,
    Range,
    checked,
    non_negative,
    require_count,
    require_generator,
)


class KnownImportance(NamedTuple):
    """Features `(n, d)`, targets `(n,)`, and the truth.

    `function` maps features to noise-free targets; `expected` is its mean. `importance` `(d,)`
    is the rise of its mean squared error when one feature is permuted. `shapley` `(n, d)` are
    the exact Shapley values with independent ("interventional") absent features; in each row
    they add up to `function(features) - expected`. The features are the informative ones, then
    "twin", which goes along with feature number `twin_of` and does nothing, then useless ones.
    """

    features: np.ndarray
    targets: np.ndarray
    feature_names: tuple[str, ...]
    function: Callable[[np.ndarray], np.ndarray]
    expected: float
    importance: np.ndarray
    shapley: np.ndarray
    twin_of: int


@checked(
    kind=Choice("linear", "curved"),
    correlation=Range(-1, 1, closed="both"),
    noise=non_negative,
)
def known_importance(
    n: int,
    rng: np.random.Generator,
    kind: str = "linear",
    correlation: float = 0.9,
    useless: int = 3,
    noise: float = 0.1,
) -> KnownImportance:
    r"""Draw rows of a function that is known, with a correlated twin and useless features.

    $$\text{linear: } y = 3x_1 - 2x_2 + x_3 + \varepsilon, \quad x_j \sim N(0, 1)$$
    $$\text{curved: } y = 10 \sin(\pi x_1 x_2) + 20 (x_3 - \tfrac12)^2 + 10 x_4 + 5 x_5
      + \varepsilon, \quad x_j \sim U(0, 1)$$

    The linear twin goes along with $x_1$, the curved one with $x_4$ (a Gaussian copula:
    `correlation` is that of the normal scores).

    Args:
        n: number of rows, 1 or more.
        rng: draws features and noise.
        kind: "linear" or "curved".
        correlation: of the twin with its feature, in [-1, 1].
        useless: number of independent features without effect, 0 or more.
        noise: standard deviation of $\varepsilon$, 0 or more.

    Returns:
        `KnownImportance`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> known_importance(10, np.random.default_rng(0)).importance[:3]
        array([18.,  8.,  2.])

    Source: Friedman, Multivariate Adaptive Regression Splines, 1991, eq. 61; Shapley, A Value for
        n-Person Games, 1953.
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("useless", useless, 0)
    informative, twin_of = (3, 0) if kind == "linear" else (5, 3)
    x = rng.standard_normal((n, informative + 1 + useless))
    x[:, informative] *= (1 - correlation**2) ** 0.5
    x[:, informative] += correlation * x[:, twin_of]
    if kind == "curved":
        x = normal_cdf(x)
    function, expected, importance, shapley = TRUTHS[kind](x[:, :informative])
    idle = np.zeros((n, 1 + useless))
    names = [f"x{j + 1}" for j in range(informative)] + ["twin"]
    names += [f"useless {j + 1}" for j in range(useless)]
    return KnownImportance(
        features=x,
        targets=function(x) + noise * rng.standard_normal(n),
        feature_names=tuple(names),
        function=function,
        expected=expected,
        importance=np.append(importance, idle[0]),
        shapley=np.hstack([shapley, idle]),
        twin_of=twin_of,
    )


def linear_truth(x: np.ndarray) -> tuple:
    r"""Return function, mean, importances $2\beta_j^2$ and Shapley values $\beta_j x_j$."""
    beta = np.array([3.0, -2.0, 1.0])
    return lambda x: x[:, :3] @ beta, 0.0, 2 * beta**2, beta * x


def curved_truth(x: np.ndarray) -> tuple:
    r"""Return the same for Friedman's function.

    The last three terms stand alone: $\phi_j = f_j(x_j) - E f_j$. The first is shared:
    $\phi_1 = \tfrac12 (s(x_1, x_2) - E_1 s + E_2 s - E s)$ for $s = 10 \sin(\pi x_1 x_2)$, where
    $E_1 s = 10\,(1 - \cos \pi x_2) / (\pi x_2)$, and $\phi_2$ likewise.
    """
    t, weight = (v / 2 for v in np.polynomial.legendre.leggauss(60))
    t = t + 0.5  # nodes and weights for the interval from 0 to 1
    shared_mean = mean_sine(t) @ weight
    square = 50 * (1 - np.sinc(2 * t))  # mean of s squared over the other variable
    rise = 2 * (square - mean_sine(t) ** 2) @ weight
    importance = np.array([rise, rise, 400 / 90, 100 / 6, 25 / 6])
    x1, x2, x3, x4, x5 = x.T
    s = 10 * np.sin(np.pi * x1 * x2)
    both, one = s - shared_mean, mean_sine(x1) - mean_sine(x2)
    alone = [20 * (x3 - 0.5) ** 2 - 5 / 3, 10 * x4 - 5, 5 * x5 - 2.5]
    shapley = np.stack([(both + one) / 2, (both - one) / 2, *alone], axis=-1)
    return friedman, shared_mean + 5 / 3 + 7.5, importance, shapley


def friedman(x: np.ndarray) -> np.ndarray:
    """Return Friedman's function of the first five columns."""
    shared = 10 * np.sin(np.pi * x[:, 0] * x[:, 1])
    return shared + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]


def mean_sine(t: np.ndarray) -> np.ndarray:
    r"""Return $\int_0^1 10 \sin(\pi t u)\, du = 10 \sin(\pi t/2)\, \mathrm{sinc}(t/2)$."""
    return 10 * np.sin(np.pi * t / 2) * np.sinc(t / 2)


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """Return the probability of a smaller standard normal value."""
    from scipy.special import ndtr  # comes with scikit-learn; heavy: only when asked for

    return ndtr(z)


TRUTHS = {"linear": linear_truth, "curved": curved_truth}
