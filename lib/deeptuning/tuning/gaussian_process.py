"""Gaussian process regression: a guess of the loss everywhere, with its own error bar."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import Choice, checked, non_negative
from deeptuning.tuning._checks import Whole
from deeptuning.tuning.kernels import KERNELS, log_gradients

legal = {"kernel": Choice(*KERNELS), "noise": non_negative}


@checked(**legal)
def gp_posterior(
    x: Any,
    y: Any,
    x_new: Any,
    *,
    kernel: str = "matern52",
    lengthscale: Any = 1.0,
    variance: float = 1.0,
    noise: float = 1e-6,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return what the observations say about new points.

    $$\mu_* = k_*^\top (K + \sigma_n^2 I)^{-1} y \qquad
      \sigma_*^2 = k_{**} - k_*^\top (K + \sigma_n^2 I)^{-1} k_*$$

    The prior mean is 0: subtract the mean of `y` before. The spread is that of the function
    itself, without the noise of an observation; scikit-learn's `alpha` is our `noise`.

    Args:
        x: observed points, shape (N, d); a point may occur twice.
        y: observed values, shape (N,), finite.
        x_new: points asked about, shape (M, d).
        kernel: `"matern52"` or `"rbf"`.
        lengthscale: $\ell > 0$, one number or shape (d,).
        variance: $\sigma^2 > 0$ of the prior.
        noise: $\sigma_n^2 \ge 0$, variance of an observation.

    Returns:
        Mean and standard deviation at the new points, each of shape (M,).

    Raises:
        ValueError: shapes that differ, values that are not finite, or an argument out of range.

    Example:
        >>> mean, std = gp_posterior([[0.0], [1.0]], [1.0, -1.0], [[0.0], [0.5], [9.0]], noise=0.0)
        >>> abs(mean.round(3)), std.round(3)
        (array([1., 0., 0.]), array([0.   , 0.314, 1.   ]))

    Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1.
    """
    x, y = observations(x, y)
    k = KERNELS[kernel].covariance
    prior = {"lengthscale": lengthscale, "variance": variance}
    cholesky = stable_cholesky(k(x, x, **prior), noise, variance)
    k_star = k(x, x_new, **prior)
    v = np.linalg.solve(cholesky, k_star)
    mean = v.T @ np.linalg.solve(cholesky, y)
    return mean, np.sqrt(np.maximum(variance - (v**2).sum(0), 0))


@checked(**legal)
def log_marginal_likelihood(
    x: Any,
    y: Any,
    *,
    kernel: str = "matern52",
    lengthscale: Any = 1.0,
    variance: float = 1.0,
    noise: float = 1e-6,
) -> tuple[float, np.ndarray]:
    r"""Return how well the hyperparameters explain the observations, and in which way to go.

    $$\log p(y) = -\tfrac12 y^\top \alpha - \sum_i \log L_{ii} - \tfrac N2 \log 2\pi,
      \qquad LL^\top = K + \sigma_n^2 I, \quad \alpha = (K + \sigma_n^2 I)^{-1} y$$
    $$\frac{\partial \log p}{\partial \theta} = \tfrac12 \operatorname{tr}\!\left(
      (\alpha\alpha^\top - (K + \sigma_n^2 I)^{-1})
      \frac{\partial (K + \sigma_n^2 I)}{\partial\theta}\right)$$

    Args:
        x: observed points, shape (N, d).
        y: observed values, shape (N,), finite.
        kernel: `"matern52"` or `"rbf"`.
        lengthscale: $\ell > 0$, one number or shape (d,).
        variance: $\sigma^2 > 0$.
        noise: $\sigma_n^2 \ge 0$.

    Returns:
        The logarithm, and its gradient with respect to the *logarithms* of variance, lengthscale
        (one entry, or d) and noise, in this order, shape (3,) or (d + 2,).

    Raises:
        ValueError: shapes that differ, values that are not finite, or an argument out of range.

    Example:
        >>> value, gradient = log_marginal_likelihood([[0.0], [1.0]], [1.0, -1.0])
        >>> round(value, 3), gradient.shape
        (-3.778, (3,))

    Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, equation 5.9.
    """
    x, y = observations(x, y)
    prior = {"lengthscale": lengthscale, "variance": variance}
    cholesky = stable_cholesky(KERNELS[kernel].covariance(x, x, **prior), noise, variance)
    inverse_root = np.linalg.inv(cholesky)
    inverse = inverse_root.T @ inverse_root
    alpha = inverse_root.T @ (inverse_root @ y)
    value = -y @ alpha / 2 - np.log(np.diag(cholesky)).sum() - y.size * np.log(2 * np.pi) / 2
    slopes = log_gradients(kernel, x, lengthscale, variance)
    slopes = np.concatenate([slopes, noise * np.eye(y.size)[None]])
    gradient = np.einsum("ij,pji->p", np.outer(alpha, alpha) - inverse, slopes) / 2
    return float(value), gradient


@checked(kernel=legal["kernel"], steps=Whole(1))
def fit_gp(
    x: Any, y: Any, *, kernel: str = "matern52", ard: bool = True, steps: int = 100
) -> dict[str, Any]:
    r"""Choose the hyperparameters under which the observations are most likely.

    Resilient propagation on their logarithms: every one takes steps of its own length, longer
    while its slope keeps its sign, shorter after a change of sign. It starts where points of the
    unit cube and standardised values usually lie, and stays within $\sigma^2 \in [0.01, 100]$,
    $\ell \in [0.01, 100]$, $\sigma_n^2 \in [10^{-6}, 1]$. The best point on the way is returned.

    Args:
        x: observed points, shape (N, d), best in the unit cube.
        y: observed values, shape (N,), finite, best standardised.
        kernel: `"matern52"` or `"rbf"`.
        ard: one lengthscale per dimension, rather than one for all.
        steps: how many, 1 or more.

    Returns:
        `kernel`, `lengthscale`, `variance` and `noise`, to be passed to `gp_posterior`.

    Raises:
        ValueError: shapes that differ, values that are not finite, or an argument out of range.

    Example:
        >>> x = np.linspace(0, 1, 9)[:, None]
        >>> fitted = fit_gp(x, np.sin(6 * x[:, 0]))
        >>> bool(fitted["noise"] < 1e-4 < 0.1 < fitted["lengthscale"][0])
        True

    Source: Riedmiller & Braun, A Direct Adaptive Method for Faster Backpropagation Learning: The
    RPROP Algorithm, 1993; the objective: Rasmussen & Williams, 2006, section 5.4.
    """
    x, y = observations(x, y)
    lengths = x.shape[1] if ard else 1
    theta = np.log(np.array([1.0, *[0.3] * lengths, 1e-3]))
    low = np.log(np.array([0.01, *[0.01] * lengths, 1e-6]))
    high = np.log(np.array([100.0, *[100.0] * lengths, 1.0]))
    step, before = np.full_like(theta, 0.1), np.zeros_like(theta)
    best_value, best = -np.inf, theta
    for _ in range(steps):
        value, gradient = log_marginal_likelihood(x, y, **named(theta, kernel, ard))
        if value > best_value:
            best_value, best = value, theta
        turned = gradient * before < 0
        step = np.clip(np.where(turned, 0.5, 1.2) * step, 1e-6, 1.0)
        theta = np.clip(theta + np.sign(gradient) * step, low, high)
        before = gradient
    return named(best, kernel, ard)


def named(theta: np.ndarray, kernel: str, ard: bool) -> dict[str, Any]:
    """Return the hyperparameters that a vector of logarithms stands for."""
    variance, *lengthscale, noise = np.exp(theta)
    lengthscale = np.array(lengthscale) if ard else float(lengthscale[0])
    return {
        "kernel": kernel,
        "lengthscale": lengthscale,
        "variance": float(variance),
        "noise": float(noise),
    }


def stable_cholesky(k: np.ndarray, noise: float, variance: float) -> np.ndarray:
    """Return the root of K + σₙ²I, with as little jitter as makes it positive definite."""
    for jitter in (0.0, 1e-12, 1e-10, 1e-8, 1e-6):
        try:
            return np.linalg.cholesky(k + (noise + jitter * variance) * np.eye(len(k)))
        except np.linalg.LinAlgError:  # rounding has made it singular: points close together
            continue
    raise ValueError(
        "The covariance of the observations must be positive definite. Received: a singular one, "
        f"with noise={noise}. Raise the noise."
    )


def observations(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the observations as arrays; raise unless they fit together and are finite."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 2 or y.shape != x.shape[:1] or y.size == 0:
        raise ValueError(
            f"Arguments `x` and `y` must have shapes (N, d) and (N,), N at least 1. Received: "
            f"{x.shape} and {y.shape}. Give one value per point."
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError(
            f"Arguments `x` and `y` must be finite. Received: {np.sum(~np.isfinite(y))} values of "
            "y that are not. Replace failures by the worst loss seen, or leave them out."
        )
    return x, y
