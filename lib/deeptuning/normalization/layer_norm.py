"""Layer normalization: every example is normalized over its own features."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive
from deeptuning.normalization._moments import moments
from deeptuning.normalization._shapes import require_array, require_shape


def normalized_axes(x: Any, gamma: Any) -> tuple[int, ...]:
    """Return the last axes of `x`, those that `gamma` has."""
    require_array("x", x, least=2)
    require_array("gamma", gamma)
    n = len(gamma.shape)
    remedy = "Pass one number per normalized feature, the last axes of x."
    require_shape("gamma", gamma, tuple(x.shape)[1:][-n:], remedy)
    return tuple(range(-n, 0))


@checked(eps=positive)
def layer_norm(x: Any, gamma: Any, beta: Any, *, eps: float = 1e-5) -> Any:
    r"""Normalize over the features of each example, then scale and shift.

    $$\mu = \frac1F \sum_f x_f \qquad \sigma^2 = \frac1F \sum_f (x_f - \mu)^2 \qquad
      \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} \qquad
      y = \gamma\,\hat x + \beta$$

    The same in training and at inference, and whatever the batch. The features are the last axes
    of `x`, as many as `gamma` has (torch's `normalized_shape`). Keras's default ε is 1e-3.

    Args:
        x: shape (N, …, F) or, to normalize over more axes, (N, …, *gamma.shape). With one single
            feature $\hat x$ is 0, and every output is `beta`.
        gamma: scale $\gamma$ per feature.
        beta: shift $\beta$, shape of `gamma`.
        eps: $\varepsilon > 0$, in units of the variance.

    Returns:
        $y$, shape of `x`.

    Raises:
        ValueError: an empty array, or shapes that do not fit.

    Example:
        >>> import numpy as np
        >>> y = layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]]), np.ones(2), np.zeros(2))
        >>> y.round(4)
        array([[-1.,  1.],
               [-1.,  1.]])

    Source: Ba, Kiros & Hinton, Layer Normalization, 2016, equation 4.
    """
    axes = normalized_axes(x, gamma)
    require_shape("beta", beta, gamma.shape, "Pass one shift per scale.")
    mu, var = moments(x, axes)
    x_hat = (x - mu) / (var + eps) ** 0.5
    return gamma * x_hat + beta


@checked(eps=positive)
def layer_norm_backward(g: Any, x: Any, gamma: Any, *, eps: float = 1e-5) -> tuple[Any, Any, Any]:
    r"""Carry the gradient back through layer norm, in closed form.

    $$\frac{\partial J}{\partial \beta} = \sum g \qquad
      \frac{\partial J}{\partial \gamma} = \sum g\,\hat x \qquad \hat g = \gamma\,g$$
    $$\frac{\partial J}{\partial x} = \frac{1}{\sqrt{\sigma^2 + \varepsilon}}
      \Bigl(\hat g - \overline{\hat g} - \hat x\,\overline{\hat g\,\hat x}\Bigr)$$

    The sums run over the examples, the bars are means over the features of one example.

    Args:
        g: gradient of the loss at the output, shape of `x`.
        x: the input of the forward pass.
        gamma: scale $\gamma$ of the forward pass.
        eps: $\varepsilon$ of the forward pass.

    Returns:
        The gradients at `x`, `gamma` and `beta`, each in its own shape.

    Raises:
        ValueError: an empty array, or shapes that do not fit.

    Example:
        >>> import numpy as np
        >>> x = np.array([[1.0, 3.0]])
        >>> dx, dgamma, dbeta = layer_norm_backward(np.array([[1.0, 0.0]]), x, np.ones(2))
        >>> dgamma.round(4), dbeta
        (array([-1.,  0.]), array([1., 0.]))

    Source: Ba, Kiros & Hinton, Layer Normalization, 2016.
    """
    axes = normalized_axes(x, gamma)
    require_shape("g", g, x.shape, "Pass one gradient per output.")
    xp = array_namespace(x)
    examples = tuple(range(len(x.shape) - len(axes)))
    mu, var = moments(x, axes)
    x_hat = (x - mu) / (var + eps) ** 0.5
    dbeta = xp.sum(g, axis=examples)
    dgamma = xp.sum(g * x_hat, axis=examples)
    g_hat = gamma * g
    along_mean = xp.mean(g_hat, axis=axes, keepdims=True)
    along_x = xp.mean(g_hat * x_hat, axis=axes, keepdims=True)
    dx = (g_hat - along_mean - x_hat * along_x) / (var + eps) ** 0.5
    return dx, dgamma, dbeta
