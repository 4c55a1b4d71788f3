"""Edit opinions, and count how many labels break."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from deeptuning.experiments import edited_reviews as reviews
from deeptuning.plots import text_and_signals as pictures

EDITS = ("delete", "synonyms", "neighbours")
PROTECTED = {
    "nothing": (),
    "negations": reviews.NEGATIONS,
    "praise and blame": tuple(reviews.POLARITY),
    "both": (*reviews.NEGATIONS, *reviews.POLARITY),
}
SAYS = {1: "praise", 0: "blame", -1: "nothing"}


@lru_cache(maxsize=1)
def opinions() -> list[reviews.Sentences]:
    """Return 500 opinions of one sentence each."""
    return reviews.opinions(500, np.random.default_rng(0))[0]


def edit_of(name: str, share: float, protected: str) -> reviews.Edit:
    """Return the edit that the controls describe; only deletion protects words."""
    if name == "delete":
        return reviews.delete(share, PROTECTED[protected])
    words = reviews.SYNONYMS if name == "synonyms" else reviews.NEIGHBOURS
    return reviews.replace(share, words)


def broken(name: str, share: float, protected: str) -> float:
    """Return the share of 500 opinions, in percent, whose label an edit breaks.

    Example:
        >>> broken("synonyms", 1.0, "nothing")
        0.0
    """
    edit = edit_of(name, share, protected)
    return reviews.broken(opinions(), edit, np.random.default_rng(0))


def picture(name: str, share: float, protected: str) -> Any:
    """Draw five opinions before and after the edit, with the share of broken labels above."""
    import matplotlib.pyplot as plt

    edit, rng = edit_of(name, share, protected), np.random.default_rng(0)
    rows = []
    for opinion in opinions()[:5]:
        edited = edit(opinion, rng)
        then, now = reviews.meaning(opinion), reviews.meaning(edited)
        rows.append(("before", opinion[0], opinion[0], SAYS[then]))
        mark = SAYS[now] if now == then else f"{SAYS[now]}: label broken"
        rows.append(("after", edited[0], opinion[0], mark))
    figure, axes = plt.subplots(figsize=(9.4, 3.9))
    pictures.sentences(axes, rows)
    axes.set_title(f"labels broken: {broken(name, share, protected):.1f} % of 500 opinions")
    return figure


def explore(name: str = "delete", share: float = 0.2) -> Any:
    """Show the picture with controls for the edit, its strength and what it spares."""
    from ipywidgets import Dropdown, FloatSlider

    from deeptuning.widgets.live import live

    return live(
        picture,
        "Five opinions on films before and after an edit, new words in colour, each with what it "
        "says; above, the share of 500 opinions whose label the edit breaks.",
        name=Dropdown(description="edit", options=EDITS, value=name),
        share=FloatSlider(
            share, min=0, max=1, step=0.01, description="share", continuous_update=False
        ),
        protected=Dropdown(description="protect", options=list(PROTECTED), value="nothing"),
    )
