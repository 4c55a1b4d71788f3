"""Lines in one or more panels that share a vertical axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE


def lines(
    panels: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]],
    *,
    xlabel: str,
    ylabel: str,
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    legend: str | None = "best",
    **axes: Any,
) -> Any:
    """Draw one panel per title, one line per label.

    Args:
        panels: title → {label → (x, y)}, all of one length per line.
        xlabel: quantity and unit on the horizontal axis.
        ylabel: quantity and unit on the vertical axis, shared by the panels.
        looks: label → line properties; lines not named take the course's cycle.
        legend: where the legend goes in the last panel; None leaves it out.
        axes: more settings for every panel (`xscale="log"`, `ylim=(0, 1)`, …).

    Returns:
        A matplotlib figure.

    Raises:
        ValueError: a panel with more lines than the cycle can tell apart.
    """
    import matplotlib.pyplot as plt

    looks = looks or {}
    figure, drawn = plt.subplots(1, len(panels), figsize=(9.4, 3.6), sharey=True, squeeze=False)
    for panel, (title, curves) in zip(drawn[0], panels.items(), strict=True):
        unnamed = [label for label in curves if label not in looks]
        if len(unnamed) > len(CYCLE):
            raise ValueError(
                f"Argument `panels` must hold at most {len(CYCLE)} lines per panel without a look "
                f"of their own. Received: {len(unnamed)} in {title!r}. Name the rest in `looks`."
            )
        styles = {**dict(zip(unnamed, CYCLE, strict=False)), **looks}
        for label, (x, y) in curves.items():
            panel.plot(x, y, **{**styles[label], "label": label})
        panel.set(title=title, xlabel=xlabel, **axes)
    if legend:
        drawn[0][-1].legend(loc=legend)
    drawn[0][0].set_ylabel(ylabel)
    return figure
