"""LIME: a linear model that imitates a complex one around a single example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import checked, non_negative, positive, require_count, require_generator
from deeptuning.interpretability._checks import finite_array, outputs, require_shape
from deeptuning.interpretability.fidelity import fidelity


class Surrogate(NamedTuple):
    """A local linear model: `intercept + weights · (z − x) / scale`.

    Attributes:
        weights: change of the output per standard deviation of a feature, shape (d,) or (d, k).
        intercept: what it says at `x` itself, a number or shape (k,).
        r2: its local fidelity, weighted by nearness, a number or shape (k,).
        scale: the standard deviation of each feature, shape (d,).
    """

    weights: np.ndarray
    intercept: np.ndarray | float
    r2: np.ndarray | float
    scale: np.ndarray


@checked(kernel_width=positive, penalty=non_negative)
def lime_tabular(
    predict: Callable[[Any], Any],
    x: Any,
    X: Any,  # noqa: N803
    rng: np.random.Generator,
    *,
    samples: int = 5000,
    kernel_width: float | None = None,
    penalty: float = 1.0,
) -> Surrogate:
    r"""Ask the model about neighbours of `x` and fit a ridge regression, near ones first.

    $$z_i = x + \sigma \odot \epsilon_i, \quad \epsilon_i \sim \mathcal N(0, I), \quad
      \epsilon_1 = 0 \qquad \pi_i = \exp\!\Big(\!-\frac{\|\epsilon_i\|^2}{2 w^2}\Big)$$
    $$\min_{\beta,\, b} \sum_i \pi_i\,\big(f(z_i) - b - \beta \cdot \epsilon_i\big)^2
      + \lambda \|\beta\|^2$$

    Look at `r2` before believing the weights. The kernel is that of the `lime` package and of
    captum; the paper writes $\exp(-D^2/\sigma^2)$, which is $\sigma = \sqrt 2\, w$. The package by
    default draws around the mean of the data and cuts features into quartiles; here neighbours
    are drawn around `x`, and features stay as they are.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        x: the example, shape (d,).
        X: data that give each feature its scale $\sigma$, shape (n, d), n ≥ 2. A feature that is
            constant there is not moved, and gets weight 0.
        rng: a NumPy generator.
        samples: how many neighbours, `x` itself among them, 2 or more.
        kernel_width: $w > 0$ in standard deviations; by default $0.75 \sqrt d$, as in the package.
        penalty: $\lambda \ge 0$; 0 fits least squares.

    Returns:
        A `Surrogate`: `weights`, `intercept`, `r2`, `scale`.

    Raises:
        TypeError: `rng` is no generator, or `x` or `X` hold no numbers.
        ValueError: NaN, shapes that do not fit, or a setting out of range.

    Example:
        >>> X = np.array([[0.0, 0.0, 4.0], [2.0, 1.0, 4.0]])  # deviations 1, 0.5 and 0
        >>> found = lime_tabular(
        ...     lambda X: 3 * X[:, 0] - X[:, 1], X[0], X, np.random.default_rng(0), penalty=0.0
        ... )
        >>> found.weights.round(6) + 0.0, round(found.r2, 6)
        (array([ 3. , -0.5,  0. ]), 1.0)

    Source: Ribeiro, Singh & Guestrin, "Why Should I Trust You?": Explaining the Predictions of Any
        Classifier, 2016, algorithm 1.
    """
    require_generator(rng)
    require_count("samples", samples, least=2)
    x, X = finite_array("x", x, dimensions=1), finite_array("X", X, dimensions=2)  # noqa: N806
    require_shape("X", X, (len(X), len(x)), "Pass data with the features of `x`.")
    w = 0.75 * len(x) ** 0.5 if kernel_width is None else kernel_width
    sigma = X.std(axis=0)
    epsilon = rng.normal(size=(samples, len(x))) * (sigma > 0)
    epsilon[0] = 0
    f = outputs(predict, x + sigma * epsilon)
    pi = np.exp(-(epsilon**2).sum(axis=1) / (2 * w**2))
    beta, b = ridge(epsilon, f - f[0], pi, penalty)  # from f(x), so that a constant fits exactly
    r2 = fidelity(f - f[0], b + epsilon @ beta, pi)
    intercept = f[0] + b
    return Surrogate(beta, float(intercept) if f.ndim == 1 else intercept, r2, sigma)


def ridge(z: np.ndarray, y: np.ndarray, pi: np.ndarray, penalty: float) -> tuple[Any, Any]:
    """Return slopes and intercept of a weighted ridge regression; the intercept is not penalised.

    The penalty enters as rows √λ·I with target 0, so that least squares needs no inverse.
    """
    z_mean, y_mean = pi @ z / pi.sum(), pi @ y / pi.sum()
    root = pi[:, None] ** 0.5
    rows = np.vstack([root * (z - z_mean), penalty**0.5 * np.eye(z.shape[1])])
    targets = root * (y - y_mean).reshape(len(y), -1)
    targets = np.vstack([targets, np.zeros((z.shape[1], targets.shape[1]))])
    beta = np.linalg.lstsq(rows, targets, rcond=None)[0].reshape(z.shape[1], *y.shape[1:])
    return beta, y_mean - z_mean @ beta
