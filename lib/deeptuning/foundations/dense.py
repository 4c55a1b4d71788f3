"""Dense layer: every output unit adds up all inputs, each with a weight of its own."""

from __future__ import annotations

from typing import Any

from deeptuning._arrays import array_namespace


def dense(x: Any, w: Any, b: Any) -> Any:
    r"""Compute the net inputs of a layer.

    $$z_j = b_j + \textstyle\sum_i x_i w_{ij} \qquad Z = XW + b$$

    Here and in Keras $W$ has the shape (inputs, units). torch keeps $W^\top$, (units, inputs), and
    computes $XW^\top + b$.

    Args:
        x: a batch of inputs, shape (N, inputs).
        w: weights, shape (inputs, units).
        b: biases, shape (units,).

    Returns:
        Net inputs, shape (N, units).

    Raises:
        ValueError: shapes that do not fit.

    Example:
        >>> import numpy as np
        >>> dense(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
        array([[11.5]])

    Source: Rumelhart, Hinton & Williams, Learning Representations by Back-propagating Errors, 1986,
        equation 1.
    """
    _check_shapes(x, w, b)
    return x @ w + b


def dense_backward(dz: Any, x: Any, w: Any) -> tuple[Any, Any, Any]:
    r"""Pass the gradient of the loss back through a layer.

    $$\frac{\partial J}{\partial W} = X^\top \frac{\partial J}{\partial Z} \qquad
      \frac{\partial J}{\partial b} = \sum_n \frac{\partial J}{\partial z_n} \qquad
      \frac{\partial J}{\partial X} = \frac{\partial J}{\partial Z} W^\top$$

    There is no $1/N$ here: a loss that is a mean has it in $\partial J/\partial Z$ already.

    Args:
        dz: gradient of the loss with respect to the net inputs, shape (N, units).
        x: what went in, shape (N, inputs).
        w: weights, shape (inputs, units).

    Returns:
        Gradients with respect to `x`, `w` and `b`, each in the shape of its namesake.

    Raises:
        ValueError: shapes that do not fit.

    Example:
        >>> import numpy as np
        >>> dx, dw, db = dense_backward(np.ones((1, 1)), np.array([[1.0, 2.0]]), np.ones((2, 1)))
        >>> dx.tolist(), dw.tolist(), db.tolist()
        ([[1.0, 1.0]], [[1.0], [2.0]], [1.0])

    Source: Rumelhart, Hinton & Williams, 1986, equations 4 to 7.
    """
    _check_shapes(x, w, dz[0] if len(dz) else dz)
    if tuple(dz.shape) != (x.shape[0], w.shape[1]):
        raise ValueError(
            f"Argument `dz` must have the shape (N, units), {(x.shape[0], w.shape[1])}. "
            f"Received: dz with shape {tuple(dz.shape)}. Pass one row per row of x."
        )
    return dz @ w.T, x.T @ dz, array_namespace(dz).sum(dz, axis=0)


def _check_shapes(x: Any, w: Any, b: Any) -> None:
    shapes = tuple(x.shape), tuple(w.shape), tuple(b.shape)
    fits = len(shapes[0]) == len(shapes[1]) == 2 and shapes[0][1] == shapes[1][0]
    if not (fits and shapes[2] == shapes[1][1:]):
        raise ValueError(
            "Arguments `x`, `w` and `b` must have the shapes (N, inputs), (inputs, units), "
            f"(units,). Received: {shapes[0]}, {shapes[1]}, {shapes[2]}. "
            "Transpose torch's weights; give a single example as a batch of one, x[None, :]."
        )
