import numpy as np

from deeptuning.checkpointing import describe, save_checkpoint
from tests.lib.checkpointing.states import example


def test_every_leaf_has_a_line(agrees, tmp_path):
    lines = describe(example()).splitlines()
    assert lines[0].split() == ["name", "shape", "dtype", "bytes"]
    named = {line.split()[0]: line for line in lines[1:]}
    assert list(named)[:3] == ["model/0/w", "model/0/b", "optimizer/t"]
    assert "(3, 2)" in named["model/0/w"]
    assert "float64" in named["model/0/w"]
    assert "bytes" in named["7/raw"]
    assert "bool" in named["done"]
    assert len(named) == 3 + 2 + 1 + 4 + 4 + 2 + 1
    bytes_ = {name: int(line.split()[-1]) for name, line in named.items()}
    by_hand = {"model/0/w": 48, "model/0/b": 12, "optimizer/beta/1": 4, "7/mask": 2, "7/z": 16}
    agrees(
        "describe", "by hand", {n: b for n, b in bytes_.items() if n in by_hand}, by_hand, within=0
    )
    assert bytes_["total"] == 82
    assert len({len(line) for line in lines}) == 1


def test_the_total_is_about_the_size_of_the_file(tmp_path):
    state = {"w": np.ones((100, 100)), "optimizer": {"m": np.ones((100, 100), np.float32)}}
    save_checkpoint(tmp_path / "a", state)
    total = int(describe(state).split()[-1])
    assert total == 120_000
    assert total < (tmp_path / "a").stat().st_size < total + 1000


def test_nothing():
    assert describe({}).split() == ["name", "shape", "dtype", "bytes", "total", "0"]
