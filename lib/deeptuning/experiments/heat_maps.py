"""All heat maps of one net at once, and the same net with other weights."""

from __future__ import annotations

import copy
import warnings

import numpy as np
import torch
from torch import nn

from deeptuning.adapters.torch_explain import input_gradient, layer_gradients, predictor
from deeptuning.interpretability import (
    grad_cam,
    gradient_times_input,
    integrated_gradients,
    occlusion,
    saliency,
    smoothgrad,
    upsample,
)

LAST_RELU = 4  # of `shape_net`: the feature maps that Grad-CAM reads


def answers(net: nn.Module, x: np.ndarray) -> np.ndarray:
    """Return the class that the net names for each picture, shape (n,)."""
    return predictor(net)(x).argmax(axis=1)


def mean_colour(x: np.ndarray) -> np.ndarray:
    """Return each picture as a plain area of its mean colour, same shape.

    Example:
        >>> mean_colour(np.array([[[[0.0, 1.0]]]])).tolist()
        [[[[0.5, 0.5]]]]
    """
    return np.broadcast_to(x.mean(axis=(2, 3), keepdims=True), x.shape)


def heat(attribution: np.ndarray) -> np.ndarray:
    """Add up the sizes over the colour channels: (n, 3, H, W) → (n, H, W)."""
    return np.abs(attribution).sum(axis=1)


def heat_maps(
    net: nn.Module, x: np.ndarray, classes: np.ndarray, seed: int = 0
) -> dict[str, np.ndarray]:
    """Explain the same outputs by six methods.

    SmoothGrad takes 20 copies with a noise of 0.15; integrated gradients 30 steps from the mean
    colour; occlusion windows of 4 by 4, filled with the mean colour.

    Args:
        net: a `shape_net` in evaluation mode.
        x: pictures, shape (n, 3, H, W).
        classes: the output to explain, one per picture.
        seed: of SmoothGrad's noise.

    Returns:
        Method → heat without sign, shape (n, H, W).
    """
    gradient, rng = input_gradient(net, classes), np.random.default_rng(seed)
    blank = mean_colour(x)
    covered = [
        occlusion(predictor(net, int(c)), one, (3, 4, 4), fill=fill)
        for one, c, fill in zip(x, classes, blank, strict=True)
    ]
    cam = grad_cam(*layer_gradients(net, net[LAST_RELU], classes)(x))
    return {
        "saliency": heat(saliency(gradient, x)),
        "gradient × input": heat(gradient_times_input(gradient, x)),
        "SmoothGrad": heat(smoothgrad(gradient, x, rng, samples=20, std=0.15)),
        "integrated gradients": heat(integrated_gradients(gradient, x, blank, steps=30)),
        "Grad-CAM": upsample(cam, x.shape[2:]),
        "occlusion": heat(np.array(covered)),
    }


def edges(x: np.ndarray) -> np.ndarray:
    """Return how much the picture changes from pixel to pixel: a map that asks no net.

    Example:
        >>> edges(np.array([[[[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]]])).tolist()
        [[[0.0, 0.5, 1.0], [0.0, 0.5, 1.0]]]
    """
    return heat(np.hypot(*np.gradient(x, axis=(2, 3))))


def guided_backprop(net: nn.Module, x: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return captum's guided backpropagation, which drops negative gradients at every ReLU."""
    from captum.attr import GuidedBackprop

    with warnings.catch_warnings():
        # captum says that it sets hooks and removes them, on every call.
        warnings.filterwarnings("ignore", message="Setting backward hooks on ReLU activations")
        found = GuidedBackprop(net).attribute(
            torch.tensor(x, requires_grad=True), target=torch.from_numpy(classes)
        )
    return heat(found.detach().numpy())


def redrawn(net: nn.Module, seed: int, layers: slice = slice(None)) -> nn.Module:
    """Return a copy of a sequential net with the weights of some layers drawn anew.

    Args:
        net: left alone.
        seed: of the new weights.
        layers: which layers, by default all.
    """
    other = copy.deepcopy(net)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for layer in list(other)[layers]:
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()
    return other


def hottest_in(heat: np.ndarray, rows: slice, columns: slice) -> np.ndarray:
    """Say for each map whether its hottest pixel lies in a window; an empty map has none.

    Example:
        >>> maps = np.array([[[5.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
        >>> hottest_in(maps, slice(1), slice(1)).tolist()
        [True, False]
    """
    inside = heat[:, rows, columns].max(axis=(1, 2))
    return (inside > 0) & (inside == heat.max(axis=(1, 2)))
