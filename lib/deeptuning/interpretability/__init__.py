"""Interpretability: what a trained model looks at, and how far an explanation can be believed.

A model is a plain function, `predict(X)` → outputs (n,) or (n, k). Gradient methods take
`gradient(x)`, the slope of the explained output, in the shape of `x`;
`deeptuning.adapters.torch_explain` and `keras_explain` make both from a model.
"""

from deeptuning.interpretability.ale import ale
from deeptuning.interpretability.coefficients import standardized_coefficients
from deeptuning.interpretability.completeness import completeness_gap
from deeptuning.interpretability.consistency import (
    consistency,
    randomization_check,
    rank_correlation,
)
from deeptuning.interpretability.curves import Curve, deletion_curve, insertion_curve
from deeptuning.interpretability.fidelity import fidelity
from deeptuning.interpretability.grad_cam import grad_cam, upsample
from deeptuning.interpretability.integrated_gradients import integrated_gradients
from deeptuning.interpretability.kernel_shap import kernel_shap
from deeptuning.interpretability.lime import Surrogate, lime_tabular
from deeptuning.interpretability.occlusion import occlusion
from deeptuning.interpretability.partial_dependence import ice, partial_dependence, quantile_grid
from deeptuning.interpretability.permutation_importance import permutation_importance
from deeptuning.interpretability.saliency import gradient_times_input, saliency
from deeptuning.interpretability.shapley import coalition_value, exact_shapley, shapley_values
from deeptuning.interpretability.smoothgrad import smoothgrad
from deeptuning.interpretability.stability import stability

__all__ = [
    "Curve",
    "Surrogate",
    "ale",
    "coalition_value",
    "completeness_gap",
    "consistency",
    "deletion_curve",
    "exact_shapley",
    "fidelity",
    "grad_cam",
    "gradient_times_input",
    "ice",
    "insertion_curve",
    "integrated_gradients",
    "kernel_shap",
    "lime_tabular",
    "occlusion",
    "partial_dependence",
    "permutation_importance",
    "quantile_grid",
    "randomization_check",
    "rank_correlation",
    "saliency",
    "shapley_values",
    "smoothgrad",
    "stability",
    "standardized_coefficients",
    "upsample",
]
