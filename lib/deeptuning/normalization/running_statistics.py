"""Running mean and variance, in the two conventions that are in use."""

from typing import Any

from deeptuning._validation import Choice, Range, checked
from deeptuning.normalization._shapes import require_shape

MOMENTUM = {"torch": 0.1, "keras": 0.99}


def require_running(state: dict, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return the running mean and variance; raise when nothing was ever tracked."""
    if not {"mean", "variance"} <= set(state):
        raise ValueError(
            "Argument `state` must hold the running 'mean' and 'variance' at inference. "
            f"Received: state with {sorted(state)}. Pass the state that training returned."
        )
    for name in ("mean", "variance"):
        if shape or hasattr(state[name], "shape"):
            require_shape(f"state[{name!r}]", state[name], shape, "Pass one number per feature.")
    return state["mean"], state["variance"]


@checked(momentum=Range(0, 1, closed="both"), convention=Choice(*MOMENTUM))
def running_statistics(
    state: dict,
    mu: Any,
    var: Any,
    m: int,
    *,
    momentum: float,
    convention: str = "torch",
) -> dict:
    r"""Blend the statistics of one more batch into the running ones.

    $$\text{torch:}\quad \bar\mu \leftarrow (1-\gamma)\,\bar\mu + \gamma\,\mu \qquad
      \bar\sigma^2 \leftarrow (1-\gamma)\,\bar\sigma^2 + \gamma\,\frac{m}{m-1}\,\sigma^2$$
    $$\text{keras:}\quad \bar\mu \leftarrow \gamma\,\bar\mu + (1-\gamma)\,\mu \qquad
      \bar\sigma^2 \leftarrow \gamma\,\bar\sigma^2 + (1-\gamma)\,\sigma^2$$

    In torch the momentum $\gamma$ weighs the *new* batch and the stored variance is unbiased; in
    Keras it weighs the *old* value and the stored variance is biased. Torch's 0.1 is Keras's 0.9.

    Args:
        state: `{}` at the start (mean 0, variance 1), then what the last call returned
            (`mean`, `variance`).
        mu: mean of the batch per feature, shape (F,).
        var: biased variance of the batch per feature, shape (F,).
        m: how many values each mean was taken over: $N$, or $N \cdot H \cdot W$ for images.
        momentum: $\gamma \in [0, 1]$; by default 0.1 in torch and 0.99 in Keras.
        convention: `"torch"` or `"keras"`.

    Returns:
        The new state.

    Raises:
        ValueError: an argument out of range, a state of another shape, or `m` below 2
            where the variance is to be unbiased.

    Example:
        >>> running_statistics({}, 10.0, 3.0, 4, momentum=0.1, convention="torch")
        {'mean': 1.0, 'variance': 1.3}
        >>> running_statistics({}, 10.0, 3.0, 4, momentum=0.5, convention="keras")
        {'mean': 5.0, 'variance': 2.0}

    Source: Ioffe & Szegedy, Batch Normalization, 2015, section 3.1 and algorithm 2.
    """
    if convention == "torch" and m < 2:
        raise ValueError(
            "Argument `x` must hold 2 or more values per feature in training, or the unbiased "
            f"variance is 0/0. Received: {m} per feature. Use a larger batch, or layer norm."
        )
    if state:
        require_running(state, getattr(mu, "shape", ()))
    new = momentum if convention == "torch" else 1 - momentum
    stored = var * m / (m - 1) if convention == "torch" else var
    mean = (1 - new) * state.get("mean", 0.0) + new * mu
    variance = (1 - new) * state.get("variance", 1.0) + new * stored
    return {"mean": mean, "variance": variance}
