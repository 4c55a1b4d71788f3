import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.model_selection import GridSearchCV, KFold, ParameterGrid
from sklearn.tree import DecisionTreeRegressor

from deeptuning.tuning import choice, decode, encode, grid, integer, log_uniform, sample, uniform
from tests.lib.tuning.oracles import quiet_import, rng

SPACE = {
    "activation": choice(["relu", "tanh", "elu"]),
    "learning_rate": log_uniform(1e-5, 1.0),
    "momentum": uniform(0.0, 0.99),
    "units": integer(8, 256, log=True),
}


def test_the_logarithm_is_really_uniform():
    space, draws = {"x": log_uniform(1e-5, 1e1)}, rng(4)
    values = [sample(space, draws)["x"] for _ in range(4000)]
    law = stats.loguniform(1e-5, 10)
    assert stats.kstest(values, law.cdf).pvalue > 0.01
    assert stats.kstest(values, stats.uniform(1e-5, 10).cdf).pvalue < 1e-9
    assert np.mean(np.array(values) < 1e-2) == pytest.approx(0.5, abs=0.03)


def test_draws_are_those_of_the_laws(agrees):
    draws = rng(0).random((50, 3))
    space = {"a": uniform(-1, 4), "b": log_uniform(1e-3, 1), "c": integer(1, 6)}
    ours, generator = [], rng(0)
    for _ in range(50):
        ours.append(list(sample(space, generator).values()))
    theirs = np.stack(
        [
            stats.uniform(-1, 5).ppf(draws[:, 0]),
            stats.loguniform(1e-3, 1).ppf(draws[:, 1]),
            stats.randint(1, 7).ppf(draws[:, 2]),
        ],
        axis=1,
    )
    agrees("sample", "SciPy", np.array(ours), theirs, within=1e-12)


def test_a_grid_is_scikit_learns_in_its_order(agrees):
    ours = grid(SPACE, {"activation": 1, "learning_rate": 4, "momentum": 3, "units": 2})
    values = {name: list(dict.fromkeys(row[name] for row in ours)) for name in SPACE}
    theirs = list(ParameterGrid(values))
    assert ours == theirs
    assert len(ours) == 3 * 4 * 3 * 2
    numeric = [[row[n] for n in ("learning_rate", "momentum", "units")] for row in ours]
    oracle = [[row[n] for n in ("learning_rate", "momentum", "units")] for row in theirs]
    agrees("grid", "scikit-learn", np.array(numeric), np.array(oracle), within=0)


def test_the_order_is_that_of_the_names_given():
    rows = grid({"b": integer(0, 1), "a": choice(["x", "y"])}, 2)
    assert [tuple(row.values()) for row in rows] == [(0, "x"), (0, "y"), (1, "x"), (1, "y")]
    assert list(rows[0]) == ["b", "a"]


def test_a_3_by_3_grid_with_3_folds_costs_27_fits(agrees):
    fits = []

    class Counted(DecisionTreeRegressor):
        def fit(self, x, y):
            fits.append(len(y))
            return super().fit(x, y)

    space = {"max_depth": integer(1, 3), "min_samples_leaf": choice([1, 2, 3])}
    search = GridSearchCV(
        Counted(),
        {name: [value] for name, value in grid(space)[0].items()}
        | {"max_depth": space["max_depth"].grid(3), "min_samples_leaf": [1, 2, 3]},
        cv=KFold(3),
        refit=False,
    )
    search.fit(np.arange(12.0)[:, None], np.arange(12.0))
    agrees("grid", "scikit-learn", 3 * len(grid(space)), len(fits), within=0)
    assert len(fits) == 27


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_the_size_is_the_product(a, b, c):
    space = {"a": uniform(0, 1), "b": log_uniform(1, 2), "c": choice(list(range(c)))}
    rows = grid(space, {"a": a, "b": b, "c": 7})
    assert len(rows) == math.prod([a, b, c])
    assert all(p != q for p, q in itertools.combinations(rows, 2))


def test_the_cube_is_optunas(agrees):
    optuna = quiet_import("optuna")
    transform = quiet_import("optuna._transform")._SearchSpaceTransform
    laws = {
        "learning_rate": optuna.distributions.FloatDistribution(1e-5, 1.0, log=True),
        "momentum": optuna.distributions.FloatDistribution(0.0, 0.99),
        "units": optuna.distributions.IntDistribution(8, 256, log=True),
    }
    theirs = transform(laws, transform_0_1=True)
    space = {name: SPACE[name] for name in laws}
    generator = rng(3)
    for _ in range(30):
        values = sample(space, generator)
        agrees("encode", "Optuna", encode(values, space), theirs.transform(values), within=1e-12)
        u = generator.random(3)
        found = theirs.untransform(u)
        ours = decode(u, space)
        assert list(ours) == list(found)
        agrees("decode", "Optuna", list(ours.values()), list(found.values()), within=1e-12)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_decoded_values_are_legal_and_come_back(u):
    values = decode(u, SPACE)
    assert list(values) == list(SPACE)
    for name, value in values.items():
        assert value in SPACE[name]
    again = decode(encode(values, SPACE), SPACE)
    assert again["activation"] == values["activation"]
    assert again["units"] == values["units"]
    assert again["learning_rate"] == pytest.approx(values["learning_rate"], rel=1e-12)


def test_the_generator_decides():
    assert sample(SPACE, rng(1)) == sample(SPACE, rng(1)) != sample(SPACE, rng(2))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: sample({}, rng()), ValueError, "`space` must be a dict .* not empty"),
        (lambda: sample([uniform(0, 1)], rng()), ValueError, "`space` must be a dict"),
        (lambda: sample({"x": (0, 1)}, rng()), TypeError, r"'x': \(0, 1\) \(tuple\).*uniform"),
        (lambda: sample(SPACE, 3), TypeError, "`rng` must be a NumPy Generator"),
        (lambda: grid({}), ValueError, "`space` must be a dict"),
        (lambda: grid(SPACE, 0), ValueError, r"`points\['activation'\]` must be .* 1 or more"),
        (lambda: grid(SPACE, 2.5), TypeError, "Pass an int"),
        (lambda: grid(SPACE, {"units": 2}), ValueError, "names of `space`.*missing .'activation'"),
        (
            lambda: grid({"x": uniform(0, 1)}, {"x": 2, "y": 2}),
            ValueError,
            r"missing \[\], unknown \['y'\]",
        ),
        (lambda: encode({"y": 1}, {"x": uniform(0, 1)}), ValueError, r"unknown \['y'\]"),
        (lambda: encode({"x": 2}, {"x": uniform(0, 1)}), ValueError, "lie in the space.*x=2"),
        (lambda: encode({"x": 2}, {}), ValueError, "`space` must be a dict"),
        (lambda: decode([0.5], SPACE), ValueError, r"point of the unit cube, shape \(4,\)"),
        (lambda: decode([1.1], {"x": uniform(0, 1)}), ValueError, "one number in"),
        (lambda: decode([-0.1], {"x": uniform(0, 1)}), ValueError, "unit cube"),
        (lambda: decode([math.nan], {"x": uniform(0, 1)}), ValueError, "unit cube"),
        (lambda: decode([0.5], {}), ValueError, "`space` must be a dict"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
