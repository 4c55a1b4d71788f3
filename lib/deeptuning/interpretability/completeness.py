"""Completeness: does an explanation add up to what it explains?"""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.interpretability._checks import finite_array, require_shape


def completeness_gap(attribution: Any, output: Any, reference: Any) -> np.ndarray | float:
    r"""Measure by how much the parts miss the whole.

    $$\text{gap} = \sum_p a_p - \big[f(x) - f(x')\big]$$

    For integrated gradients, $f(x')$ is the output at the baseline, and the gap is the error of the
    sum over steps (captum's `delta`). For Shapley values it is the mean output over the background,
    and the same property is called efficiency.

    Args:
        attribution: $a$, its first axes those of `output`: (d,) for one number, (N, ...) for a
            batch of N.
        output: $f(x)$, a number or shape (N,).
        reference: $f(x')$, a number or the shape of `output`.

    Returns:
        The gap, signed, in the shape of `output`.

    Raises:
        ValueError: shapes that do not fit, or NaN.

    Example:
        >>> completeness_gap([4.0, 7.5], output=12.0, reference=0.0)
        -0.5

    Source: Sundararajan, Taly & Yan, Axiomatic Attribution for Deep Networks, 2017, proposition 1.
    """
    a, f = finite_array("attribution", attribution), finite_array("output", output)
    reference = finite_array("reference", reference)
    if reference.ndim:
        require_shape("reference", reference, f.shape, "Pass one reference per output.")
    if a.shape[: f.ndim] != f.shape:
        raise ValueError(
            f"Argument `attribution` must begin with the shape of `output`, {f.shape}. Received: "
            f"attribution with shape {a.shape}. Put the examples first."
        )
    gap = a.sum(axis=tuple(range(f.ndim, a.ndim))) - (f - reference)
    return float(gap) if gap.ndim == 0 else gap
