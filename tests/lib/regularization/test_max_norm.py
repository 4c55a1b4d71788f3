import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.regularization import max_norm
from tests.parity import deviation

RNG = np.random.default_rng(0)
W = RNG.normal(size=(5, 4)) * np.array([0.1, 1.0, 3.0, 10.0])


def test_by_hand(agrees):
    w = np.array([[6.0, 3.0, 0.3, 0.0], [8.0, 4.0, 0.4, 0.0]])  # norms 10, 5, 0.5, 0
    agrees(
        "max_norm",
        "by hand",
        max_norm(w, 5.0),
        [[3.0, 3.0, 0.3, 0.0], [4.0, 4.0, 0.4, 0.0]],
        within=0,
    )


@pytest.mark.parametrize(
    ("shape", "axis"), [((5, 4), 0), ((4, 5), 1), ((3, 3, 2, 4), (0, 1, 2)), ((5, 4), -2)]
)
def test_against_keras_without_its_epsilon(shape, axis, agrees):
    import keras

    w = 2 * RNG.normal(size=shape)
    before = keras.config.epsilon()
    keras.config.set_epsilon(0.0)
    try:
        oracle = keras.constraints.MaxNorm(2.5, axis=axis)(
            keras.ops.convert_to_tensor(w, dtype="float64")
        ).numpy()
    finally:
        keras.config.set_epsilon(before)
    agrees("max_norm", "Keras", max_norm(w, 2.5, axis=axis), oracle, within=1e-14)


def test_keras_shortens_weights_below_the_limit_and_this_library_does_not():
    import keras

    tensor = keras.ops.convert_to_tensor(W, dtype="float64")
    oracle = keras.constraints.MaxNorm(1e6)(tensor).numpy()
    norm = np.linalg.norm(W, axis=0)
    assert deviation(oracle, W * norm / (norm + 1e-7)) <= 1e-15
    assert (np.abs(oracle) < np.abs(W)).all()
    assert np.array_equal(max_norm(W, 1e6), W)


@pytest.mark.parametrize(("axis", "dim"), [(0, 1), (1, 0)])
def test_torch_names_the_unit_axis_and_adds_its_epsilon_above_the_limit(axis, dim, agrees):
    ours, oracle = max_norm(W, 2.0, axis=axis), torch.renorm(torch.tensor(W), 2, dim, 2.0).numpy()
    assert deviation(ours, oracle) <= 1e-7
    norm = np.linalg.norm(W, axis=axis, keepdims=True)
    exact = np.where(norm > 2, ours * norm / (norm + 1e-7), ours)
    agrees("max_norm", "torch", exact, oracle, within=1e-15)


@given(st.floats(0.1, 20), st.integers(0, 99), st.sampled_from([0, 1]))
@settings(max_examples=60, deadline=None)
def test_a_projection(limit, seed, axis):
    w = np.random.default_rng(seed).normal(size=(4, 3)) * 5
    projected = max_norm(w, limit, axis=axis)
    norm, new = (np.linalg.norm(v, axis=axis, keepdims=True) for v in (w, projected))
    assert (new <= limit * (1 + 1e-12)).all()
    assert np.array_equal(np.where(norm <= limit, projected, w), w)
    np.testing.assert_allclose(projected * norm, w * new, atol=1e-9)  # the direction stays
    np.testing.assert_allclose(max_norm(projected, limit, axis=axis), projected, rtol=1e-12)


def test_tensors():
    assert deviation(max_norm(torch.tensor(W), 2.0), max_norm(W, 2.0)) <= 1e-15


@pytest.mark.parametrize("limit", [0.0, -1.0, np.inf])
def test_a_limit_out_of_range(limit):
    with pytest.raises(ValueError, match=rf"`limit` must be in \(0, inf\). .*limit={limit}"):
        max_norm(W, limit)


@pytest.mark.parametrize("axis", [2, -3, (0, 2), None, True, 1.0])
def test_an_axis_that_is_not_there(axis):
    with pytest.raises(ValueError, match=r"axes of w with shape \(5, 4\). Received: axis=.*Pass 0"):
        max_norm(W, 1.0, axis=axis)
