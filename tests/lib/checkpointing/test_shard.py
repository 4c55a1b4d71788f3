import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from deeptuning.checkpointing import (
    CheckpointError,
    gather,
    load_checkpoint,
    reshard,
    save_checkpoint,
    shard,
)
from tests.lib.checkpointing.states import identical

tensors = st.dictionaries(
    st.text("abw", min_size=1, max_size=2),
    st.sampled_from(["float64", "int8", "bool", "complex64"]).flatmap(
        lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=7))
    ),
    max_size=3,
)
ranks = st.integers(1, 9)


def data(shards, name="w"):
    return [one["tensors"][name]["data"].tolist() for one in shards if name in one["tensors"]]


@given(tensors, ranks, ranks, ranks, st.randoms())
@settings(max_examples=150, deadline=None)
def test_any_way_through_ranks_gives_the_same(whole, first, second, third, random):
    shards = shard(whole, first)
    random.shuffle(shards)
    again = reshard(reshard(shards, second), third)
    assert identical(again, shard(whole, third))
    assert identical({name: gather(again)[name] for name in whole}, whole)


@given(tensors, ranks)
@settings(max_examples=50, deadline=None)
def test_the_rows_are_where_the_metadata_says(whole, n):
    for one in shard(whole, n):
        for name, piece in one["tensors"].items():
            full, start = whole[name], piece["offset"]
            assert piece["shape"] == full.shape
            if full.ndim:
                rows = full[start : start + len(piece["data"])]
                assert rows.tobytes() == piece["data"].tobytes()
            else:
                assert one["rank"] == 0


def test_by_hand(agrees):
    w = np.array([[1.0], [2], [3], [4], [5], [6], [7]])
    four = shard({"w": w, "t": np.array(9)}, 4)
    agrees("shard", "by hand", data(four), [[[1], [2]], [[3], [4]], [[5], [6]], [[7]]], within=0)
    assert [one["tensors"]["w"]["offset"] for one in four] == [0, 2, 4, 6]
    assert ["t" in one["tensors"] for one in four] == [True, False, False, False]
    three = reshard(four, 3)
    agrees("reshard", "by hand", data(three), [[[1], [2], [3]], [[4], [5], [6]], [[7]]], within=0)
    agrees("gather", "by hand", gather(three)["w"], w, within=0)
    assert gather(three)["t"] == 9


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 6, 7, 12, 13])
@pytest.mark.parametrize("r", [1, 2, 3, 4, 6, 7])
def test_torch_cuts_at_the_same_rows(n, r, agrees):
    torch = pytest.importorskip("torch")
    w = torch.arange(2.0 * n, dtype=torch.float64).reshape(n, 2)
    ours = [len(rows) for rows in data(shard({"w": w.numpy()}, r))]
    theirs = [len(rows) for rows in torch.chunk(w, r)] if n else []
    assert ours[len(theirs) :] == [0] * (r - len(theirs))  # torch.chunk leaves them out
    agrees("shard", "torch", ours[: len(theirs)], theirs, within=0)
    placed = pytest.importorskip("torch.distributed.tensor").Shard(0)
    for rank in range(r):
        size, offset = placed.local_shard_size_and_offset(n, r, rank)
        mine = shard({"w": w.numpy()}, r)[rank]["tensors"]["w"]
        agrees("shard", "torch", [len(mine["data"]), mine["offset"]], [size, offset], within=0)
    again = reshard(shard({"w": w.numpy()}, r), 5)
    cut = [list(rows.numpy()) for rows in torch.chunk(w, 5)] if n else []
    agrees("reshard", "torch", data(again)[: len(cut)], cut, within=0)
    whole = torch.cat([torch.tensor(rows).reshape(-1, 2) for rows in data(again)])
    agrees("gather", "torch", gather(again)["w"], whole, within=0)


def test_array_split_of_numpy_differs():
    assert [len(x) for x in np.array_split(np.arange(7), 4)] == [2, 2, 2, 1]
    assert [len(x) for x in np.array_split(np.arange(5), 4)] == [2, 1, 1, 1]
    assert [len(x) for x in data(shard({"w": np.arange(5)}, 4))] == [2, 2, 1, 0]


def test_tensors_of_torch():
    torch = pytest.importorskip("torch")
    whole = {"w": torch.arange(10, dtype=torch.bfloat16).reshape(5, 2), "t": torch.tensor(3)}
    back = gather(reshard(shard(whole, 2), 3))
    assert torch.equal(back["w"], whole["w"])
    assert torch.equal(back["t"], whole["t"])
    assert back["w"].dtype == torch.bfloat16


def test_shards_are_copies():
    w, t = np.arange(6.0), np.array(1.0)
    shards = shard({"w": w, "t": t}, 2)
    w += 100
    t += 100
    assert data(shards) == [[0, 1, 2], [3, 4, 5]]
    assert gather(shards)["t"] == 1
    again = reshard(shards, 2)
    shards[0]["tensors"]["w"]["data"][:] = 0
    shards[0]["tensors"]["t"]["data"][...] = 0
    assert data(again)[0] == [0, 1, 2]
    assert gather(again)["t"] == 1
    assert shards[1]["tensors"]["w"]["data"].base is None  # not a view that holds the whole


def test_each_rank_keeps_its_own_file(tmp_path):
    whole = {"w": np.arange(7.0), "t": np.array(3)}
    for one in shard(whole, 3):
        save_checkpoint(tmp_path / f"{one['rank']}.safetensors", one)
    files = sorted(tmp_path.iterdir(), reverse=True)
    assert identical(reshard([load_checkpoint(f) for f in files], 2), reshard(shard(whole, 3), 2))


def test_resharding_never_holds_more_rows_than_a_share():
    """The whole tensor is never put together: counted in what is concatenated."""
    rows = []

    class Counting(np.ndarray):
        def __array_function__(self, function, types, args, kwargs):
            plain = [[np.asarray(part) for part in args[0]], *args[1:]]
            result = function(*plain, **kwargs)
            rows.append(len(result))
            return result.view(Counting)

    shards = shard({"w": np.arange(1000.0)}, 4)
    for one in shards:
        one["tensors"]["w"]["data"] = one["tensors"]["w"]["data"].view(Counting)
    reshard(shards, 10)
    assert rows == [100] * 10


def broken(change):
    shards = copy.deepcopy(shard({"w": np.arange(6.0).reshape(3, 2), "t": np.array(1)}, 2))
    changed = change(shards)
    return shards if changed is None else changed


def drop(where, key):
    def change(shards):
        del shards[where]["tensors"]["w"][key]

    return change


def set_(where, **changes):
    def change(shards):
        shards[where]["tensors"]["w"].update(changes)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s[:1], r"each rank .* once\. Received: ranks \[0\] of \[2\]"),
        (lambda s: s[1:], r"ranks \[1\] of \[2\]"),
        (lambda s: [s[0], s[0]], r"ranks \[0, 0\] of \[2\]"),
        (lambda s: [*s, s[1]], r"ranks \[0, 1, 1\] of \[2\]"),
        (lambda s: [s[0], s[1] | {"ranks": 3}], r"of \[2, 3\]"),
        (lambda s: [s[0] | {"ranks": 3}, s[1] | {"ranks": 3}], r"of \[3\]"),
        (lambda s: [()], "without"),
        (lambda s: [{"rank": 0, "ranks": 1}], "without 'tensors'"),
        (lambda s: [{}], "without 'rank'"),
        (lambda s: [], r"ranks \[\] of \[\]"),
        (set_(1, offset=1), r"all rows of 'w' once"),
        (set_(1, offset=3), "'w'"),
        (set_(1, shape=(4, 2)), "'w'"),
        (set_(1, shape=(3, 3)), "'w'"),
        (set_(1, data=np.zeros((1, 3))), "'w'"),
        (set_(1, data=np.zeros((0, 2))), "'w'"),
        (set_(1, data=np.zeros((2, 2))), "'w'"),
        (set_(1, data=np.zeros((1, 2), np.float32)), r"float32.*Take the shards of one"),
        (set_(1, data=np.zeros(1)), "'w'"),
        (set_(1, data=np.zeros(())), "'w'"),
        (lambda s: s[1]["tensors"].pop("w") and None, "'w'"),
        (lambda s: s[0]["tensors"].pop("w") and None, "'w'"),
        (lambda s: s[1]["tensors"].update(t=s[0]["tensors"]["t"]), "'t'"),
        (drop(0, "offset"), "without 'offset'"),
        (drop(1, "offset"), "without 'offset'"),
        (drop(1, "data"), "without 'data'"),
    ],
)
@pytest.mark.parametrize("function", [gather, lambda shards: reshard(shards, 3)])
def test_shards_that_do_not_belong_together(change, said, function):
    with pytest.raises(CheckpointError, match=said) as error:
        function(broken(change))
    assert str(error.value).startswith("Argument `shards` must hold")


@pytest.mark.parametrize("bad", [0, -1])
def test_ranks_below_one(bad):
    for function in (lambda: shard({}, bad), lambda: reshard(shard({}, 1), bad)):
        with pytest.raises(
            ValueError, match=rf"`ranks` must be .*at least 1\. Received: ranks={bad}"
        ):
            function()


@pytest.mark.parametrize("bad", [1.0, True, "2", None])
def test_ranks_that_are_no_count(bad):
    with pytest.raises(TypeError, match="`ranks` must be a whole number"):
        shard({}, bad)


@pytest.mark.parametrize("bad", [3, [1, 2], {"m": np.ones(2)}, None])
def test_what_is_no_array(bad):
    with pytest.raises(TypeError, match=r"arrays only\. Received: 'w', a .*Flatten"):
        shard({"w": bad}, 2)


def test_nothing_and_a_numpy_rank():
    assert shard({}, 1) == [{"rank": 0, "ranks": 1, "tensors": {}}]
    assert gather(shard({}, 3)) == {}
    assert len(shard({"w": np.float64(2)}, np.int64(2))) == 2
    assert math.isclose(gather(shard({"w": np.float64(2)}, 2))["w"], 2)
