"""Do the bands show what re-sharding reads, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.checkpointing import reshard, shard
from deeptuning.widgets import distributed_checkpoints as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize(
    ("rows", "saved", "loaded"), [(7, 2, 3), (12, 5, 2), (3, 8, 8), (24, 7, 4)]
)
def test_the_reads_are_those_of_reshard(rows, saved, loaded):
    """Each number says in which file it was."""
    old = shard({"w": np.zeros(rows)}, saved)
    for one in old:
        one["tensors"]["w"]["data"][:] = one["rank"]
    for one in reshard(old, loaded):
        mine = [r for r in widget.reads(rows, saved, loaded) if r.reader == one["rank"]]
        found = [r.writer for r in mine for _ in range(r.start, r.stop)]
        assert found == one["tensors"]["w"]["data"].tolist()


def files_per_rank(rows, saved, loaded):
    moves = widget.reads(rows, saved, loaded)
    return [len({m.writer for m in moves if m.reader == r}) for r in range(loaded)]


def test_the_challenges_have_the_answers_the_lesson_gives():
    one_file = [n for n in range(1, 9) if max(files_per_rank(12, 2, n)) == 1]
    assert one_file == [2, 4, 5, 6, 7, 8]
    assert files_per_rank(12, 2, 8).count(0) == 2
    nobody_idle = [n for n in range(1, 17) if all(widget.rows_of(r, 8, n) for r in range(8))]
    assert nobody_idle == [8, 15, 16]
    assert len(widget.reads(12, 2, 3)) == 4
    for rows in range(1, 25):
        for saved in range(3, 9):
            for loaded in range(saved, 9):
                assert max(files_per_rank(rows, saved, loaded)) <= 2


def test_the_title_counts_what_is_drawn():
    title = widget.picture(12, 2, 3).axes[0].get_title()
    title = title or widget.picture(12, 2, 3).axes[0].get_title(loc="left")
    assert title == "12 rows, 2 → 3 ranks: 4 reads, at most 2 files per rank, 0 without rows"


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert set(panel.controls) == {"rows", "saved by", "loaded by"}
    assert panel.set("loaded by", 4) != panel.picture
