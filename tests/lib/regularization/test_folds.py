import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import KFold, StratifiedKFold

from deeptuning.regularization import k_fold, stratified_k_fold


def rng(seed=0):
    return np.random.default_rng(seed)


def assert_partition(folds, n, k):
    assert len(folds) == k
    assert sorted(np.concatenate([v for _, v in folds]).tolist()) == list(range(n))
    for train, validation in folds:
        assert sorted([*train, *validation]) == list(range(n))
        assert (np.diff(train) > 0).all()
        assert (np.diff(validation) > 0).all()


@given(st.integers(2, 40), st.data())
@settings(max_examples=60, deadline=None)
def test_every_example_validates_once_in_folds_of_scikit_learn_s_sizes(n, data):
    k = data.draw(st.integers(2, n))
    folds = k_fold(n, k, rng(n))
    assert_partition(folds, n, k)
    oracle = KFold(k, shuffle=True, random_state=0).split(np.zeros(n))
    assert [len(v) for _, v in folds] == [len(v) for _, v in oracle]


@given(st.lists(st.integers(2, 12), min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_classes_are_as_evenly_spread_as_scikit_learn_s(counts, data):
    k = data.draw(st.integers(2, min(counts)))
    y = rng(7).permutation(np.repeat(np.arange(len(counts)), counts))
    folds = stratified_k_fold(y, k, rng(1))
    assert_partition(folds, y.size, k)

    def per_fold(splits):
        return np.array([np.bincount(y[v], minlength=len(counts)) for _, v in splits])

    ours = per_fold(folds)
    oracle = per_fold(StratifiedKFold(k, shuffle=True, random_state=0).split(y, y))
    assert np.array_equal(np.sort(ours, axis=0), np.sort(oracle, axis=0))
    assert np.ptp(ours.sum(1)) <= 1


def test_a_plain_split_of_sorted_classes_is_not_stratified_but_shuffled():
    y = np.repeat([0, 1], 50)
    shares = [y[v].mean() for _, v in k_fold(100, 5, rng())]
    assert all(0 < share < 1 for share in shares)
    assert len(set(shares)) > 1
    assert [y[v].mean() for _, v in stratified_k_fold(y, 5, rng())] == [0.5] * 5


@pytest.mark.parametrize(("n", "k"), [(23, 4), (7, 7), (40, 6)])
def test_folds_are_as_large_as_scikit_learn_s(n, k, agrees):
    def sizes(folds):
        return [[len(train), len(validation)] for train, validation in folds]

    oracle = KFold(k, shuffle=True, random_state=0).split(np.zeros(n))
    agrees("k_fold", "scikit-learn", sizes(k_fold(n, k, rng())), sizes(oracle), within=0)


def test_every_fold_has_as_many_of_each_class_as_scikit_learn_s(agrees):
    y = rng(7).permutation(np.repeat([0, 1, 2], [11, 6, 24]))

    def counts(folds):
        return np.sort([np.bincount(y[v], minlength=3) for _, v in folds], axis=0)

    oracle = StratifiedKFold(5, shuffle=True, random_state=0).split(y, y)
    ours = stratified_k_fold(y, 5, rng())
    agrees("stratified_k_fold", "scikit-learn", counts(ours), counts(oracle), within=0)


@pytest.mark.parametrize(
    "split", [lambda r: k_fold(30, 3, r), lambda r: stratified_k_fold([0, 1] * 15, 3, r)]
)
def test_the_generator_decides(split):
    def members(seed):
        return [v.tolist() for _, v in split(rng(seed))]

    assert members(0) == members(0)
    assert members(0) != members(1)
    generator = rng(0)
    assert split(generator)[0][1].tolist() != split(generator)[0][1].tolist()


def test_any_example_of_a_class_may_land_in_any_fold():
    y, seen = np.repeat(["a", "b"], [4, 6]), set()
    for seed in range(60):
        seen |= {(i, f) for f, (_, v) in enumerate(stratified_k_fold(y, 2, rng(seed))) for i in v}
    assert len(seen) == 20


def test_leave_one_out():
    assert [len(v) for _, v in k_fold(4, 4, rng())] == [1] * 4


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: k_fold(5, 1, rng()), ValueError, "`k` must be a whole number, from 2 to 5.*k=1"),
        (lambda: k_fold(5, 6, rng()), ValueError, "from 2 to 5. Received: k=6. Choose"),
        (lambda: k_fold(1, 1, rng()), ValueError, "`n` must be a whole number, 2 or more"),
        (
            lambda: k_fold(5, 2.0, rng()),
            TypeError,
            r"`k` .* Received: k=2.0 \(float\). Pass an int",
        ),
        (lambda: k_fold(5.0, 2, rng()), TypeError, "`n` must be a whole number"),
        (lambda: k_fold(5, 2, 0), TypeError, "`rng` must be a NumPy Generator"),
        (lambda: stratified_k_fold([0, 1], 2, None), TypeError, "`rng` must be a NumPy Generator"),
        (lambda: stratified_k_fold([0, 0, 1], 1, rng()), ValueError, "`k` must be .* from 2 to 3"),
        (
            lambda: stratified_k_fold(["a", "b", "a", "b", "a"], 3, rng()),
            ValueError,
            "smallest class. Received: k=3, and class 'b' has 2 examples. Lower k",
        ),
        (
            lambda: stratified_k_fold(np.eye(3), 2, rng()),
            ValueError,
            r"one class per example.*shape \(3, 3\).*not one-hot",
        ),
        (lambda: stratified_k_fold([], 2, rng()), ValueError, r"2 or more.*shape \(0,\)"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
