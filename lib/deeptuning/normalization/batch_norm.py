"""Batch normalization: every feature is normalized over the batch."""

from math import prod
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, Range, checked, positive
from deeptuning.normalization._moments import moments
from deeptuning.normalization._shapes import (
    along,
    feature_axis,
    other_axes,
    require_array,
    require_shape,
)
from deeptuning.normalization.running_statistics import (
    MOMENTUM,
    require_running,
    running_statistics,
)


@checked(eps=positive, momentum=Range(0, 1, closed="both"), convention=Choice(*MOMENTUM))
def batch_norm(
    x: Any,
    gamma: Any,
    beta: Any,
    state: dict,
    *,
    training: bool,
    axis: int = -1,
    eps: float = 1e-5,
    momentum: float | None = None,
    convention: str = "torch",
) -> tuple[Any, dict]:
    r"""Normalize every feature over the batch, then scale and shift.

    $$\mu = \frac1m \sum_i x_i \qquad \sigma^2 = \frac1m \sum_i (x_i - \mu)^2 \qquad
      \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} \qquad
      y = \gamma\,\hat x + \beta$$

    In training $\mu$ and $\sigma^2$ (biased) are those of the batch, and they are blended into the
    state. At inference they are the running ones of the state, so an example's output does not
    depend on its neighbours. Per feature 2 numbers are learned (γ, β) and 2 are tracked.

    A batch with a single value per feature is normalized to 0 whatever it was: the `"torch"`
    convention refuses it, `"keras"` returns `beta`.

    Args:
        x: shape (N, F), channels-last (N, …, C), or with `axis=1` channels-first (N, C, …).
        gamma: scale $\gamma$ per feature, shape (F,).
        beta: shift $\beta$ per feature, shape (F,).
        state: `{}` before training, then what the last call returned
            (`mean`, `variance`, each of shape (F,)).
        training: True to use and track the batch, False to use the running statistics.
        axis: the feature axis: -1 for (N, F) and channels-last (Keras's default), 1 for
            channels-first (torch).
        eps: $\varepsilon > 0$, in units of the variance; 1e-5 in torch, 1e-3 in Keras.
        momentum: weight in $[0, 1]$ of the new batch (`"torch"`, 0.1 when not given) or of the old
            statistics (`"keras"`, 0.99 when not given).
        convention: `"torch"` or `"keras"`: how the running statistics are updated and which
            variance they hold, see `running_statistics`.

    Returns:
        $y$, shape of `x`, and the new state.

    Raises:
        ValueError: shapes that do not fit, an empty or too small batch, an argument out of range,
            or inference before anything was tracked.

    Example:
        >>> import numpy as np
        >>> x = np.array([[1.0, 10.0], [3.0, 30.0]])
        >>> y, state = batch_norm(x, np.ones(2), np.zeros(2), {}, training=True)
        >>> y.round(4)
        array([[-1., -1.],
               [ 1.,  1.]])
        >>> state["mean"], state["variance"]
        (array([0.2, 2. ]), array([ 1.1, 20.9]))

    Source: Ioffe & Szegedy, Batch Normalization, 2015, algorithms 1 and 2.
    """
    require_array("x", x, least=2)
    axis = feature_axis(x, axis)
    xp, over, features = array_namespace(x), other_axes(x, axis), (x.shape[axis],)
    gamma, beta = along("gamma", gamma, x, axis), along("beta", beta, x, axis)
    if training:
        mu, var = moments(x, over)
        m = prod(x.shape[i] for i in over)
        momentum = MOMENTUM[convention] if momentum is None else momentum
        batch = (xp.reshape(_constant(v), features) for v in (mu, var))
        state = running_statistics(state, *batch, m, momentum=momentum, convention=convention)
    else:
        mu, var = (along("state", v, x, axis) for v in require_running(state, features))
    x_hat = (x - mu) / (var + eps) ** 0.5
    return gamma * x_hat + beta, state


def _constant(v: Any) -> Any:
    """Return `v` cut off from torch's graph, which would otherwise grow with every step."""
    return v.detach() if hasattr(v, "detach") else v


@checked(eps=positive)
def batch_norm_backward(
    g: Any, x: Any, gamma: Any, *, axis: int = -1, eps: float = 1e-5
) -> tuple[Any, Any, Any]:
    r"""Carry the gradient back through batch norm in training, in closed form.

    $$\frac{\partial J}{\partial \beta} = \sum_i g_i \qquad
      \frac{\partial J}{\partial \gamma} = \sum_i g_i\,\hat x_i$$
    $$\frac{\partial J}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}}
      \Bigl(g_i - \frac1m \frac{\partial J}{\partial \beta}
      - \hat x_i\,\frac1m \frac{\partial J}{\partial \gamma}\Bigr)$$

    The two terms that are taken away are the ways through $\mu$ and $\sigma^2$: every example
    moves the statistics that normalize all the others.

    Args:
        g: gradient of the loss at the output, shape of `x`.
        x: the input of the forward pass.
        gamma: scale $\gamma$ of the forward pass, shape (F,).
        axis: the feature axis of the forward pass.
        eps: $\varepsilon$ of the forward pass.

    Returns:
        The gradients at `x`, `gamma` and `beta`, each in its own shape.

    Raises:
        ValueError: shapes that do not fit, or an empty batch.

    Example:
        >>> import numpy as np
        >>> x = np.array([[1.0], [3.0]])
        >>> dx, dgamma, dbeta = batch_norm_backward(np.array([[1.0], [0.0]]), x, np.ones(1))
        >>> dgamma.round(4), dbeta
        (array([-1.]), array([1.]))

    Source: Ioffe & Szegedy, Batch Normalization, 2015, section 3.
    """
    require_array("x", x, least=2)
    axis = feature_axis(x, axis)
    require_shape("g", g, x.shape, "Pass one gradient per output.")
    xp, over = array_namespace(x), other_axes(x, axis)
    m = prod(x.shape[i] for i in over)
    mu, var = moments(x, over)
    x_hat = (x - mu) / (var + eps) ** 0.5
    dbeta = xp.sum(g, axis=over, keepdims=True)
    dgamma = xp.sum(g * x_hat, axis=over, keepdims=True)
    scale = along("gamma", gamma, x, axis) / (var + eps) ** 0.5
    dx = scale * (g - dbeta / m - x_hat * dgamma / m)
    return dx, xp.reshape(dgamma, gamma.shape), xp.reshape(dbeta, gamma.shape)
