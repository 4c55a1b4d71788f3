import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.normalization import layer_norm, layer_norm_backward
from tests.lib.normalization.inputs import activations, numeric_gradient
from tests.parity import deviation

# The shape of the input, and of the features that are normalized together.
SHAPES = [((6, 5), (5,)), ((3, 4, 5), (5,)), ((3, 4, 5), (4, 5)), ((2, 3, 2, 4), (3, 2, 4))]


def draw(shape, features):
    rng = np.random.default_rng(4)
    gamma, beta = 0.5 + rng.normal(size=features), rng.normal(size=features)
    return activations(*shape), gamma, beta, rng.normal(size=shape)


@pytest.mark.parametrize(("shape", "features"), SHAPES)
def test_values_and_gradients_against_torch(shape, features, agrees):
    x, gamma, beta, g = draw(shape, features)
    leaves = [torch.tensor(v, requires_grad=True) for v in (x, gamma, beta)]
    oracle = torch.nn.functional.layer_norm(leaves[0], features, *leaves[1:], eps=1e-2)
    oracle.backward(torch.tensor(g))
    agrees(
        "layer_norm", "torch", layer_norm(x, gamma, beta, eps=1e-2), oracle.detach(), within=1e-13
    )
    for ours, leaf in zip(layer_norm_backward(g, x, gamma, eps=1e-2), leaves, strict=True):
        agrees("layer_norm_backward", "torch", ours, leaf.grad, within=1e-12)


@pytest.mark.parametrize(("shape", "features"), SHAPES)
def test_values_against_keras(shape, features, agrees):
    import keras

    x, gamma, beta, _ = draw(shape, features)
    axes = list(range(-len(features), 0))
    layer = keras.layers.LayerNormalization(axis=axes, epsilon=1e-2, dtype="float64")
    layer.build(shape)
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    agrees(
        "layer_norm", "Keras", layer_norm(x, gamma, beta, eps=1e-2), layer(x).numpy(), within=1e-12
    )


def test_the_default_eps_is_torch_s_and_not_keras_s(agrees):
    import keras

    x = 0.1 * np.random.default_rng(0).normal(size=(4, 5))
    ours = layer_norm(x, np.ones(5), np.zeros(5))
    agrees(
        "layer_norm",
        "torch",
        ours,
        torch.nn.LayerNorm(5, dtype=torch.float64)(torch.tensor(x)).detach(),
        within=1e-13,
    )
    keras_s = keras.layers.LayerNormalization(dtype="float64")(x).numpy()
    assert deviation(ours, keras_s) > 1e-3
    agrees(
        "layer_norm",
        "Keras",
        layer_norm(x, np.ones(5), np.zeros(5), eps=1e-3),
        keras_s,
        within=1e-12,
    )
    g = np.random.default_rng(1).normal(size=(4, 5))
    default, named = (layer_norm_backward(g, x, np.ones(5), **e)[0] for e in ({}, {"eps": 1e-5}))
    assert np.array_equal(default, named)


@pytest.mark.parametrize("features", [(5,), (2, 5)])
def test_gradients_against_finite_differences(features, agrees):
    rng = np.random.default_rng(2)
    x, g = rng.normal(size=(2, 3, *features))
    gamma, beta = rng.normal(size=(2, *features))

    def loss(x=x, gamma=gamma, beta=beta):
        return np.sum(g * layer_norm(x, gamma, beta, eps=1e-3))

    dx, dgamma, dbeta = layer_norm_backward(g, x, gamma, eps=1e-3)
    agrees("layer_norm_backward", "finite differences", dx, numeric_gradient(loss, x), within=1e-8)
    agrees(
        "layer_norm_backward",
        "finite differences",
        dgamma,
        numeric_gradient(lambda v: loss(gamma=v), gamma),
        within=1e-8,
    )
    agrees(
        "layer_norm_backward",
        "finite differences",
        dbeta,
        numeric_gradient(lambda v: loss(beta=v), beta),
        within=1e-8,
    )


def test_autograd_through_the_same_function(agrees):
    x, gamma, beta, g = draw((3, 5), (5,))
    inputs = torch.tensor(x, requires_grad=True)
    layer_norm(inputs, torch.tensor(gamma), torch.tensor(beta)).backward(torch.tensor(g))
    agrees(
        "layer_norm gradient",
        "by hand",
        inputs.grad,
        layer_norm_backward(g, x, gamma)[0],
        within=1e-10,
    )


def test_an_example_does_not_depend_on_its_neighbours():
    x, gamma, beta, _ = draw((6, 5), (5,))
    together = layer_norm(x, gamma, beta)
    assert np.array_equal(layer_norm(x[2:3], gamma, beta), together[2:3])


@given(st.floats(-1e4, 1e4), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_shift_of_all_features_does_not_matter_even_a_large_one(shift, seed):
    x = np.random.default_rng(seed).normal(size=(3, 8))
    one, zero = np.ones(8), np.zeros(8)
    np.testing.assert_allclose(
        layer_norm(x + shift, one, zero), layer_norm(x, one, zero), rtol=1e-8, atol=1e-9
    )


def test_a_single_feature_becomes_beta(agrees):
    y = layer_norm(np.array([[7.0], [-3.0]]), np.ones(1), np.full(1, 0.5))
    agrees("layer_norm", "by hand", y, [[0.5], [0.5]], within=0)


X, ONE = np.ones((3, 4)), np.ones(4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"gamma": np.ones(3)}, r"`gamma` must have shape \(4,\).*\(3,\).*the last axes of x"),
        ({"gamma": np.ones((3, 4))}, r"`gamma` must have shape \(4,\)"),
        ({"beta": np.ones(1)}, r"`beta` must have shape \(4,\).*one shift per scale"),
        ({"x": ONE}, "`x` must have 2 or more axes"),
        ({"x": np.ones((0, 4))}, "none of them empty"),
        ({"gamma": np.ones(())}, "`gamma` must have 1 or more axes"),
        ({"eps": 0}, r"`eps` must be in \(0, inf\)"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        layer_norm(**{"x": X, "gamma": ONE, "beta": ONE, **arguments})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"g": np.ones((4, 3))}, r"`g` must have shape \(3, 4\).*one gradient per output"),
        ({"gamma": np.ones(3)}, r"`gamma` must have shape \(4,\)"),
        ({"eps": 0}, r"`eps` must be in \(0, inf\)"),
    ],
)
def test_what_backward_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        layer_norm_backward(**{"g": X, "x": X, "gamma": ONE, **arguments})
