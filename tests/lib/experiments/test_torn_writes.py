"""Writers that are killed, and files that are damaged."""

import signal

import numpy as np
import pytest

pytest.importorskip("torch")

from deeptuning.experiments import torn_writes
from deeptuning.experiments.killed_runs import in_another_process

DATA = bytes(range(1, 256)) * 20


@pytest.mark.parametrize("write", [torn_writes.plain, torn_writes.renamed, torn_writes.atomic])
def test_writers_write_the_state(tmp_path, write):
    assert torn_writes.found(tmp_path / "a.pt") == "nothing"
    for value, name in ((1.0, "old"), (2.0, "new")):
        write(tmp_path / "a.pt", value)
        assert torn_writes.found(tmp_path / "a.pt") == name


@pytest.mark.slow
def test_a_killed_writer_leaves_what_it_has_written(tmp_path):
    torn_writes.plain(tmp_path / "a.pt", 1.0)
    arguments = (1000, torn_writes.plain, tmp_path / "a.pt", 2.0)
    assert in_another_process(torn_writes.killed_at, *arguments) == -signal.SIGXFSZ
    assert 0 < (tmp_path / "a.pt").stat().st_size <= 1000


def test_damages():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        short = torn_writes.cut(DATA, rng)
        assert DATA.startswith(short)
        assert len(short) < len(DATA)
        flipped = torn_writes.flip(DATA, rng)
        changed = [(a, b) for a, b in zip(DATA, flipped, strict=True) if a != b]
        assert len(changed) == 1
        assert (changed[0][0] ^ changed[0][1]).bit_count() == 1
        zeroed = torn_writes.zero(DATA, rng)
        assert len(zeroed) == len(DATA)
        assert zeroed.count(0) == 512
