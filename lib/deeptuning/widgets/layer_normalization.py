"""Make an example or a unit loud, and see which normalization notices."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import known
from deeptuning.normalization import batch_norm, group_norm, layer_norm, rms_norm
from deeptuning.plots.layer_normalization import draw_heat

UNITS, LOUD_UNIT, LOUD_EXAMPLE = 12, 3, 0
ONE, ZERO = np.ones(UNITS), np.zeros(UNITS)
NORMS = {
    "none": lambda x: x,
    "batch norm": lambda x: batch_norm(x, ONE, ZERO, {}, training=True)[0],
    "layer norm": lambda x: layer_norm(x, ONE, ZERO),
    "RMS norm": lambda x: rms_norm(x, ONE),
    "group norm, 3 groups": lambda x: group_norm(x, ONE, ZERO, groups=3),
}


class Heard(NamedTuple):
    """Activations `(examples, units)` before and after, and how the loud ones compare.

    `example` and `unit` are root mean squares over the median one of the others; `offset` is the
    mean of the loud example's outputs.
    """

    before: np.ndarray
    after: np.ndarray
    example: float
    unit: float
    offset: float


def loudness(x: np.ndarray, axis: int, which: int) -> float:
    """Return the root mean square of one row (axis 0) or column (1) over the median other one."""
    rms = np.mean(x**2, axis=1 - axis) ** 0.5
    return float(rms[which] / np.median(np.delete(rms, which)))


def listen(norm: str, examples: int, example: float, unit: float, offset: float) -> Heard:
    """Normalize activations of which one example and one unit are louder than the rest.

    Args:
        norm: a name in `NORMS`.
        examples: size of the batch, 2 or more.
        example: the first example is multiplied by this.
        unit: the fourth unit is multiplied by this.
        offset: is added to all units of the first example.

    Example:
        >>> heard = listen("layer norm", 16, example=20.0, unit=1.0, offset=0.0)
        >>> bool(abs(heard.example - 1) < 0.01)
        True
    """
    known("norm", norm, NORMS)
    x = np.random.default_rng(0).normal(size=(examples, UNITS))
    x[:, LOUD_UNIT] *= unit
    x[LOUD_EXAMPLE] = x[LOUD_EXAMPLE] * example + offset
    y = NORMS[norm](x)
    heard = loudness(y, 0, LOUD_EXAMPLE), loudness(y, 1, LOUD_UNIT)
    return Heard(x, y, *heard, float(y[LOUD_EXAMPLE].mean()))


def picture(norm: str, examples: int, example: float, unit: float, offset: float) -> Any:
    """Draw the activations of `listen` before and after."""
    import matplotlib.pyplot as plt

    heard = listen(norm, examples, example, unit, offset)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6), sharey=True)
    draw_heat(left, heard.before)
    image = draw_heat(right, heard.after)
    left.set(title="before", ylabel="example")
    right.set_title(
        f"{norm}: example ×{heard.example:.2f}, unit ×{heard.unit:.2f}, mean {heard.offset:.2f}",
        fontsize=11,
    )
    figure.colorbar(image, ax=(left, right), label="value", shrink=0.9)
    return figure


def explore() -> Any:
    """Show the picture with controls for the norm, the batch size and what is loud."""
    from ipywidgets import Dropdown, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Colour maps of activations, examples by units, before and after normalization. The "
        "title says how loud the first example and the fourth unit are, compared with the others, "
        "and the mean of the first example.",
        norm=Dropdown(description="norm", options=list(NORMS), value="none"),
        examples=IntSlider(16, min=2, max=32, description="batch size", **slow),
        example=FloatSlider(1, min=1, max=30, step=1, description="example ×", **slow),
        unit=FloatSlider(20, min=1, max=30, step=1, description="unit ×", **slow),
        offset=FloatSlider(0, min=0, max=20, step=1, description="offset", **slow),
    )
