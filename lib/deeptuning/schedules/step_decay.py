"""Step decay: the rate falls by a factor, all at once, every few epochs."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative
from deeptuning.schedules._arguments import count, factor_up_to_one
from deeptuning.schedules._schedule import factory


@factory(start=non_negative, factor=factor_up_to_one, every=count)
def step_decay(*, start: float, factor: float = 0.5, every: int) -> Callable:
    r"""Multiply the rate by $f$ every $d$ epochs.

    $$\alpha(E) = \alpha_0\, f^{\lfloor E/d \rfloor}$$

    Epochs count from 0, so each rate serves exactly $d$ epochs, as under torch's `StepLR` and
    Keras's `ExponentialDecay(staircase=True)`. Code that writes $\lfloor (1+E)/d \rfloor$ makes
    the first drop one epoch early.

    Args:
        start: $\alpha_0 \ge 0$, the rate of the first $d$ epochs.
        factor: $f \in (0, 1]$.
        every: $d \ge 1$, whole epochs (or steps) between two drops.

    Returns:
        The schedule, a function of the epoch (or step) in the unit of `every`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> step_decay(start=0.8, factor=0.5, every=10)([0, 9, 10, 20])
        array([0.8, 0.8, 0.4, 0.2])

    Source: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep Convolutional Neural
    Networks, 2012, section 5, there by hand.
    """

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        return start * factor ** xp.floor(t / every)

    return formula
