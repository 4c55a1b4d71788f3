import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import GroupKFold

from deeptuning.tuning import group_k_fold
from tests.lib.tuning.oracles import rng


@given(st.lists(st.integers(1, 9), min_size=2, max_size=15), st.data())
@settings(max_examples=60, deadline=None)
def test_groups_stay_whole(sizes, data):
    k = data.draw(st.integers(2, len(sizes)))
    groups = rng(1).permutation(np.repeat(np.arange(len(sizes)), sizes))
    folds = group_k_fold(groups, k, rng(2))
    assert len(folds) == k
    assert sorted(np.concatenate([v for _, v in folds]).tolist()) == list(range(groups.size))
    for train, validation in folds:
        assert validation.size > 0
        assert not set(groups[train]) & set(groups[validation])
        assert sorted([*train, *validation]) == list(range(groups.size))


@pytest.mark.parametrize("k", [2, 3, 5])
def test_the_folds_have_scikit_learns_sizes(agrees, k):
    for seed in range(20):
        groups = rng(seed).integers(12, size=90)
        ours = sorted(v.size for _, v in group_k_fold(groups, k, rng(seed)))
        theirs = sorted(v.size for _, v in GroupKFold(k).split(groups, groups=groups))
        agrees("group_k_fold", "scikit-learn", ours, theirs, within=0)


def test_equal_groups_go_anywhere_and_the_generator_decides():
    def members(seed):
        return tuple(group_k_fold([0, 1, 2, 3], 2, rng(seed))[0][1])

    assert members(0) == members(0)
    assert len({members(seed) for seed in range(60)}) == 6


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: group_k_fold([0, 0, 1], 3, rng()), ValueError, "`k` .* from 2 to 2. .* k=3"),
        (lambda: group_k_fold([0, 0, 1], 1, rng()), ValueError, "`k` must be a whole number"),
        (lambda: group_k_fold([0, 0, 1], 2.0, rng()), TypeError, "Pass an int"),
        (lambda: group_k_fold([], 2, rng()), ValueError, r"`groups` must hold .* \(0,\)"),
        (lambda: group_k_fold([1], 2, rng()), ValueError, r"2 or more.* \(1,\)"),
        (lambda: group_k_fold(np.eye(2), 2, rng()), ValueError, r"shape \(2, 2\)"),
        (lambda: group_k_fold([0, 1], 2, 7), TypeError, "`rng` must be a NumPy Generator"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_two_examples_make_two_folds():
    assert sorted(v.tolist() for _, v in group_k_fold(["a", "b"], 2, rng())) == [[0], [1]]
