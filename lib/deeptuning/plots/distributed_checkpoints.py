"""The pictures of the lesson on checkpoints of many ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE
from deeptuning.widgets.distributed_checkpoints import picture

BLUE, RED, GREEN, PINK = (one["color"] for one in CYCLE)


def who_reads(rows: int, saved_by: int, loaded_by: int) -> None:
    """Show which rank reads which rows from which file."""
    show(
        picture(rows, saved_by, loaded_by),
        f"A tensor of {rows} rows in {saved_by} files above, {loaded_by} ranks below, with bands "
        "from the rows in a file to the rank that reads them. One rank in the middle reads from "
        "two files, the others from one.",
    )


def sizes(files: Mapping[str, int], title: str, alt: str) -> None:
    """Show the bytes of files as bars."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.42 * len(files) + 1.2))
    names, values = list(files), list(files.values())
    axes.barh(names, values, color=BLUE, height=0.6)
    for row, value in enumerate(values):
        axes.text(value + 0.01 * max(values), row, f"{value:,}", va="center", fontsize=9.5)
    axes.set(xlabel="bytes", xlim=(0, 1.15 * max(values)), ylim=(len(names) - 0.5, -0.5))
    axes.set_title(title)
    axes.grid(visible=False, axis="y")
    show(figure, alt)


def attempts(spans: Sequence[tuple[str, int, int]], dead: int, steps: int) -> None:
    """Show who trained which steps: (label, first, last), and the step in which rank 1 died."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.5 * len(spans) + 1.4))
    for row, (_, start, stop) in enumerate(spans):
        axes.plot([start, stop], [row, row], color=(BLUE, GREEN, PINK)[min(row, 2)], linewidth=7)
    axes.plot(dead, 0, "X", color=RED, markersize=12)
    axes.text(dead + 0.4, 0, "rank 1 is killed while it saves", va="center", fontsize=9.5)
    axes.set_yticks(range(len(spans)), [label for label, _, _ in spans])
    axes.set(xlabel="step", xlim=(0, steps + 0.5), ylim=(len(spans) - 0.5, -0.5))
    axes.set_title("One run on changing numbers of ranks")
    show(
        figure,
        f"Bars of steps: two ranks train from 0 to {dead}, where a cross marks the death of rank "
        "1; three ranks, and one rank, go on from the last finished checkpoint, five steps back, "
        "to the end.",
    )


def largest_share(ranks: Sequence[int], shares: Mapping[str, Sequence[float]]) -> None:
    """Show how much of a checkpoint the busiest rank must hold, by way of loading."""
    curves = {name: (np.asarray(ranks), np.asarray(share)) for name, share in shares.items()}
    show(
        lines(
            {"How much of the checkpoint must one rank hold?": curves},
            xlabel="ranks that load",
            ylabel="share of the bytes",
            ylim=(0, 1.05),
        ),
        "Largest share of the checkpoint that one rank holds once it is loaded, against the number "
        "of ranks. Gathering it on one rank is always all of it; re-sharding falls about like one "
        "over the number of ranks.",
    )


def snapshots(copies: Mapping[str, np.ndarray], called: int) -> None:
    """Show which step each block of a saved tensor is from."""
    curves = {name: (np.arange(len(steps)), steps) for name, steps in copies.items()}
    show(
        lines(
            {"Of which step is what was saved?": curves},
            xlabel="block of the tensor, in the order of writing",
            ylabel="step of its numbers",
            ylim=(called - 1, None),
        ),
        "Step of the saved numbers against the block of the tensor. With a copy made first all "
        "blocks are of the step at which saving was called. Written from the live tensor, later "
        "blocks are of later steps.",
    )


def waits(milliseconds: Mapping[str, np.ndarray]) -> None:
    """Show how long the training stands still for a save, one dot per save."""
    import matplotlib.pyplot as plt

    from deeptuning.plots.dots import dots

    figure, axes = plt.subplots(figsize=(9.4, 3.3))
    dots(axes, milliseconds)
    axes.set(ylabel="milliseconds", title="How long does a save of 32 MB hold up the training?")
    axes.set_ylim(bottom=0)
    show(
        figure,
        "Milliseconds per save, one dot for each: of a save that waits until all is written, of "
        "the call of an asynchronous save, and of that save until it is finished.",
    )
