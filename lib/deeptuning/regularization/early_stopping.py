"""Early stopping: end training when validation no longer improves, and go back to the best."""

import math
from typing import Any

from deeptuning._validation import Choice, checked, non_negative, require_count


@checked(min_delta=non_negative, mode=Choice("min", "max"))
def early_stopping(
    metric: float,
    weights: Any,
    state: dict,
    *,
    patience: int,
    min_delta: float = 0.0,
    mode: str = "min",
) -> dict:
    r"""Take note of one more epoch.

    $$\text{metric} < \text{best} - \delta:\quad \text{best} \leftarrow \text{metric},\;
      \text{wait} \leftarrow 0 \qquad\text{otherwise}\quad \text{wait} \leftarrow \text{wait} + 1$$
    $$\text{stop} \iff \text{wait} \ge \text{patience}$$

    An equal metric is no improvement, and neither is NaN, at the first epoch too. The rule is that
    of Keras, where a patience of 0 also stops at the first epoch without improvement, like 1.
    Keras takes a NaN at the *first* epoch as the best so far, and is stuck with it.

    Args:
        metric: the validation metric of the epoch that just ended; may be NaN.
        weights: the weights after that epoch, kept exactly as given. Pass a copy when training
            changes them in place, as frameworks do.
        state: `{}` at the start, then what the last call returned (`epoch`, counted from 1;
            `best`, `best_epoch`, `best_weights`, None before any number was seen; `wait`, `stop`).
        patience: epochs without improvement after which to stop, 0 or more.
        min_delta: $\delta \ge 0$, by how much the best must be beaten.
        mode: `"min"` for a loss, `"max"` for an accuracy.

    Returns:
        The new state. When `stop` is True, go on with `best_weights`.

    Raises:
        TypeError: `metric` or `patience` is no number.
        ValueError: an argument out of range, or a state that has stopped already.

    Example:
        >>> state = {}
        >>> for epoch, loss in enumerate([0.9, 0.5, 0.6, 0.5, 0.1]):
        ...     state = early_stopping(loss, f"weights {epoch}", state, patience=2)
        ...     if state["stop"]:
        ...         break
        >>> state["epoch"], state["best_epoch"], state["best_weights"]
        (4, 2, 'weights 1')

    Source: Prechelt, Early Stopping – But When?, 1998, criterion UP.
    """
    require_count("patience", patience, least=0)
    if isinstance(metric, str) or getattr(metric, "shape", ()) or not hasattr(metric, "__float__"):
        raise TypeError(
            f"Argument `metric` must be one number. Received: metric={metric!r} "
            f"({type(metric).__name__}). Pass the validation metric of the epoch."
        )
    if state.get("stop"):
        raise ValueError(
            "Argument `state` must not have stopped. Received: a state that stopped at epoch "
            f"{state['epoch']}. Take its best_weights, or start again from {{}}."
        )
    epoch, metric = state.get("epoch", 0) + 1, float(metric)
    sign = 1 if mode == "min" else -1
    best = state.get("best")
    if not math.isnan(metric) and (best is None or sign * metric < sign * best - min_delta):
        best_now = {"best": metric, "best_epoch": epoch, "best_weights": weights, "wait": 0}
        return {"epoch": epoch, **best_now, "stop": False}
    wait = state.get("wait", 0) + 1
    kept = {name: state.get(name) for name in ("best", "best_epoch", "best_weights")}
    return {"epoch": epoch, **kept, "wait": wait, "stop": wait >= patience}
