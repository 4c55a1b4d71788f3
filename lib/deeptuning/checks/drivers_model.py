"""The way to hand a trained model to a student's function: built from weights, to be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def with_model(subject: Callable, inputs: dict) -> dict:
    """Call `subject(predict=…, **inputs)`, a small net made of the case's `model`.

    The net is f(x) = tanh(x w1 + b1) · w2 + b2, for rows of shape (n, d). When the model says
    `"slopes": True`, the function is also given `gradient`, the slopes of f at each row.
    """
    arguments: dict[str, Any] = {key: value for key, value in inputs.items() if key != "model"}
    model = inputs["model"]
    w1, b1, w2 = (np.array(model[name], dtype=float) for name in ("w1", "b1", "w2"))
    b2 = float(model["b2"])

    def hidden(x: Any) -> np.ndarray:
        return np.tanh(np.asarray(x, dtype=float) @ w1 + b1)

    def predict(x: Any) -> np.ndarray:
        return hidden(x) @ w2 + b2

    def gradient(x: Any) -> np.ndarray:
        return ((1 - hidden(x) ** 2) * w2) @ w1.T

    if model.get("slopes"):
        arguments["gradient"] = gradient
    return {"returned": subject(predict=predict, **arguments)}
