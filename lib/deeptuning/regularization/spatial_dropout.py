"""Spatial dropout: whole feature maps fall silent, since neighbouring pixels repeat each other."""

import numpy as np

from deeptuning._validation import checked, unit_interval
from deeptuning.regularization.dropout import dropout_mask


@checked(rate=unit_interval)
def spatial_dropout_mask(
    shape: tuple[int, ...], rate: float, rng: np.random.Generator, *, axis: int = -1
) -> np.ndarray:
    r"""Draw which channels stay, for each example on its own.

    $$r_{nc} \sim \mathrm{Bernoulli}(1 - p), \qquad \text{the same for every pixel}$$

    Use it with `dropout` and `dropout_backward`.

    Args:
        shape: shape of the feature maps, (N, …, C) or with `axis=1` (N, C, …).
        rate: $p \in [0, 1)$, the share of channels to drop.
        rng: a NumPy generator.
        axis: the channel axis: -1 for channels-last (Keras), 1 for channels-first (torch).

    Returns:
        The mask $r$ of the full shape, True where a channel stays.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: `rate` out of range, or an axis that is not behind the examples.

    Example:
        >>> mask = spatial_dropout_mask((1, 2, 3), 0.5, np.random.default_rng(0))
        >>> mask  # two positions, three channels
        array([[[ True, False, False],
                [ True, False, False]]])

    Source: Tompson et al., Efficient Object Localization Using Convolutional Networks, 2015,
    section 3.2.
    """
    n = len(shape)
    if isinstance(axis, bool) or not isinstance(axis, int) or not -n < axis < n or axis == 0:
        raise ValueError(
            f"Argument `axis` must be the channel axis of shape {tuple(shape)}, behind the "
            f"examples. Received: axis={axis!r}. Pass -1 for channels-last, 1 for channels-first."
        )
    one_per_channel = [1] * n
    one_per_channel[0], one_per_channel[axis] = shape[0], shape[axis]
    return np.broadcast_to(dropout_mask(tuple(one_per_channel), rate, rng), shape).copy()
