"""Mean and variance that survive a large mean."""

from typing import Any

from deeptuning._arrays import array_namespace


def moments(x: Any, axes: tuple[int, ...]) -> tuple[Any, Any]:
    """Return the mean and the biased variance over `axes`, which stay with size 1.

    Two passes, because E[x²] − E[x]² loses every digit when the mean is large; and the mean is
    corrected by the mean of what it leaves over, because a long sum rounds.
    """
    xp = array_namespace(x)
    mu = xp.mean(x, axis=axes, keepdims=True)
    mu = mu + xp.mean(x - mu, axis=axes, keepdims=True)
    var = xp.mean((x - mu) ** 2, axis=axes, keepdims=True)
    return mu, var
