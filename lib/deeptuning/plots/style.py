"""One style and one palette, so that Adam looks the same on every page."""

from __future__ import annotations

from typing import Any

# Okabe & Ito's colours, which colour-blind readers can tell apart, and for the rarer optimizers
# darker ones of Paul Tol's; line style and marker are a second channel for print and for everyone.
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "sgd": {"color": "#666666", "linestyle": (0, (1, 1)), "marker": "o"},
    "momentum": {"color": "#E69F00", "linestyle": (0, (5, 1.5)), "marker": "s"},
    "nesterov": {"color": "#56B4E9", "linestyle": (0, (5, 1, 1, 1)), "marker": "^"},
    "adagrad": {"color": "#999933", "linestyle": (0, (3, 1, 1, 1, 1, 1, 1, 1)), "marker": "p"},
    "rmsprop": {"color": "#009E73", "linestyle": (0, (3, 1)), "marker": "v"},
    "adadelta": {"color": "#882255", "linestyle": (0, (4, 1, 2, 1)), "marker": "h"},
    "adam": {"color": "#D55E00", "linestyle": "-", "marker": "D"},
    "amsgrad": {"color": "#8C4A1B", "linestyle": (0, (12, 3)), "marker": "d"},
    "nadam": {"color": "#CC79A7", "linestyle": (0, (6, 1, 1, 1, 1, 1)), "marker": "P"},
    "adamax": {"color": "#0072B2", "linestyle": (0, (2, 1)), "marker": "X"},
    "adamw": {"color": "#000000", "linestyle": (0, (8, 2)), "marker": "*"},
    "lion": {"color": "#332288", "linestyle": (0, (1, 2)), "marker": "<"},
    "radam": {"color": "#AA4499", "linestyle": (0, (9, 1, 1, 1)), "marker": "8"},
}

# For lines that are not optimizers: drawn in this order, in colour and line style.
CYCLE: tuple[dict[str, Any], ...] = (
    {"color": "#0072B2", "linestyle": "-"},
    {"color": "#D55E00", "linestyle": (0, (5, 1.5))},
    {"color": "#009E73", "linestyle": (0, (1, 1))},
    {"color": "#CC79A7", "linestyle": (0, (5, 1, 1, 1))},
)

LABELS = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adadelta": "Adadelta",
    "adam": "Adam",
    "amsgrad": "AMSGrad",
    "nadam": "Nadam",
    "adamax": "AdaMax",
    "adamw": "AdamW",
    "lion": "Lion",
    "radam": "RAdam",
}

RC = {
    "figure.dpi": 110,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # looking for a free height takes a fifth of the time to draw
    "axes.labelsize": 11,
    "font.size": 11,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 5,
    "image.cmap": "Greys",
}


def use_style() -> None:
    """Make matplotlib draw in the course's style from here on."""
    import matplotlib as mpl

    mpl.rcParams.update(RC)


def look(name: str, **changes: Any) -> dict[str, Any]:
    """Return colour, line style and label of an optimizer as keyword arguments for `plot`.

    Example:
        >>> look("adam")["color"], look("adam")["label"]
        ('#D55E00', 'Adam')
    """
    style = OPTIMIZERS[name]
    return {
        "color": style["color"],
        "linestyle": style["linestyle"],
        "label": LABELS[name],
        **changes,
    }
