"""Folding: at inference, batch norm disappears into the layer before it."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive
from deeptuning.normalization._shapes import along, require_array, require_shape
from deeptuning.normalization.running_statistics import require_running


@checked(eps=positive)
def fold_batch_norm(
    w: Any,
    b: Any,
    gamma: Any,
    beta: Any,
    state: dict,
    *,
    axis: int = -1,
    eps: float = 1e-5,
) -> tuple[Any, Any]:
    r"""Return the weights and biases of one layer that does what a layer and its batch norm do.

    $$w' = \frac{\gamma\,w}{\sqrt{\bar\sigma^2 + \varepsilon}} \qquad
      b' = \frac{\gamma\,(b - \bar\mu)}{\sqrt{\bar\sigma^2 + \varepsilon}} + \beta$$

    It holds for inference, where mean and variance are fixed, and where batch norm follows the
    layer at once, before the activation.

    Args:
        w: weights of the layer. `axis` says which of their axes counts the units.
        b: biases of the layer, shape (units,), or None for a layer without.
        gamma: scale $\gamma$ per unit, shape (units,).
        beta: shift $\beta$ per unit, shape (units,).
        state: running statistics of batch norm, `mean` and `variance`, each of shape (units,).
        axis: -1 for Keras: dense (inputs, units), images (height, width, inputs, units);
            0 for torch: `Linear` (units, inputs), `Conv2d` (units, inputs, height, width).
        eps: $\varepsilon > 0$ of that batch norm; Keras's default is 1e-3.

    Returns:
        $w'$ and $b'$, shapes of `w` and (units,).

    Raises:
        ValueError: an axis that `w` does not have, shapes that do not fit, or a state without
            running statistics.

    Example:
        >>> import numpy as np
        >>> state = {"mean": np.array([1.0]), "variance": np.array([4.0 - 1e-5])}
        >>> w, b, gamma, beta = np.array([[3.0]]), np.array([2.0]), np.ones(1), np.ones(1)
        >>> fold_batch_norm(w, b, gamma, beta, state)
        (array([[1.5]]), array([1.5]))

    Source: Jacob et al., Quantization and Training of Neural Networks, 2018, equation 14.
    """
    require_array("w", w)
    n = len(w.shape)
    if isinstance(axis, bool) or not isinstance(axis, int) or not -n <= axis < n:
        raise ValueError(
            f"Argument `axis` must be an axis of w with shape {tuple(w.shape)}. "
            f"Received: axis={axis!r}. Pass -1 for (inputs, units), 0 for (units, inputs)."
        )
    axis = axis % n
    units, remedy = (w.shape[axis],), f"Pass one number per unit, axis {axis} of w."
    b = array_namespace(beta).zeros_like(beta) if b is None else b
    for name, v in (("b", b), ("gamma", gamma), ("beta", beta)):
        require_shape(name, v, units, remedy)
    mu, var = require_running(state, units)
    scale = gamma / (var + eps) ** 0.5
    return w * along("scale", scale, w, axis), (b - mu) * scale + beta
