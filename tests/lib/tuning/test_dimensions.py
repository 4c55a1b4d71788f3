import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from deeptuning.tuning import choice, integer, log_uniform, uniform
from tests.lib.tuning.oracles import quiet_import

PLACES = np.linspace(0, 1, 41)
REAL = [
    (uniform(-2.0, 5.0), stats.uniform(-2, 7), "uniform"),
    (uniform(0, 1), stats.uniform(), "uniform"),
    (log_uniform(1e-5, 10), stats.loguniform(1e-5, 10), "log_uniform"),
    (log_uniform(2.0, 3.0), stats.loguniform(2, 3), "log_uniform"),
]


@pytest.mark.parametrize(("dimension", "law", "item"), REAL)
def test_decode_is_scipys_quantile_and_encode_its_distribution(agrees, dimension, law, item):
    values = [dimension.decode(u) for u in PLACES]
    agrees(item, "SciPy", values, law.ppf(PLACES), within=1e-12)
    agrees(item, "SciPy", [dimension.encode(v) for v in values], law.cdf(values), within=1e-12)


def test_integers_have_scipys_quantiles(agrees):
    places = (np.arange(60) + 0.5) / 60
    ours = [integer(-3, 11).decode(u) for u in places]
    agrees("integer", "SciPy", ours, stats.randint(-3, 12).ppf(places), within=0)


@pytest.mark.parametrize("log", [False, True])
def test_integers_are_optunas(agrees, log):
    transform = quiet_import("optuna._transform")._SearchSpaceTransform
    law = quiet_import("optuna").distributions.IntDistribution(3, 200, log=log)
    theirs = transform({"x": law}, transform_0_1=True)
    ours = integer(3, 200, log=log)
    places = np.linspace(0.001, 0.999, 300)
    found = [theirs.untransform(np.array([u]))["x"] for u in places]
    agrees("integer", "Optuna", [ours.decode(u) for u in places], found, within=0)
    found = [theirs.transform({"x": x})[0] for x in range(3, 201)]
    agrees("integer", "Optuna", [ours.encode(x) for x in range(3, 201)], found, within=1e-12)


def test_log_uniform_is_optunas(agrees):
    transform = quiet_import("optuna._transform")._SearchSpaceTransform
    law = quiet_import("optuna").distributions.FloatDistribution(1e-4, 2.0, log=True)
    theirs = transform({"x": law}, transform_0_1=True)
    places = np.linspace(0, 0.99, 50)
    found = [theirs.untransform(np.array([u]))["x"] for u in places]
    ours = [log_uniform(1e-4, 2.0).decode(u) for u in places]
    agrees("log_uniform", "Optuna", ours, found, within=1e-12)


def test_kerastuner_agrees_but_for_the_logarithm_of_whole_numbers(agrees):
    hp = quiet_import("keras_tuner.src.engine.hyperparameters.hyperparameters").hp_types
    places = np.linspace(0, 0.999, 70)
    pairs = [
        ("uniform", uniform(-2, 3), hp.Float("x", -2, 3)),
        ("log_uniform", log_uniform(1e-4, 3), hp.Float("x", 1e-4, 3, sampling="log")),
        ("integer", integer(2, 9), hp.Int("x", 2, 9)),
        ("choice", choice([2, 3, 5, 7]), hp.Choice("x", [2, 3, 5, 7])),
    ]
    for item, ours, theirs in pairs:
        found = [theirs.prob_to_value(u) for u in places]
        agrees(item, "KerasTuner", [ours.decode(u) for u in places], found, within=1e-12)
        encoded = [theirs.value_to_prob(v) for v in found]
        agrees(item, "KerasTuner", [ours.encode(v) for v in found], encoded, within=1e-12)
    theirs = hp.Int("x", 1, 8, sampling="log")
    assert theirs.prob_to_value(0.3) == 1
    assert theirs.prob_to_value(0.62) == 3
    assert integer(1, 8, log=True).decode(0.3) == 1
    assert integer(1, 8, log=True).decode(0.62) == 3
    assert theirs.prob_to_value(0.31) == 1  # up to log 2 / log 9 = 0.315
    assert integer(1, 8, log=True).decode(0.4) == 2 == theirs.prob_to_value(0.4)
    share_of_one = math.log(1.5 / 0.5) / math.log(8.5 / 0.5)  # 0.388
    assert integer(1, 8, log=True).decode(share_of_one - 0.01) == 1
    assert theirs.prob_to_value(share_of_one - 0.01) == 2


def test_ends_are_met_exactly():
    for low, high in [(1e-4, 1.0), (0.1, 0.7), (1e-300, 1e300), (3.0, 1e5)]:
        for dimension in (uniform(low, high), log_uniform(low, high)):
            assert (dimension.decode(0.0), dimension.decode(1.0)) == (low, high)
            assert dimension.grid(2) == [low, high]
    for log in (False, True):
        assert [integer(3, 9, log).decode(u) for u in (0.0, 1.0)] == [3, 9]
    assert choice(["a", "b"]).decode(1.0) == "b"


@given(st.floats(1e-6, 1e6), st.floats(1.001, 1e6), st.floats(0, 1), st.booleans())
@settings(max_examples=100, deadline=None)
def test_real_values_stay_in_bounds_and_come_back(low, factor, u, log):
    dimension = (log_uniform if log else uniform)(low, low * factor)
    value = dimension.decode(u)
    assert value in dimension
    assert dimension.encode(value) == pytest.approx(u, abs=1e-9)


@given(st.integers(1, 50), st.integers(1, 300), st.floats(0, 1), st.booleans())
@settings(max_examples=100, deadline=None)
def test_whole_numbers_stay_in_bounds_and_come_back(low, width, u, log):
    dimension = integer(low, low + width, log)
    value = dimension.decode(u)
    assert type(value) is int
    assert value in dimension
    assert dimension.decode(dimension.encode(value)) == value
    assert 0 < dimension.encode(value) < 1


def test_grids_by_hand(agrees):
    agrees("uniform", "by hand", uniform(0, 8).grid(5), [0, 2, 4, 6, 8], within=0)
    decades = log_uniform(1e-4, 1).grid(5)
    agrees("log_uniform", "by hand", decades, [1e-4, 1e-3, 1e-2, 1e-1, 1], within=1e-15)
    agrees("integer", "by hand", integer(1, 16, log=True).grid(5), [1, 2, 4, 8, 16], within=0)
    assert uniform(2, 4).grid(1) == [3.0]
    assert log_uniform(1, 100).grid(1) == pytest.approx([10.0])
    assert integer(1, 3).grid(9) == [1, 2, 3]
    assert integer(1, 10).grid(2) == [1, 10]
    assert integer(0, 5).grid(1) == [3]
    assert choice([3, 1, 2]).grid(1) == [3, 1, 2]


def test_a_choice_takes_lists_tuples_and_arrays():
    values = choice(np.array([1, 2]))
    assert values.grid(1) == [1, 2]
    assert type(values.decode(0.0)) is int
    assert [choice((None, "a")).decode(u) for u in (0, 0.49, 0.5, 1)] == [None, None, "a", "a"]
    assert [choice([1, 2, 3, 4]).encode(v) for v in (1, 4)] == [0.125, 0.875]


def test_what_lies_in_a_dimension():
    assert 0.5 in uniform(0, 1)
    assert np.float32(0.5) in uniform(0, 1)
    for wrong in (-0.1, 1.1, True, "a", None, math.nan, math.inf):
        assert wrong not in uniform(0, 1)
    for edge in (0, 1):
        assert edge in uniform(0, 1)
    assert 3 in integer(3, 5)
    assert 5 in integer(3, 5)
    assert np.int64(3) in integer(3, 5)
    for wrong in (2, 6, 3.5, True, "3", math.inf):
        assert wrong not in integer(3, 5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: uniform(1, 1), ValueError, "`low` must be below `high`.*low=1, high=1.*choice"),
        (lambda: uniform(2, 1), ValueError, "Swap them"),
        (lambda: uniform(0, math.inf), ValueError, "both finite"),
        (lambda: uniform(-math.inf, 0), ValueError, "both finite"),
        (lambda: uniform("0", 1), TypeError, "`low` must be a number.*'0'.*str"),
        (lambda: uniform(0, True), TypeError, "`high` must be a number"),
        (lambda: log_uniform(0, 1), ValueError, "`low` must be above 0 on a log.*low=0"),
        (lambda: log_uniform(-1, 1), ValueError, "above 0"),
        (lambda: integer(1.0, 2), TypeError, "`low` must be a whole number.*float.*Pass an int"),
        (lambda: integer(1, True), TypeError, "`high` must be a whole number"),
        (lambda: integer(3, 3), ValueError, "`low` must be below `high`"),
        (lambda: integer(0, 3, log=True), ValueError, "above 0 on a logarithmic scale"),
        (lambda: choice([]), ValueError, "`values` must hold one value or more"),
        (lambda: choice([1, 2, 1]), ValueError, r"each once. Received: values=\[1, 2, 1\]"),
        (lambda: choice("adam"), TypeError, "list of values.*'adam'.*Wrap"),
        (lambda: choice(3), TypeError, "list of values"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
