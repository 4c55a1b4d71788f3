import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import MinMaxScaler

from deeptuning.normalization import min_max
from tests.lib.normalization.inputs import activations
from tests.parity import deviation

TRAIN, TEST = activations(40, 5), activations(7, 5, seed=9)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 3.0)])
def test_against_scikit_learn(low, high, agrees):
    oracle = MinMaxScaler((low, high)).fit(TRAIN)
    parameters = min_max.fit(TRAIN, low=low, high=high)
    z = min_max.transform(TEST, parameters)
    agrees("min_max", "scikit-learn", z, oracle.transform(TEST), within=1e-13)
    assert deviation(min_max.inverse(z, parameters), TEST) <= 1e-14
    agrees(
        "min_max",
        "scikit-learn",
        min_max.inverse(TEST, parameters),
        oracle.inverse_transform(TEST),
        within=1e-14,
    )
    agrees("min_max", "scikit-learn", parameters["range"], oracle.data_range_, within=1e-15)


def test_by_hand(agrees):
    parameters = min_max.fit([[2, 10], [6, 30]], low=-1, high=1)
    agrees(
        "min_max",
        "by hand",
        min_max.transform([[2, 30], [4, 50]], parameters),
        [[-1, 1], [0, 3]],
        within=0,
    )
    agrees(
        "min_max",
        "by hand",
        min_max.inverse([[-1, 1], [0, 3]], parameters),
        [[2, 30], [4, 50]],
        within=0,
    )


def test_the_interval_is_from_0_to_1_when_none_is_given(agrees):
    z = min_max.transform(TRAIN, min_max.fit(TRAIN))
    agrees("min_max", "scikit-learn", z, MinMaxScaler().fit_transform(TRAIN), within=1e-13)


def test_the_same_on_torch():
    parameters = min_max.fit(torch.tensor(TRAIN))
    z = min_max.transform(torch.tensor(TEST), parameters)
    assert deviation(z, min_max.transform(TEST, min_max.fit(TRAIN))) <= 1e-15


def test_a_constant_feature_is_an_error_unless_it_may_become_the_lower_bound(agrees):
    x = np.array([[0.1, 1.0], [0.1, 3.0]])
    with pytest.raises(ValueError, match=r"constant features \[0\]. Drop them"):
        min_max.fit(x)
    parameters = min_max.fit(x, low=2.0, high=4.0, constant="zero")
    z = min_max.transform(x, parameters)
    assert z.tolist() == [[2, 2], [2, 4]]
    agrees("min_max", "scikit-learn", z, MinMaxScaler((2, 4)).fit_transform(x), within=1e-15)


@given(arrays(float, (5, 2), elements=st.floats(-1e6, 1e6)))
@settings(max_examples=50, deadline=None)
def test_training_data_fill_the_interval(x):
    parameters = min_max.fit(x, low=-2.0, high=5.0, constant="zero")
    z = min_max.transform(x, parameters)
    assert z.min() == -2
    assert z.max() <= 5 + 1e-14
    np.testing.assert_allclose(min_max.inverse(z, parameters), x, atol=1e-8)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0)])
def test_bounds_in_the_wrong_order(low, high):
    with pytest.raises(ValueError, match=rf"`high` must be above `low`. Received: low={low}, high"):
        min_max.fit(TRAIN, low=low, high=high)


def test_what_is_refused():
    with pytest.raises(ValueError, match="must be finite. Received: 1 values"):
        min_max.fit([[1.0], [np.nan]])
    with pytest.raises(ValueError, match="none of them empty"):
        min_max.fit(np.zeros((0, 2)))
    with pytest.raises(ValueError, match=r"`low` must be in \(-inf, inf\)"):
        min_max.fit(TRAIN, low=-np.inf)
    with pytest.raises(ValueError, match=r"`high` must be in \(-inf, inf\)"):
        min_max.fit(TRAIN, high=np.inf)
    for call in (min_max.transform, min_max.inverse):
        with pytest.raises(ValueError, match=r"shape \(7, 5\). Received: . with shape \(7, 2\)"):
            call(TEST[:, :2], min_max.fit(TRAIN))
    with pytest.raises(ValueError, match="'error', 'zero'"):
        min_max.fit(TRAIN, constant="keep")
