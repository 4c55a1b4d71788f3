"""RMS normalization: layer norm without the mean and without the shift."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive
from deeptuning.normalization._shapes import require_array, require_shape


@checked(eps=positive)
def rms_norm(x: Any, gamma: Any, *, eps: float = 1e-5) -> Any:
    r"""Divide each example by the root mean square of its features, then scale.

    $$y = \gamma\,\frac{x}{\sqrt{\tfrac1F \sum_f x_f^2 + \varepsilon}}$$

    The paper has no ε; torch's default is the spacing of the number type, Keras's is 1e-6.

    Args:
        x: shape (N, …, F).
        gamma: scale $\gamma$ per feature, shape (F,).
        eps: $\varepsilon > 0$, in units of the square of `x`.

    Returns:
        $y$, shape of `x`.

    Raises:
        ValueError: an empty array, or shapes that do not fit.

    Example:
        >>> import numpy as np
        >>> rms_norm(np.array([[1.0, 7.0]]), np.ones(2)).round(4)  # the root mean square is 5
        array([[0.2, 1.4]])

    Source: Zhang & Sennrich, Root Mean Square Layer Normalization, 2019, equation 4.
    """
    require_array("x", x, least=2)
    require_shape("gamma", gamma, x.shape[-1:], "Pass one scale per feature, the last axis of x.")
    mean_square = array_namespace(x).mean(x**2, axis=-1, keepdims=True)
    return gamma * x / (mean_square + eps) ** 0.5
