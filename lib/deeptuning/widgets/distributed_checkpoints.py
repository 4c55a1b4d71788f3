"""Choose how many ranks saved and how many load, and see who reads what from whom."""

from __future__ import annotations

from typing import Any, NamedTuple

from deeptuning.plots.style import CYCLE

COLOURS = [*(one["color"] for one in CYCLE), "#E69F00", "#56B4E9", "#999933", "#882255"]
HATCHES = ["", "//", "..", "xx", "\\\\", "++", "oo", "--"]


class Read(NamedTuple):
    """Rows `start` to `stop` (exclusive) of a tensor, read by one rank from the file of another."""

    reader: int
    writer: int
    start: int
    stop: int


def rows_of(rank: int, ranks: int, rows: int) -> range:
    """Return the rows of a rank, as `deeptuning.checkpointing.shard` cuts.

    Example:
        >>> [list(rows_of(rank, 3, 5)) for rank in range(3)]
        [[0, 1], [2, 3], [4]]
    """
    share = -(-rows // ranks)
    return range(min(rank * share, rows), min((rank + 1) * share, rows))


def reads(rows: int, saved_by: int, loaded_by: int) -> list[Read]:
    """Return all reads by which a tensor gets from the old ranks to the new ones.

    Example:
        >>> [tuple(one) for one in reads(4, saved_by=2, loaded_by=1)]
        [(0, 0, 0, 2), (0, 1, 2, 4)]
    """
    found = []
    for reader in range(loaded_by):
        wanted = rows_of(reader, loaded_by, rows)
        for writer in range(saved_by):
            there = rows_of(writer, saved_by, rows)
            start, stop = max(wanted.start, there.start), min(wanted.stop, there.stop)
            if start < stop:
                found.append(Read(reader, writer, start, stop))
    return found


def picture(rows: int, saved_by: int, loaded_by: int) -> Any:
    """Draw the files of the old ranks above the shares of the new ones, and what goes where."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    moves = reads(rows, saved_by, loaded_by)
    gap = 0.3  # between two ranks, in rows
    shift = {True: (saved_by - 1) * gap / 2, False: (loaded_by - 1) * gap / 2}
    for one in moves:
        top = one.start + one.writer * gap - shift[True]
        bottom = one.start + one.reader * gap - shift[False]
        length = one.stop - one.start
        look = {"color": COLOURS[one.writer], "hatch": HATCHES[one.writer], "edgecolor": "white"}
        axes.barh(1, length, left=top, height=0.22, **look)
        axes.barh(0, length, left=bottom, height=0.22, **look)
        corners = [(top, 0.89), (top + length, 0.89), (bottom + length, 0.11), (bottom, 0.11)]
        axes.add_patch(plt.Polygon(corners, color=COLOURS[one.writer], alpha=0.2, linewidth=0))
    for ranks, height, place, word in ((saved_by, 1, 1.2, "file"), (loaded_by, 0, -0.22, "rank")):
        for rank in range(ranks):
            mine = rows_of(rank, ranks, rows)
            if mine:
                middle = (mine.start + mine.stop) / 2 + rank * gap - shift[height == 1]
                axes.text(middle, place, f"{word} {rank}", ha="center", va="center", fontsize=9.5)
    most = max(len({m.writer for m in moves if m.reader == r}) for r in range(loaded_by))
    idle = sum(not rows_of(r, loaded_by, rows) for r in range(loaded_by))
    title = f"{rows} rows, {saved_by} → {loaded_by} ranks: {len(moves)} reads, "
    title += f"at most {most} file{'s' * (most > 1)} per rank, {idle} without rows"
    axes.set(title=title, ylim=(-0.4, 1.4), yticks=[0, 1], yticklabels=["loaded by", "saved by"])
    axes.set_xticks([])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def explore() -> Any:
    """Show the picture with controls for the rows and both numbers of ranks."""
    from ipywidgets import IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Two rows of blocks: above, the rows of a tensor in the files of the ranks that saved; "
        "below, the shares of the ranks that load. Coloured bands show which rows each rank reads "
        "from which file.",
        rows=IntSlider(12, min=1, max=24, description="rows", **slow),
        saved_by=IntSlider(2, min=1, max=8, description="saved by", **slow),
        loaded_by=IntSlider(3, min=1, max=8, description="loaded by", **slow),
    )
