"""Step bound: the learning rate at which gradient descent on a quadratic starts to diverge."""

from typing import Any

import numpy as np


def step_bound(hessian: Any) -> float:
    r"""Return the largest learning rate that the steepest direction bears.

    $$\theta \leftarrow \theta - \eta H \theta\ \ \text{shrinks every coordinate exactly when}\ \
      |1 - \eta\lambda_i| < 1, \qquad \text{so}\ \ \eta < \frac{2}{\lambda_\text{max}}$$

    Half of it, $1/\lambda_\text{max}$, reaches the bottom of the steepest direction in one step. At
    the bound itself that coordinate jumps from side to side for ever.

    Args:
        hessian: $H$, symmetric, shape (d, d), no negative eigenvalue; or the curvature as a number.

    Returns:
        The bound; infinite if nothing curves.

    Raises:
        ValueError: not square, not symmetric, not finite, or curved downwards somewhere (no rate
            converges then).

    Example:
        >>> step_bound([[1.0, 0.0], [0.0, 100.0]])
        0.02

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, equation 30.
    """
    h = np.asarray(hessian, dtype=np.float64)
    h = h.reshape(1, 1) if h.ndim == 0 else h
    if h.ndim != 2 or h.shape[0] != h.shape[1] or h.size == 0:
        raise ValueError(
            "Argument `hessian` must be square. "
            f"Received: shape {h.shape}. Pass second derivatives, shape (d, d)."
        )
    if not np.isfinite(h).all() or not np.allclose(h, h.T, rtol=1e-8, atol=1e-12 * abs(h).max()):
        raise ValueError(
            "Argument `hessian` must be finite and symmetric. "
            "Received: a matrix that is not. Pass (H + H.T) / 2 if only rounding is to blame."
        )
    eigenvalues = np.linalg.eigvalsh(h)
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    if low < -1e-10 * max(abs(low), abs(high)):
        raise ValueError(
            "Argument `hessian` must have no negative eigenvalue. "
            f"Received: {low:g}. Gradient descent leaves such a saddle at any rate."
        )
    return 2 / high if high > 0 else np.inf
