"""Watch running statistics learn the mean and the variance of a layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.normalization import running_statistics

STEPS, MEAN, VARIANCE = 300, 5.0, 4.0
SIZES = (2, 4, 8, 16, 32, 64, 256)


def track(convention: str, momentum: float, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Track 300 batches of a unit with mean 5 and variance 4; mean and variance, each `(301,)`.

    Example:
        >>> mean, variance = track("torch", 0.1, 32)
        >>> float(mean[0]), float(variance[0]), bool(abs(mean[-1] - 5) < 0.5)
        (0.0, 1.0, True)
    """
    rng, state = np.random.default_rng(0), {}
    path = [(0.0, 1.0)]
    for _ in range(STEPS):
        x = rng.normal(MEAN, VARIANCE**0.5, batch)
        state = running_statistics(
            state, x.mean(), x.var(), batch, momentum=momentum, convention=convention
        )
        path.append((state["mean"], state["variance"]))
    mean, variance = np.array(path, dtype=float).T
    return mean, variance


def picture(convention: str, momentum: float, batch: int) -> Any:
    """Draw both running statistics against the step, and what they should be."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(9.4, 3.7))
    found = zip(track(convention, momentum, batch), (MEAN, VARIANCE), strict=True)
    for panel, name, (values, truth) in zip(panels, ("mean", "variance"), found, strict=True):
        panel.axhline(truth, color="#666666", linestyle=(0, (1, 1)))
        panel.plot(values, color="#0072B2")
        panel.annotate("truth", (STEPS, truth), (-34, 5), textcoords="offset points")
        panel.set(xlabel="training step", ylabel=f"running {name}", ylim=(-0.2, 1.6 * truth))
        last = values[-100:].mean() / truth
        panel.set_title(f"step 30: {values[30] / truth:.0%}, last 100: {last:.0%}", fontsize=11)
    return figure


def explore() -> Any:
    """Show the picture with controls for the convention, the momentum and the batch size."""
    from ipywidgets import Dropdown, FloatSlider, SelectionSlider

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Running mean (left) and running variance (right) of batch norm over 300 training steps, "
        "with a dotted line at the true value of each.",
        convention=Dropdown(description="convention", options=["keras", "torch"], value="keras"),
        momentum=FloatSlider(
            0.99, min=0.01, max=0.99, step=0.01, description="momentum", continuous_update=False
        ),
        batch=SelectionSlider(
            description="batch size", options=SIZES, value=32, continuous_update=False
        ),
    )
