"""Max-norm: no unit's incoming weights may be longer than a limit."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive


@checked(limit=positive)
def max_norm(w: Any, limit: float, *, axis: int | tuple[int, ...] = 0) -> Any:
    r"""Project the weights of each unit into the ball of radius `limit`, after a training step.

    $$w_j \leftarrow \frac{r}{\max(\lVert w_j \rVert_2,\, r)}\,w_j
      \qquad \lVert w_j \rVert_2 = \Bigl(\sum_i w_{ij}^2\Bigr)^{1/2}$$

    Weights below the limit stay exactly as they are. `keras.constraints.MaxNorm` divides by
    $\lVert w_j \rVert + 10^{-7}$, which shortens them a little at every step; `torch.renorm` adds
    the $10^{-7}$ only above the limit, and its `dim` names the *unit* axis.

    Args:
        w: weights of a layer.
        limit: $r > 0$, typically 3 to 4.
        axis: the axes that are summed over, those of a unit's inputs: 0 for a dense layer
            (inputs, units) as in Keras, 1 for torch's (units, inputs), (0, 1, 2) for Keras images
            (height, width, inputs, units), (1, 2, 3) for torch images.

    Returns:
        The projected weights, shape of `w`.

    Raises:
        ValueError: `limit` out of range, or an axis that `w` does not have.

    Example:
        >>> import numpy as np
        >>> max_norm(np.array([[6.0, 1.0], [8.0, 1.0]]), 5.0)  # the columns are 10 and 1.4 long
        array([[3., 1.],
               [4., 1.]])

    Source: Srivastava et al., Dropout, 2014, section 5.1.
    """
    axes, n = (axis if isinstance(axis, tuple) else (axis,)), len(w.shape)
    for a in axes:
        if isinstance(a, bool) or not isinstance(a, int) or not -n <= a < n:
            raise ValueError(
                f"Argument `axis` must name axes of w with shape {tuple(w.shape)}. "
                f"Received: axis={axis!r}. Pass 0 for (inputs, units), 1 for (units, inputs)."
            )
    xp = array_namespace(w)
    norm = xp.sum(w**2, axis=axes, keepdims=True) ** 0.5
    # Below the limit the quotient is limit/limit, exactly 1; a zero norm is never divided by.
    return w * (limit / xp.clip(norm, limit, None))
