"""Drawings of small nets in which units or connections are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

INK, GONE, LINE = "#0072B2", "#d5d5d5", "#8a8a8a"


def draw_net(axes: Any, layers: Sequence[np.ndarray], links: float | None = None) -> None:
    """Draw a fully connected net from left to right.

    Args:
        axes: where to draw.
        layers: for each layer which units are there; a silent unit is an empty circle and has no
            connections.
        links: None, or the share of connections that are missing at random between units that
            are there.
    """
    rng = np.random.default_rng(4)
    places = [
        [(x, y - (len(units) - 1) / 2) for y in range(len(units))] for x, units in enumerate(layers)
    ]
    lines = []
    for x in range(len(layers) - 1):
        for i, a in enumerate(places[x]):
            for j, b in enumerate(places[x + 1]):
                there = layers[x][i] and layers[x + 1][j]
                if there and (links is None or rng.random() >= links):
                    lines += [a, b, (np.nan, np.nan)]
    axes.plot(*zip(*lines, strict=True), color=LINE, linewidth=0.8, zorder=1)
    flat = np.array([place for row in places for place in row])
    there = np.concatenate(layers)
    axes.plot(*flat[there].T, "o", markersize=11, color=INK, zorder=2)
    axes.plot(*flat[~there].T, "o", markersize=11, color="white", markeredgecolor=GONE, zorder=2)
    axes.plot(*flat[~there].T, "x", markersize=6, color="#999999", zorder=3)
    axes.set_axis_off()
    axes.margins(0.12)


def nets(titles: Sequence[str], drawn: Sequence[dict[str, Any]]) -> Any:
    """Return a figure with one net per title; `drawn` holds the arguments of `draw_net`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(titles), figsize=(9.4, 3.1))
    for panel, title, net in zip(axes, titles, drawn, strict=True):
        draw_net(panel, **net)
        panel.set_title(title, loc="center", fontsize=11)
    return figure
