"""Weigh a net's hidden units at test, and compare it with the average of its thinned nets."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from deeptuning._validation import Choice
from deeptuning.data.digits import load_digits
from deeptuning.plots.style import CYCLE

RATES = (0.2, 0.5, 0.8)
COUNTS = (1, 2, 5, 10, 20, 50, 100)


@lru_cache(maxsize=1)
def trained() -> tuple[Any, np.ndarray]:
    """Train one net per rate, on 600 digits of which a fifth has a wrong label; draw thinned nets.

    Returns:
        The nets, and outputs of 100 thinned nets of each, `(100, rates, digits, classes)`.
    """
    from deeptuning.experiments.dropout import Drop, train_dropout
    from deeptuning.experiments.stacked import wrong_labels

    data = load_digits()
    images, labels = data.train_images[:600], data.train_labels[:600]
    labels = wrong_labels(labels, 0.2, np.random.default_rng(0))
    drops = [Drop(hidden=rate) for rate in RATES]
    nets = train_dropout(drops, [0], images, labels, steps=300)
    return nets, nets.samples(data.validation_images, max(COUNTS))[:, :, 0]


def compare(rate: float, weight: float) -> dict[str, np.ndarray]:
    """Compare the full net, its hidden units multiplied by `weight`, with averages of thinned nets.

    The units are those of classic dropout: in training they were silenced, and not scaled.

    Args:
        rate: drop rate in training, one of `RATES`.
        weight: factor on every hidden unit at test.

    Returns:
        `distance`: from the average of each number of nets in `COUNTS` to the full net, nats;
        `errors`: of each average, %; `full`: error of the full net, %.

    Example:
        >>> compare(0.5, 0.5)["distance"].shape
        (7,)
    """
    from deeptuning.experiments.scores import average, distance, error

    Choice(*RATES).check("rate", rate)
    nets, samples = trained()
    chosen, data = RATES.index(rate), load_digits()
    weigh = [weight / (1 - r) for r in RATES]  # the nets were trained with inverted dropout
    full = nets.outputs(data.validation_images, weigh)[chosen, 0]
    means = np.array([average(samples[:count, chosen]) for count in COUNTS])
    return {
        "distance": distance(means, full),
        "errors": error(means, data.validation_labels),
        "full": error(full, data.validation_labels),
    }


def picture(rate: float, weight: float, count: int) -> Any:
    """Draw distance and error against the number of thinned nets that are averaged."""
    import matplotlib.pyplot as plt

    found, at = compare(rate, weight), COUNTS.index(count)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    left.plot(COUNTS, found["distance"], marker="o", **CYCLE[0])
    right.plot(COUNTS, found["errors"], marker="o", label="average of thinned nets", **CYCLE[0])
    right.axhline(found["full"], label="full net", **CYCLE[1])
    for panel, values in ((left, found["distance"]), (right, found["errors"])):
        panel.plot(count, values[at], "o", markersize=13, fillstyle="none", color="black")
        panel.set(xscale="log", xlabel="thinned nets averaged")
        panel.set_xticks(COUNTS, [str(c) for c in COUNTS])
        panel.minorticks_off()
    left.set(yscale="log", ylim=(5e-4, 20), ylabel="distance to the full net, nats")
    left.set_title(f"{count} averaged: distance {found['distance'][at]:.4f}")
    right.set(ylim=(0, None), ylabel="validation error, %")
    right.set_title(f"error {found['errors'][at]:.1f} %, full net {found['full']:.1f} %")
    right.legend()
    return figure


def explore(rate: float = 0.5, weight: float = 1.0, count: int = 1) -> Any:
    """Show the picture with controls for the rate, the weight and the number of nets."""
    from ipywidgets import Dropdown, FloatSlider, SelectionSlider

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Left: the distance between the average of thinned nets and the weighed full net, against "
        "the number of nets averaged. Right: the validation error of both.",
        rate=Dropdown(description="drop rate p", options=RATES, value=rate),
        weight=FloatSlider(
            weight, min=0.05, max=1, step=0.05, description="weight", continuous_update=False
        ),
        count=SelectionSlider(description="averaged", options=COUNTS, value=count),
    )
