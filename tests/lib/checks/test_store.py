import json
import math

import numpy as np
import pytest

from deeptuning.checks.compare import Tolerance, difference
from deeptuning.checks.store import load, pack, save, unpack

EXACT = Tolerance(0, 0)
TREE = {
    "none": None,
    "flag": True,
    "numbers": [1, -2.5, 1e-300, math.nan, math.inf, -math.inf, 0.1],
    "text": "ε → “quoted”\n",
    "arrays": [np.array(3.0), np.zeros((0, 2)), np.array([np.nan, 1.0]), np.array([True, False])],
    "deep": {"m": [{"v": np.arange(6, dtype=np.int64).reshape(2, 3)}]},
}


def test_does_a_file_give_back_the_same_tree(tmp_path):
    save(TREE, tmp_path / "folder" / "tree")
    assert difference(load(tmp_path / "folder" / "tree"), TREE, EXACT) is None


def test_does_a_message_give_back_the_same_tree():
    message = json.loads(json.dumps(pack(TREE), allow_nan=False))
    assert difference(unpack(message), TREE, EXACT) is None


def test_are_shape_and_type_of_arrays_kept(tmp_path):
    save(TREE, tmp_path / "tree")
    arrays = load(tmp_path / "tree")["arrays"]
    assert [(a.shape, a.dtype) for a in arrays] == [(a.shape, a.dtype) for a in TREE["arrays"]]


def test_are_files_the_same_each_time(tmp_path):
    for name in ("a", "b"):
        save(TREE, tmp_path / name)
    for end in (".json", ".safetensors"):
        assert (tmp_path / f"a{end}").read_bytes() == (tmp_path / f"b{end}").read_bytes()


@pytest.mark.parametrize("end", [".json", ".safetensors"])
def test_is_a_damaged_file_named(tmp_path, end):
    save(TREE, tmp_path / "tree")
    path = tmp_path / f"tree{end}"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ValueError, match="tree is damaged"):
        load(tmp_path / "tree")
