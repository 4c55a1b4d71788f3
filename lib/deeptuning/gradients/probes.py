"""Probes: gradients and activations of a torch or Keras model, as a plain dict of arrays."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from deeptuning.gradients.statistics import as_float64


def torch_gradients(model: Any) -> dict[str, np.ndarray]:
    """Copy the gradients that `loss.backward()` left on a torch module.

    Args:
        model: a `torch.nn.Module`.

    Returns:
        Parameter name → gradient, in the model's order; parameters without a gradient are left out.

    Raises:
        ValueError: no parameter has a gradient.

    Example:
        >>> import torch
        >>> model = torch.nn.Linear(2, 1)
        >>> model(torch.ones(3, 2)).sum().backward()
        >>> torch_gradients(model)["weight"]
        array([[3., 3.]])
    """
    found = {n: as_float64(p.grad) for n, p in model.named_parameters() if p.grad is not None}
    if not found:
        raise ValueError(
            "The model must have gradients. Received: none on any parameter. "
            "Call loss.backward() first, and zero_grad() only afterwards."
        )
    return found


def torch_activations(model: Any, x: Any) -> dict[str, np.ndarray]:
    """Run a torch module once and copy the output of every layer without sub-layers.

    The model stays in the mode it is in; in training mode, batch norm's running averages move.

    Args:
        model: a `torch.nn.Module`.
        x: one batch of inputs.

    Returns:
        Layer name → its output, in the order of the calls; a layer that runs twice gives its last.

    Example:
        >>> import torch
        >>> model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU())
        >>> {name: a.shape for name, a in torch_activations(model, torch.ones(4, 2)).items()}
        {'0': (4, 3), '1': (4, 3)}
    """
    found: dict[str, np.ndarray] = {}

    def keep(name: str) -> Any:
        def hook(module: Any, inputs: Any, output: Any) -> None:
            found[name] = as_float64(output[0] if isinstance(output, tuple) else output)

        return hook

    layers = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    handles = [module.register_forward_hook(keep(name)) for name, module in layers]
    try:
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return found


def keras_gradients(model: Any, gradients: Sequence[Any]) -> dict[str, np.ndarray]:
    """Name the gradients that `tape.gradient(loss, model.trainable_variables)` returned.

    Args:
        model: a Keras model.
        gradients: one array per trainable variable, in order; `None` is left out.

    Returns:
        Path of the variable (`dense/kernel`) → gradient, in the model's order.

    Raises:
        ValueError: not one gradient per trainable variable.

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="head")])
        >>> list(keras_gradients(model, [np.ones((2, 1)), np.ones(1)]))
        ['head/kernel', 'head/bias']
    """
    paths = [variable.path.removeprefix(f"{model.name}/") for variable in model.trainable_variables]
    if len(paths) != len(gradients):
        raise ValueError(
            f"Argument `gradients` must have one entry per trainable variable, {len(paths)}. "
            f"Received: {len(gradients)}. Pass tape.gradient(loss, model.trainable_variables)."
        )
    pairs = zip(paths, gradients, strict=True)
    return {path: as_float64(g) for path, g in pairs if g is not None}


def keras_activations(model: Any, x: Any) -> dict[str, np.ndarray]:
    """Run a Keras model once, as at inference, and copy the output of every layer.

    Args:
        model: a Sequential or functional Keras model.
        x: one batch, or a list with one per input.

    Returns:
        Layer name → its output, in the model's order, inputs left out.

    Raises:
        ValueError: a model whose layers are not known before it runs (subclassed or not built).

    Example:
        >>> import keras
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, name="first")])
        >>> keras_activations(model, np.ones((4, 2)))["first"].shape
        (4, 3)
    """
    keras = sys.modules["keras"]  # whoever has a Keras model has imported it
    try:
        outputs = {layer.name: layer.output for layer in model.layers}
        run = keras.Function(model.inputs, outputs)
    except (AttributeError, ValueError) as error:
        raise ValueError(
            "Argument `model` must be a Sequential or functional Keras model with a known input. "
            f"Received: {type(model).__name__}. Start it with keras.Input(shape)."
        ) from error
    inputs = {getattr(tensor, "name", None) for tensor in model.inputs}
    batch = x if isinstance(x, (list, tuple)) else [x]
    return {name: as_float64(a) for name, a in run(batch).items() if name not in inputs}
