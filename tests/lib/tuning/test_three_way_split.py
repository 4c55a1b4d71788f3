import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from deeptuning.tuning import three_way_split
from tests.lib.tuning.oracles import rng

SHARES = [(0.7, 0.15, 0.15), (0.8, 0.1, 0.1), (0.5, 0.3, 0.2)]


def assert_complete(parts, n):
    assert sorted(np.concatenate(parts).tolist()) == list(range(n))
    for part in parts:
        assert (np.diff(part) > 0).all()


def largest_remainders(n, shares):
    """Round with Python's fractions, one example after the other."""
    exact = [n * round(1000 * s) / 1000 for s in shares]
    sizes = [int(e + 1e-9) for e in exact]
    while sum(sizes) < n:
        lacking = [round(e - s, 9) for e, s in zip(exact, sizes, strict=True)]
        sizes[lacking.index(max(lacking))] += 1
    return sizes


@pytest.mark.parametrize("shares", SHARES)
def test_sizes_are_rounded_by_the_largest_remainder(agrees, shares):
    for n in range(10, 130):
        sizes = [part.size for part in three_way_split(n, rng(n), shares=shares)]
        agrees("three_way_split", "by hand", sizes, largest_remainders(n, shares), within=0)


def test_sizes_by_hand():
    for n, sizes in [(100, [70, 15, 15]), (10, [7, 2, 1]), (7, [5, 1, 1]), (33, [23, 5, 5])]:
        assert [part.size for part in three_way_split(n, rng())] == sizes


def test_two_cuts_of_scikit_learn_give_the_same_class_counts_where_they_are_whole(agrees):
    y = rng(5).permutation(np.repeat([0, 1, 2], [40, 100, 60]))
    parts = three_way_split(200, rng(), stratify=y)
    rest, test = train_test_split(np.arange(200), test_size=30, stratify=y, random_state=0)
    train, validation = train_test_split(rest, test_size=30, stratify=y[rest], random_state=0)
    ours = [np.bincount(y[part]) for part in parts]
    theirs = [np.bincount(y[part]) for part in (train, validation, test)]
    agrees("three_way_split", "scikit-learn", ours, theirs, within=0)


def test_scikit_learn_rounds_the_test_part_up():
    _, test = train_test_split(np.arange(33), test_size=0.15, random_state=0)
    assert len(test) == 5  # 4.95, as ours
    _, test = train_test_split(np.arange(41), test_size=0.15, random_state=0)
    assert len(test) == 7  # 6.15
    assert three_way_split(41, rng())[2].size == 6


@given(st.integers(10, 80), st.sampled_from(SHARES), st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_parts_are_disjoint_complete_and_of_the_right_size(n, shares, seed):
    parts = three_way_split(n, rng(seed), shares=shares)
    assert_complete(parts, n)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part.size - share * n) < 1


@given(st.lists(st.integers(3, 40), min_size=1, max_size=5), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_class_gets_its_share_to_rounding(counts, seed):
    n, shares = sum(counts) + 10, (0.7, 0.15, 0.15)
    y = rng(seed).permutation(np.repeat(np.arange(len(counts) + 1), [*counts, 10]))
    train, validation, test = three_way_split(n, rng(seed), stratify=y, shares=shares)
    assert_complete((train, validation, test), n)
    rest = np.concatenate([train, validation])
    for c in np.unique(y):
        expected = test.size / n * np.sum(y == c)
        assert abs(np.sum(y[test] == c) - expected) < 1
        expected = validation.size / rest.size * np.sum(y[rest] == c)
        assert abs(np.sum(y[validation] == c) - expected) < 1


@given(st.lists(st.integers(1, 9), min_size=3, max_size=30), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_no_group_leaks_and_no_part_stays_empty(sizes, seed):
    groups = rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    parts = three_way_split(groups.size, rng(seed), groups=groups)
    assert_complete(parts, groups.size)
    found = [set(groups[part]) for part in parts]
    assert all(found)
    assert sum(map(len, found)) == len(sizes)


def test_group_sizes_are_near_the_shares_and_classes_are_spread():
    groups = np.repeat(np.arange(100), 5)
    y = (groups % 4 == 0).astype(int)
    parts = three_way_split(500, rng(), groups=groups, stratify=y, shares=(0.6, 0.2, 0.2))
    assert [part.size for part in parts] == [300, 100, 100]
    assert [int(y[part].sum()) for part in parts] == [75, 25, 25]
    parts = three_way_split(500, rng(), groups=groups)
    assert [part.size for part in parts] == [350, 75, 75]


def test_groups_by_hand():
    groups = ["a"] * 7 + ["b"] * 2 + ["c"]
    parts = three_way_split(10, rng(), groups=groups, shares=(0.7, 0.2, 0.1))
    assert [part.tolist() for part in parts] == [list(range(7)), [7, 8], [9]]
    assert [p.size for p in three_way_split(30, rng(), groups=np.arange(30) // 10)] == [10] * 3


def test_any_example_may_land_in_any_part_and_the_generator_decides():
    for how in ({}, {"stratify": [0] * 6 + [1] * 4}, {"groups": np.arange(10)}):
        seen = set()
        for seed in range(150):
            parts = three_way_split(10, rng(seed), shares=(0.4, 0.3, 0.3), **how)
            seen |= {(i, j) for j, part in enumerate(parts) for i in part}
        assert len(seen) == 30
        again = [three_way_split(10, rng(3), **how)[2].tolist() for _ in range(2)]
        assert again[0] == again[1]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: three_way_split(2, rng()), ValueError, "`n` must be a whole number, 3 or more"),
        (lambda: three_way_split(9.0, rng()), TypeError, r"`n` .* Received: n=9.0 \(float\)"),
        (lambda: three_way_split(True, rng()), TypeError, "`n` must be a whole number"),
        (lambda: three_way_split(9, 0), TypeError, "`rng` must be a NumPy Generator.*default_rng"),
        (lambda: three_way_split(9, rng(), shares=(0.8, 0.2)), ValueError, "`shares` must be"),
        (lambda: three_way_split(9, rng(), shares=(0.8, 0.2, 0.0)), ValueError, "above 0"),
        (lambda: three_way_split(9, rng(), shares=(0.8, 0.2, 0.1)), ValueError, "add up to 1"),
        (lambda: three_way_split(4, rng()), ValueError, r"test part .* \[3 1 0\]"),
        (lambda: three_way_split(9, rng(), stratify=[1] * 8), ValueError, r"`stratify` .*\(8,\)"),
        (lambda: three_way_split(9, rng(), groups=np.eye(9)), ValueError, "`groups` must hold"),
        (
            lambda: three_way_split(9, rng(), groups=[0] * 5 + [1] * 4),
            ValueError,
            "part must not be empty.*Gather more examples or groups",
        ),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
