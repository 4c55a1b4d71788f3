"""What explanations need of a torch module: outputs, input gradients, a layer's activations."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import numpy as np

try:
    import torch
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.torch_explain needs PyTorch, which is not installed. "
        "Run: pip install torch"
    ) from error


def predictor(model: torch.nn.Module, target: int | None = None) -> Callable[[Any], np.ndarray]:
    """Make a torch module a plain function of NumPy arrays.

    Args:
        model: a module in evaluation mode, a batch (N, ...) → outputs (N,) or (N, k).
        target: the output to return, from 0 to k − 1; by default all.

    Returns:
        A function: inputs (N, ...) → NumPy array (N,) or (N, k). It computes in the type and on
        the device of the model's parameters.

    Raises:
        ValueError: when called, a model in training mode, or no such output.

    Example:
        >>> model = torch.nn.Linear(2, 2).eval()
        >>> _ = torch.nn.init.constant_(model.weight, 1.0), torch.nn.init.zeros_(model.bias)
        >>> predictor(model, target=1)(np.array([[1.0, 2.0]])).tolist()
        [3.0]
    """

    def predict(x: Any) -> np.ndarray:
        require_evaluation(model)
        with torch.no_grad():
            output = model(like_parameters(model, x))
            output = output if target is None else pick(output, target)
        return output.cpu().numpy()

    return predict


def input_gradient(model: torch.nn.Module, target: Any = None) -> Callable[[Any], Any]:
    r"""Make the gradient of one output with respect to the input, for gradient methods.

    $$g_i = \frac{\partial f_c(x_i)}{\partial x_i}, \quad i = 1, \dots, N$$

    Each example has a gradient of its own, as long as the model treats examples independently.
    Gradients on the parameters are left as they are.

    Args:
        model: a module in evaluation mode, a batch (N, ...) → outputs (N,) or (N, k).
        target: $c$, the output to explain, or one per example, shape (N,); by default the only one.

    Returns:
        A function: inputs (N, ...) → gradients of the same shape, a NumPy array for an array, a
        tensor for a tensor.

    Raises:
        ValueError: when called, a model in training mode, no such output, or several and no
            target.

    Example:
        >>> class Square(torch.nn.Module):
        ...     def forward(self, x):
        ...         return (x**2).sum(axis=1)
        >>> input_gradient(Square().eval())(np.array([[1.0, 3.0]])).tolist()
        [[2.0, 6.0]]

    Source: Simonyan, Vedaldi & Zisserman, Deep Inside Convolutional Networks, 2014, section 3.
    """

    def gradient(x: Any) -> Any:
        require_evaluation(model)
        with torch.enable_grad():
            inputs = like_parameters(model, x).detach().clone().requires_grad_()
            g = torch.autograd.grad(pick(model(inputs), target).sum(), inputs)[0]
        return g if isinstance(x, torch.Tensor) else g.cpu().numpy()

    return gradient


def layer_gradients(
    model: torch.nn.Module, layer: torch.nn.Module, target: Any = None
) -> Callable[[Any], tuple[np.ndarray, np.ndarray]]:
    """Make a layer's activations, and the gradient of one output with respect to them.

    Args:
        model: a module in evaluation mode, a batch (N, ...) → outputs (N,) or (N, k).
        layer: one of its layers, used once; for `grad_cam` the last convolution.
        target: the output to explain, or one per example, shape (N,); by default the only one.

    Returns:
        A function: inputs (N, ...) → (activations, gradients), NumPy arrays of the same shape.

    Raises:
        ValueError: when called, a model in training mode, a layer that did not run, no such
            output, or several and no target.

    Example:
        >>> layer = torch.nn.Conv2d(1, 3, kernel_size=2)
        >>> model = torch.nn.Sequential(layer, torch.nn.Flatten(), torch.nn.Linear(12, 2)).eval()
        >>> A, g = layer_gradients(model, layer, target=0)(np.ones((5, 1, 3, 3)))
        >>> A.shape, g.shape
        ((5, 3, 2, 2), (5, 3, 2, 2))

    Source: Selvaraju et al., Grad-CAM, 2017, equation 1.
    """

    def activations_and_gradients(x: Any) -> tuple[np.ndarray, np.ndarray]:
        require_evaluation(model)
        with torch.enable_grad(), recorded(layer) as seen:
            output = model(like_parameters(model, x).detach().requires_grad_())
            if not seen:
                raise ValueError(
                    f"Argument `layer` must be a layer of the model. Received: {layer}, which did "
                    "not run. Pass the layer itself, such as model.conv2."
                )
            g = torch.autograd.grad(pick(output, target).sum(), seen[-1])[0]
        return seen[-1].detach().cpu().numpy(), g.cpu().numpy()

    return activations_and_gradients


@contextmanager
def recorded(layer: torch.nn.Module) -> Any:
    """Collect what a layer returns; a later in-place operation gets a copy and cannot spoil it."""
    seen: list[torch.Tensor] = []

    def keep(module: Any, inputs: Any, output: torch.Tensor) -> torch.Tensor:
        seen.append(output)
        return output.clone()

    handle = layer.register_forward_hook(keep)
    try:
        yield seen
    finally:
        handle.remove()


def like_parameters(model: torch.nn.Module, x: Any) -> torch.Tensor:
    """Return `x` as a tensor of the type and on the device of the model's parameters."""
    parameter, x = next(model.parameters(), None), as_tensor(x)
    if parameter is not None:
        return x.to(dtype=parameter.dtype, device=parameter.device)
    return x if x.is_floating_point() else x.to(torch.get_default_dtype())


def as_tensor(value: Any) -> torch.Tensor:
    """Return a tensor; of an array a copy, since torch warns of those that are read-only."""
    return value if isinstance(value, torch.Tensor) else torch.from_numpy(np.array(value))


def pick(output: torch.Tensor, target: Any) -> torch.Tensor:
    """Return the explained output of every example, shape (N,)."""
    if output.ndim == 2 and output.shape[1] == 1 and target is None:
        return output[:, 0]
    if output.ndim == 1 and target is None:
        return output
    if output.ndim != 2 or target is None:
        raise ValueError(
            "The model must have outputs (N, k) and a `target`, or outputs (N,) and none. "
            f"Received: outputs {tuple(output.shape)} and target={target!r}. Name the class."
        )
    n, k = output.shape
    index = as_tensor(target).to(output.device).expand(n)
    whole = not index.is_floating_point() and index.dtype != torch.bool
    if not whole or not bool(((index >= 0) & (index < k)).all()):
        raise ValueError(
            f"Argument `target` must be whole, from 0 to {k - 1}. Received: target={target!r}. "
            "Name one of the model's outputs."
        )
    return output[torch.arange(n, device=output.device), index]


def require_evaluation(model: torch.nn.Module) -> None:
    """Raise if dropout and batch norm would behave as in training."""
    if model.training:
        raise ValueError(
            "The model must be in evaluation mode. Received: a model in training mode, whose "
            "dropout is random and whose batch norm looks at the other examples. "
            "Call model.eval() first."
        )
