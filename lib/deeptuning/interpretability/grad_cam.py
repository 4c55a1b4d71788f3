"""Grad-CAM: where in the image the last convolution saw evidence for a class."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import Choice, checked, require_count
from deeptuning.interpretability._checks import finite_array, require_shape


@checked(channels=Choice("first", "last"))
def grad_cam(activations: Any, gradients: Any, channels: str = "first") -> np.ndarray:
    r"""Add up the feature maps of a layer, each weighted by its mean gradient.

    $$\alpha_c = \frac{1}{HW} \sum_{u,v} \frac{\partial f}{\partial A_{cuv}} \qquad
      L = \operatorname{ReLU}\Big(\sum_c \alpha_c A_c\Big)$$

    The map is as coarse as the layer; `upsample` lays it over the image. The ReLU keeps what speaks
    *for* the class, as in the paper; captum leaves it out unless `relu_attributions=True`.

    Args:
        activations: $A$, output of a convolution, shape (N, C, H, W) or (N, H, W, C). The adapters
            return it with its gradients (`layer_gradients`).
        gradients: of the explained output with respect to $A$, same shape.
        channels: `"first"` (torch) or `"last"` (Keras).

    Returns:
        $L \ge 0$, shape (N, H, W), not scaled.

    Raises:
        ValueError: shapes that differ or are no images, NaN, or an unknown `channels`.

    Example:
        >>> A = np.array([[[[1.0, 0.0]], [[0.0, 2.0]]]])  # (N, C, H, W) = (1, 2, 1, 2)
        >>> grad_cam(A, np.ones_like(A) * [[[[3.0]], [[-1.0]]]]).tolist()
        [[[3.0, 0.0]]]

    Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
        Localization, 2017, equations 1 and 2.
    """
    A, G = finite_array("activations", activations), finite_array("gradients", gradients)  # noqa: N806
    if A.ndim != 4:
        raise ValueError(
            "Argument `activations` must have shape (N, C, H, W) or (N, H, W, C). Received: "
            f"activations with shape {A.shape}. Take the output of a convolution, with its batch."
        )
    require_shape("gradients", G, A.shape, "Pass one gradient per activation.")
    if channels == "last":
        A, G = np.moveaxis(A, -1, 1), np.moveaxis(G, -1, 1)  # noqa: N806  (N, C, H, W)
    alpha = G.mean(axis=(2, 3), keepdims=True)
    return np.maximum((alpha * A).sum(axis=1), 0)


def upsample(heat: Any, size: tuple[int, int]) -> np.ndarray:
    r"""Enlarge a heat map to the size of the image, bilinearly.

    $$u = \operatorname{clip}\Big(\big(i + \tfrac12\big)\frac{H}{H'} - \tfrac12,\ 0,\ H - 1\Big)$$

    Pixels are areas whose centres are halves, as in torch (`align_corners=False`) and Keras; with
    `align_corners=True` the corner pixels' centres would coincide instead.

    Args:
        heat: one map or several, shape (..., H, W).
        size: (H', W'), each at least that of the map.

    Returns:
        Shape (..., H', W'), between the smallest and the largest value of the map.

    Raises:
        TypeError: a size that is no whole number.
        ValueError: a size smaller than the map, or NaN.

    Example:
        >>> upsample(np.array([[0.0, 4.0]]), (1, 4)).tolist()
        [[0.0, 1.0, 3.0, 4.0]]

    Source: the bilinear enlargement of Selvaraju et al., 2017, section 3.
    """
    heat = finite_array("heat", heat)
    if heat.ndim < 2:
        raise ValueError(
            f"Argument `heat` must have shape (..., H, W). Received: heat with shape {heat.shape}. "
            "Pass a map with two axes."
        )
    for length, enlarged in zip(heat.shape[-2:], size, strict=True):
        require_count("size", enlarged, least=length)
    down, right = (linear_weights(n, m) for n, m in zip(heat.shape[-2:], size, strict=True))
    return down @ heat @ right.T


def linear_weights(n: int, m: int) -> np.ndarray:
    """Return how much each of `n` points counts for each of `m`, shape (m, n); rows sum to 1."""
    u = np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0, n - 1)
    return np.maximum(1 - np.abs(u[:, None] - np.arange(n)), 0)
