"""Group normalization: channels are normalized in groups, within each example."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive
from deeptuning.normalization._moments import moments
from deeptuning.normalization._shapes import along, feature_axis, require_array


@checked(eps=positive)
def group_norm(
    x: Any, gamma: Any, beta: Any, *, groups: int, axis: int = -1, eps: float = 1e-5
) -> Any:
    r"""Normalize over the pixels and channels of one group of one example, then scale and shift.

    $$\hat x = \frac{x - \mu_{ng}}{\sqrt{\sigma^2_{ng} + \varepsilon}} \qquad
      y = \gamma_c\,\hat x + \beta_c$$

    With one group it is layer norm over the whole example (but with γ and β per channel), with as
    many groups as channels it is instance norm. torch expects the channels at axis 1; Keras's
    default ε is 1e-3.

    Args:
        x: shape (N, …, C) or, with `axis=1`, (N, C, …).
        gamma: scale $\gamma$ per channel, shape (C,).
        beta: shift $\beta$ per channel, shape (C,).
        groups: how many groups of neighbouring channels; divides C.
        axis: the channel axis: -1 for channels-last, 1 for channels-first.
        eps: $\varepsilon > 0$, in units of the variance.

    Returns:
        $y$, shape of `x`.

    Raises:
        ValueError: an empty array, shapes that do not fit, or groups that do not divide C.

    Example:
        >>> import numpy as np
        >>> x = np.array([[1.0, 3.0, 10.0, 30.0]])
        >>> group_norm(x, np.ones(4), np.zeros(4), groups=2).round(4)
        array([[-1.,  1., -1.,  1.]])

    Source: Wu & He, Group Normalization, 2018, equations 1, 2 and 7.
    """
    require_array("x", x, least=2)
    axis = feature_axis(x, axis)
    channels = x.shape[axis]
    if isinstance(groups, bool) or not isinstance(groups, int) or groups < 1 or channels % groups:
        raise ValueError(
            f"Argument `groups` must be an integer that divides the {channels} channels of axis "
            f"{axis}. Received: groups={groups!r}. Choose a divisor."
        )
    xp = array_namespace(x)
    gamma, beta = along("gamma", gamma, x, axis), along("beta", beta, x, axis)
    first = xp.moveaxis(x, axis, 1)  # (N, C, …)
    grouped = xp.reshape(first, (x.shape[0], groups, -1))  # (N, groups, C/groups · …)
    mu, var = moments(grouped, (2,))
    x_hat = (grouped - mu) / (var + eps) ** 0.5
    x_hat = xp.moveaxis(xp.reshape(x_hat, first.shape), 1, axis)
    return gamma * x_hat + beta
