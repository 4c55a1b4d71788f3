"""Clipping against torch, Keras, TensorFlow and hand arithmetic."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deeptuning.gradients import clip_by_global_norm, clip_by_norm, clip_by_value, global_norm

numbers = st.floats(-1e6, 1e6).map(lambda x: 0.0 if abs(x) < 1e-100 else x)
vectors = arrays(np.float64, st.integers(1, 6), elements=numbers)
bounds = st.floats(1e-3, 1e3)


def gradients(scale=1.0):
    rng = np.random.default_rng(0)
    return {
        "w": scale * (3 + rng.normal(size=(4, 5))),
        "b": scale * 1e-3 * rng.normal(size=5),
        "zero": np.zeros((2, 2)),
    }


def torch_parameters(named):
    found = []
    for g in named.values():
        parameter = torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64))
        parameter.grad = torch.tensor(g)
        found.append(parameter)
    return found


def keras_clipped(named, **clipping):
    optimizer = keras.optimizers.SGD(**clipping)
    found = optimizer._clip_gradients([tf.constant(g) for g in named.values()])
    return dict(zip(named, map(np.asarray, found), strict=True))


@pytest.mark.parametrize("c", [0.5, 3.0, 100.0])
def test_by_value_equals_both_frameworks(c, agrees):
    named = gradients()
    parameters = torch_parameters(named)
    torch.nn.utils.clip_grad_value_(parameters, c)
    theirs = keras_clipped(named, clipvalue=c)
    for (name, g), parameter in zip(named.items(), parameters, strict=True):
        agrees("clip_by_value", "torch", clip_by_value(g, c), parameter.grad.numpy(), within=0)
        agrees("clip_by_value", "Keras", clip_by_value(g, c), theirs[name], within=0)


@pytest.mark.parametrize("c", [0.5, 3.0, 100.0])
def test_by_norm_equals_keras_and_with_eps_torch(c, agrees):
    named = gradients()
    theirs = keras_clipped(named, clipnorm=c)
    for name, g in named.items():
        agrees("clip_by_norm", "Keras", clip_by_norm(g, c), theirs[name], within=1e-13)
        (parameter,) = torch_parameters({name: g})
        torch.nn.utils.clip_grad_norm_([parameter], c)
        found = clip_by_norm(g, c, eps=1e-6)
        agrees("clip_by_norm", "torch", found, parameter.grad.numpy(), within=1e-13)


@pytest.mark.parametrize("c", [0.5, 3.0, 100.0])
def test_by_global_norm_equals_tensorflow_keras_and_with_eps_torch(c, agrees):
    named = gradients()
    clipped, norm = clip_by_global_norm(named, c)
    theirs, their_norm = tf.clip_by_global_norm([tf.constant(g) for g in named.values()], c)
    keras_s = keras_clipped(named, global_clipnorm=c)
    agrees("global_norm", "TensorFlow", norm, float(their_norm), within=1e-14)
    for name, twin in zip(named, theirs, strict=True):
        agrees("clip_by_global_norm", "TensorFlow", clipped[name], twin, within=1e-13)
        agrees("clip_by_global_norm", "Keras", clipped[name], keras_s[name], within=1e-13)
    parameters = torch_parameters(named)
    torch_norm = torch.nn.utils.clip_grad_norm_(parameters, c)
    clipped, norm = clip_by_global_norm(named, c, eps=1e-6)
    agrees("global_norm", "torch", norm, torch_norm.item(), within=1e-14)
    for name, parameter in zip(named, parameters, strict=True):
        agrees("clip_by_global_norm", "torch", clipped[name], parameter.grad.numpy(), within=1e-13)


def test_torch_shortens_what_is_exactly_at_the_bound():
    g = np.array([3e-3, 4e-3])
    np.testing.assert_array_equal(clip_by_norm(g, 5e-3), g)
    shortened = g * (5e-3 / (5e-3 + 1e-6))
    np.testing.assert_allclose(clip_by_norm(g, 5e-3, eps=1e-6), shortened, rtol=1e-14)
    (parameter,) = torch_parameters({"g": g})
    torch.nn.utils.clip_grad_norm_([parameter], 5e-3)
    np.testing.assert_allclose(parameter.grad.numpy(), shortened, rtol=1e-13)


def test_by_hand(agrees):
    a, b = np.array([3.0, 0.0]), np.array([[-4.0]])
    agrees("global_norm", "by hand", global_norm([a, b]), 5.0, within=0)
    (x, y), norm = clip_by_global_norm([a, b], 2.5)
    assert norm == 5.0
    agrees("clip_by_global_norm", "by hand", (x, y), ([1.5, 0.0], [[-2.0]]), within=0)
    agrees("clip_by_norm", "by hand", clip_by_norm(a, 1.0), [1.0, 0.0], within=0)
    clipped = clip_by_value(np.array([-2.0, -1.0, 0.5, 1.5]), 1.0)
    agrees("clip_by_value", "by hand", clipped, [-1, -1, 0.5, 1], within=0)


@given(vectors, bounds)
@settings(max_examples=100, deadline=None)
def test_clipping_by_norm_keeps_direction_and_never_lengthens(g, c):
    clipped = clip_by_norm(g, c)
    before, after = np.linalg.norm(g), np.linalg.norm(clipped)
    assert after <= min(before, c) * (1 + 1e-12)
    assert after == pytest.approx(min(before, c), rel=1e-9)
    np.testing.assert_allclose(clipped * before, g * after, rtol=1e-9, atol=1e-9 * before * after)
    np.testing.assert_allclose(clip_by_norm(clipped, c), clipped, rtol=1e-12)
    assert before > c or (clipped == g).all()


@given(vectors, vectors, bounds)
@settings(max_examples=60, deadline=None)
def test_global_clipping_is_clipping_of_the_joined_gradient(a, b, c):
    (x, y), norm = clip_by_global_norm((a, b), c)
    joined = np.concatenate([a, b])
    assert norm == pytest.approx(np.linalg.norm(joined), rel=1e-12)
    np.testing.assert_allclose(np.concatenate([x, y]), clip_by_norm(joined, c), rtol=1e-12)


@given(vectors, bounds)
@settings(max_examples=60, deadline=None)
def test_clipping_by_value_is_numpy_s_clip(g, c):
    np.testing.assert_array_equal(clip_by_value(g, c), np.clip(g, -c, c))


def test_by_value_turns_the_gradient_and_by_norm_does_not():
    g = np.array([10.0, 0.5])

    def cosine(clipped):
        return clipped @ g / np.linalg.norm(clipped) / np.linalg.norm(g)

    assert cosine(clip_by_norm(g, 1.0)) == pytest.approx(1, rel=1e-15)
    assert cosine(clip_by_value(g, 1.0)) < 0.95


@pytest.mark.parametrize("eps", [0.0, 1e-6])
def test_zero_stays_zero(eps):
    np.testing.assert_array_equal(clip_by_norm(np.zeros(3), 1.0, eps=eps), 0)
    clipped, norm = clip_by_global_norm([np.zeros(3), np.zeros((2, 2))], 1.0, eps=eps)
    assert norm == 0
    assert all((g == 0).all() for g in clipped)


def test_an_exploded_gradient_is_shortened_where_its_square_overflows(agrees):
    g = np.array([3e200, -4e200])
    agrees("clip_by_norm", "by hand", clip_by_norm(g, 1.0), [0.6, -0.8], within=1e-14)
    single = np.array([3e30, -4e30], dtype=np.float32)
    np.testing.assert_allclose(clip_by_norm(single, 1.0), [0.6, -0.8], rtol=1e-6)
    parameter = torch.nn.Parameter(torch.zeros(2))
    parameter.grad = torch.tensor(single)
    torch.nn.utils.clip_grad_norm_([parameter], 1.0)
    assert (parameter.grad == 0).all()  # torch's norm is infinite, and the step is lost
    tiny = np.array([3e-200, 4e-200])
    agrees("global_norm", "by hand", global_norm([tiny]), 5e-200, within=1e-14)


@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_the_container_and_none_are_kept(kind):
    values = [np.array([6.0]), None, np.array([8.0]), np.zeros((0, 3))]
    given_ = dict(zip("abcd", values, strict=True)) if kind is dict else kind(values)
    before = [None if g is None else g.copy() for g in values]
    clipped, norm = clip_by_global_norm(given_, 5.0)
    assert type(clipped) is kind
    assert norm == 10.0
    if kind is dict:
        assert list(clipped) == list("abcd")
        clipped = clipped.values()
    first, second, third, fourth = clipped
    assert (first, second, third, fourth.shape) == ([3.0], None, [4.0], (0, 3))
    for g, old in zip(values, before, strict=True):
        assert g is old is None or (g == old).all()


@pytest.mark.parametrize("empty", [[], {}, [None], [np.zeros(0)]])
def test_no_gradients_have_length_zero(empty):
    assert global_norm(empty) == 0.0
    clipped, norm = clip_by_global_norm(empty, 1.0)
    assert (len(clipped), norm) == (len(empty), 0.0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_torch_tensors_keep_type_and_precision(dtype):
    g = torch.tensor([[6.0, 8.0]], dtype=dtype)
    for found in (clip_by_norm(g, 5.0), clip_by_global_norm([g], 5.0)[0][0]):
        assert found.dtype == dtype
        torch.testing.assert_close(found, g / 2)
    assert clip_by_value(g, 7.0).tolist() == [[6.0, 7.0]]
    assert clip_by_value(g, 7.0).dtype == dtype


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_is_refused_where_frameworks_return_nan(bad):
    g = np.array([1.0, bad, 2.0])
    for call in (clip_by_norm, lambda g, c: clip_by_global_norm([np.ones(2), g], c)):
        with pytest.raises(
            ValueError, match="must be finite to be clipped by norm. Received: norm="
        ):
            call(g, 1.0)
    (parameter,) = torch_parameters({"g": g})
    torch.nn.utils.clip_grad_norm_([parameter], 1.0)
    assert parameter.grad.isnan().any()
    assert np.isnan(tf.clip_by_global_norm([tf.constant(g)], 1.0)[0][0]).any()
    assert np.isnan(global_norm([g])) if np.isnan(bad) else global_norm([g]) == np.inf


def test_by_value_infinity_becomes_the_bound_and_nan_stays(agrees):
    found = clip_by_value(np.array([np.inf, -np.inf, np.nan]), 2.0)
    agrees("clip_by_value", "by hand", found, [2.0, -2.0, np.nan], within=0)


@pytest.mark.parametrize("clip", [clip_by_value, clip_by_norm, clip_by_global_norm])
@pytest.mark.parametrize("c", [0.0, -1.0, np.nan, np.inf])
def test_a_bound_must_be_positive(clip, c):
    with pytest.raises(ValueError, match=r"`c` must be in \(0, inf\)\. Received: c="):
        clip(np.ones(2), c)


@pytest.mark.parametrize("clip", [clip_by_norm, clip_by_global_norm])
def test_eps_must_not_be_negative(clip):
    with pytest.raises(ValueError, match=r"`eps` must be in \[0, inf\)"):
        clip([np.ones(2)], 1.0, eps=-1e-6)


def test_a_single_array_is_no_list_of_gradients():
    with pytest.raises(TypeError, match="`gradients` must be a list, a tuple or a dict.*ndarray"):
        clip_by_global_norm(np.ones(3), 1.0)
