"""Orthogonal initialization: turn and mirror the signal, never stretch it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import checked, non_negative
from deeptuning.gradients.fans import LAYOUTS, fans


@checked(gain=non_negative, layout=LAYOUTS)
def orthogonal(
    shape: Sequence[int], rng: np.random.Generator, *, gain: float = 1.0, layout: str = "keras"
) -> np.ndarray:
    r"""Draw a matrix with orthonormal rows or columns, all of them equally likely.

    $$A = QR,\ \ a_{ij} \sim \mathcal N(0, 1), \qquad
      W = \text{gain} \cdot Q\,\mathrm{diag}(\mathrm{sign}\,R_{ii})$$

    A convolution is flattened to `(out, everything else)`, in both layouts.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        gain: all singular values, $\ge 0$.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, a negative gain, or an unknown layout.

    Example:
        >>> w = orthogonal((5, 3), np.random.default_rng(0))
        >>> bool(np.allclose(w.T @ w, np.eye(3)))
        True

    Source: Saxe, McClelland & Ganguli, Exact Solutions to the Nonlinear Dynamics of Learning in
        Deep Linear Neural Networks, 2014; Mezzadri, How to Generate Random Matrices from the
        Classical Compact Groups, 2007 (the signs).
    """
    fans(shape, layout=layout)
    n_out = shape[-1] if layout == "keras" else shape[0]
    n_rest = int(np.prod(shape)) // n_out
    q, r = np.linalg.qr(rng.standard_normal((max(n_out, n_rest), min(n_out, n_rest))))
    q = gain * q * np.sign(np.diag(r))  # without the signs, some matrices are never drawn
    if layout == "keras":
        return (q if n_rest >= n_out else q.T).reshape(shape)
    return (q if n_out >= n_rest else q.T).reshape(shape)
