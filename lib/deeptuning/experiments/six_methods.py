"""Six explanations of one row, with one common meaning of "nothing", to be judged side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from torch import nn

from deeptuning import interpretability as xai
from deeptuning.adapters.torch_explain import input_gradient, predictor
from deeptuning.experiments.fooling import Explained


def of_net(net: nn.Module) -> Explained:
    """Return a net's function and gradient on arrays."""
    return Explained(predictor(net), input_gradient(net))


def six_methods(
    model: Explained, background: np.ndarray, seed: int = 0
) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
    """Return six ways to credit one row `(d,)`; all but saliency compare with the mean row.

    LIME asks 500 neighbours, and its slopes are multiplied by how far the features are from the
    mean. KernelSHAP draws 128 coalitions, against 20 rows of the background.

    Args:
        model: what is explained.
        background: rows that give the mean, the scales and KernelSHAP's absent features.
        seed: of LIME's neighbours and KernelSHAP's coalitions, the same for every row.
    """
    mean = background.mean(axis=0)

    def slope(x: np.ndarray) -> np.ndarray:
        return model.gradient(x[None])[0]

    def lime(x: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(seed)
        found = xai.lime_tabular(model.predict, x, background, rng, samples=500)
        return found.weights * (x - mean) / found.scale

    def kernel_shap(x: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(seed)
        return xai.kernel_shap(model.predict, x, background[:20], rng, samples=128)

    return {
        "saliency": lambda x: xai.saliency(slope, x),
        "gradient × change": lambda x: (x - mean) * slope(x),
        "integrated gradients": lambda x: xai.integrated_gradients(slope, x, mean, 30),
        "occlusion": lambda x: xai.occlusion(model.predict, x, fill=mean),
        "LIME": lime,
        "KernelSHAP": kernel_shap,
    }
