import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from deeptuning.normalization import standardizer
from tests.lib.normalization.inputs import activations
from tests.parity import deviation

TRAIN, TEST = activations(40, 5), activations(7, 5, seed=9)


def test_against_scikit_learn(agrees):
    oracle, parameters = StandardScaler().fit(TRAIN), standardizer.fit(TRAIN)
    agrees("standardizer", "scikit-learn", parameters["mean"], oracle.mean_, within=1e-14)
    agrees("standardizer", "scikit-learn", parameters["std"], oracle.scale_, within=1e-13)
    z = standardizer.transform(TEST, parameters)
    agrees("standardizer", "scikit-learn", z, oracle.transform(TEST), within=1e-13)
    assert deviation(standardizer.inverse(z, parameters), TEST) <= 1e-14
    agrees(
        "standardizer",
        "scikit-learn",
        standardizer.inverse(TEST, parameters),
        oracle.inverse_transform(TEST),
        within=1e-14,
    )


def test_against_keras(agrees):
    import keras

    layer = keras.layers.Normalization(axis=-1, dtype="float64")
    layer.adapt(TRAIN)
    z = standardizer.transform(TEST, standardizer.fit(TRAIN))
    agrees("standardizer", "Keras", z, layer(TEST).numpy(), within=1e-12)


def test_by_hand_from_integers_in_a_list(agrees):
    parameters = standardizer.fit([[1, 10], [3, 30]])
    agrees("standardizer", "by hand", parameters["mean"], [2, 20], within=0)
    agrees("standardizer", "by hand", parameters["std"], [1, 10], within=0)
    agrees(
        "standardizer", "by hand", standardizer.transform([[4, 0]], parameters), [[2, -2]], within=0
    )
    agrees(
        "standardizer", "by hand", standardizer.inverse([[2, -2]], parameters), [[4, 0]], within=0
    )


def test_torch_and_pandas_divide_by_one_less(agrees):
    ours = standardizer.fit(TRAIN)["std"]
    unbiased = torch.std(torch.tensor(TRAIN), dim=0).numpy()
    agrees("standardizer", "torch", ours * (40 / 39) ** 0.5, unbiased, within=1e-13)
    assert deviation(ours, unbiased) > 1e-3


def test_the_same_on_torch_tensors_and_more_axes(agrees):
    x = activations(6, 4, 3)
    parameters = standardizer.fit(torch.tensor(x))
    z = standardizer.transform(torch.tensor(x), parameters)
    assert isinstance(z, torch.Tensor)
    agrees("standardizer", "by hand", z, (x - x.mean(0)) / x.std(0), within=1e-12)
    counts = standardizer.fit(torch.tensor([[1, 2], [3, 6]]))
    assert counts["std"].dtype == torch.float64
    assert counts["std"].tolist() == [1, 2]


@pytest.mark.parametrize("mean", [1e4, 1e8])
def test_a_large_mean_costs_no_digits(mean, agrees):
    small = np.array([[0.0], [1.0], [5.0]])
    parameters = standardizer.fit(small + mean)
    agrees("standardizer", "by hand", parameters["std"], [np.std(small)], within=1e-14)


def test_float32_with_a_large_mean_stays_float32_and_exact():
    x = (1e4 + np.random.default_rng(0).normal(size=(4097, 2))).astype(np.float32)
    parameters = standardizer.fit(x)
    assert parameters["std"].dtype == np.float32
    assert deviation(parameters["std"], x.astype(float).std(0)) <= 1e-5
    assert deviation(parameters["mean"], x.astype(float).mean(0)) <= 1e-7


def test_a_constant_feature_is_an_error_unless_it_may_become_zero(agrees):
    x = np.array([[0.1, 1.0, 7.0]] * 7)
    x[0, 1] = 2.0
    with pytest.raises(ValueError, match=r"constant features \[0, 2\].*constant=\"zero\""):
        standardizer.fit(x)
    parameters = standardizer.fit(x, constant="zero")
    assert parameters["std"][[0, 2]].tolist() == [1, 1]
    assert standardizer.transform(x, parameters)[:, [0, 2]].tolist() == [[0, 0]] * 7
    agrees(
        "standardizer",
        "scikit-learn",
        standardizer.transform(x + 1, parameters),
        StandardScaler().fit(x).transform(x + 1),
        within=1e-12,
    )


def test_a_single_example_is_constant_in_every_feature():
    with pytest.raises(ValueError, match=r"constant features \[0, 1\]"):
        standardizer.fit([[3.0, 5.0]])
    parameters = standardizer.fit([[3.0, 5.0]], constant="zero")
    assert standardizer.transform([[4.0, 5.0]], parameters).tolist() == [[1.0, 0.0]]


def test_training_data_only_in_the_parameters():
    """New data are measured by the training data's ruler; they do not move it."""
    parameters = standardizer.fit(TRAIN)
    before = {name: value.copy() for name, value in parameters.items()}
    alone = standardizer.transform(TEST[:1], parameters)
    np.testing.assert_array_equal(alone, standardizer.transform(TEST, parameters)[:1])
    assert all((parameters[name] == before[name]).all() for name in before)


varied = arrays(float, (6, 2), elements=st.floats(-1e3, 1e3)).filter(
    lambda x: (np.ptp(x, axis=0) > 1e-3).all()
)


@given(varied, st.floats(-1e3, 1e3), st.floats(1e-2, 1e2))
@settings(max_examples=50, deadline=None)
def test_units_do_not_matter(x, shift, scale):
    z = standardizer.transform(x, standardizer.fit(x))
    assert np.abs(z.mean(0)).max() < 1e-9
    np.testing.assert_allclose(z.std(0), 1, rtol=1e-9)
    other = shift + scale * x
    np.testing.assert_allclose(standardizer.transform(other, standardizer.fit(other)), z, atol=1e-4)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([[1.0], [np.nan], [np.inf]], "must be finite. Received: 2 values .* Fill or drop"),
        (np.zeros((0, 3)), r"none of them empty. Received: x with shape \(0, 3\)"),
        (3.0, r"1 or more axes.* shape \(\)"),
    ],
)
def test_data_without_a_scale_are_refused(x, message):
    with pytest.raises(ValueError, match=message):
        standardizer.fit(x)


def test_other_features_are_refused():
    parameters = standardizer.fit(TRAIN)
    with pytest.raises(ValueError, match=r"`x` must have shape \(7, 5\).*shape \(7, 4\).*the fit"):
        standardizer.transform(TEST[:, :4], parameters)
    with pytest.raises(ValueError, match=r"`z` must have shape"):
        standardizer.inverse(TEST[:, :1], parameters)
    with pytest.raises(ValueError, match="one of 'error', 'zero'. Received: constant='drop'"):
        standardizer.fit(TRAIN, constant="drop")
