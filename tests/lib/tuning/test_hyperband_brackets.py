import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.tuning import hyperband_brackets
from tests.lib.tuning.oracles import quiet_import

TABLE_1 = [  # Li et al. 2018, table 1: R = 81, η = 3
    [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
    [(27, 3), (9, 9), (3, 27), (1, 81)],
    [(9, 9), (3, 27), (1, 81)],
    [(6, 27), (2, 81)],
    [(5, 81)],
]
CASES = [(81, 3), (27, 3), (16, 2), (64, 4), (243, 3), (100, 3), (10, 3), (1, 3), (50, 2)]


def flat(brackets):
    return np.array([rung for bracket in brackets for rung in bracket])


def test_the_papers_table(agrees):
    ours = hyperband_brackets(81, 3, size="table")
    assert ours == TABLE_1
    agrees("hyperband_brackets", "by hand", flat(ours), flat(TABLE_1), within=0)


def test_the_papers_algorithm_starts_more_trials_than_its_table(agrees):
    by_hand = [
        [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
        [(34, 3), (11, 9), (3, 27), (1, 81)],
        [(15, 9), (5, 27), (1, 81)],
        [(8, 27), (2, 81)],
        [(5, 81)],
    ]
    ours = hyperband_brackets(81, 3)
    agrees("hyperband_brackets", "by hand", flat(ours), flat(by_hand), within=0)


def optunas(max_epochs, eta):
    optuna = quiet_import("optuna")
    pruner = optuna.pruners.HyperbandPruner(1, max_epochs, eta)
    pruner._try_initialization(optuna.create_study(pruner=pruner))
    return pruner._trial_allocation_budgets


@pytest.mark.parametrize(("max_epochs", "eta"), [case for case in CASES if case != (243, 3)])
def test_as_many_start_as_in_optuna(agrees, max_epochs, eta):
    ours = [bracket[0][0] for bracket in hyperband_brackets(max_epochs, eta)]
    agrees("hyperband_brackets", "Optuna", ours, optunas(max_epochs, eta), within=0)


def test_optuna_loses_a_bracket_where_the_logarithm_is_rounded():
    assert math.log(243, 3) < 5
    assert optunas(243, 3) == [81, 34, 15, 8, 5]
    assert [bracket[0][0] for bracket in hyperband_brackets(243, 3)] == [243, 98, 41, 18, 9, 6]


@pytest.mark.parametrize(("max_epochs", "eta"), CASES)
def test_kerastuner_rounds_up_what_the_paper_rounds_down(agrees, max_epochs, eta):
    oracle = quiet_import("keras_tuner").oracles.HyperbandOracle("loss", max_epochs, eta)
    ours = hyperband_brackets(max_epochs, eta)
    count = len(ours)
    assert oracle._get_num_brackets() == count
    power = eta ** (count - 1) == max_epochs
    for s, bracket in zip(range(count - 1, -1, -1), ours, strict=True):
        assert oracle._get_num_rounds(s) == len(bracket)
        sizes = [oracle._get_size(s, i) for i in range(s + 1)]
        epochs = [oracle._get_epochs(s, i) for i in range(s + 1)]
        if power:
            agrees("hyperband_brackets", "KerasTuner", bracket[0][0], sizes[0], within=0)
            agrees("hyperband_brackets", "KerasTuner", [r for _, r in bracket], epochs, within=0)
        assert all(theirs >= n for theirs, (n, _) in zip(sizes, bracket, strict=True))
        assert all(theirs - r in (0, 1) for theirs, (_, r) in zip(epochs, bracket, strict=True))
    if (max_epochs, eta) == (81, 3):
        assert [oracle._get_size(3, i) for i in range(4)] == [34, 12, 4, 2]
        assert [n for n, _ in ours[1]] == [34, 11, 3, 1]


@given(st.integers(1, 400), st.integers(2, 5), st.sampled_from(["algorithm", "table"]))
@settings(max_examples=80, deadline=None)
def test_brackets_share_the_budget(max_epochs, eta, size):
    brackets = hyperband_brackets(max_epochs, eta, size=size)
    full = len(brackets) * max_epochs
    for bracket in brackets:
        assert bracket[-1][1] == max_epochs
        assert min(n for n, _ in bracket) >= 1
        assert min(r for _, r in bracket) >= 1
        if size == "table":
            assert sum(n * r for n, r in bracket) <= full
    assert eta ** (len(brackets) - 1) <= max_epochs < eta ** len(brackets)
    assert brackets[-1] == [(len(brackets), max_epochs)]
    assert brackets[0][0][0] == eta ** (len(brackets) - 1)


def test_epochs_are_rounded_down_where_r_is_no_power():
    assert [r for _, r in hyperband_brackets(100, 3)[0]] == [1, 3, 11, 33, 100]
    assert [math.floor(100 / 3**i) for i in (4, 3, 2, 1, 0)] == [1, 3, 11, 33, 100]
    assert hyperband_brackets(9) == hyperband_brackets(9, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hyperband_brackets(0), "`max_epochs` must be a whole number, 1 or more"),
        (lambda: hyperband_brackets(9, 1), "`eta` must be a whole number, 2 or more"),
        (lambda: hyperband_brackets(9, size="paper"), "`size` must be one of 'algorithm', 'table'"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
