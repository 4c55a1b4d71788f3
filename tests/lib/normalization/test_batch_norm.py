import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.normalization import batch_norm, batch_norm_backward
from tests.lib.normalization.inputs import activations, numeric_gradient, weights
from tests.parity import deviation

F = 4
GAMMA, BETA = weights(F)
SHAPES = [((9, F), -1), ((9, F), 1), ((3, 5, 2, F), -1), ((3, F, 5, 2), 1), ((6, F, 3), -2)]


def draw(shape, axis, seed=0):
    """Features of mixed scale along `axis`."""
    last = [n for i, n in enumerate(shape) if i != axis % len(shape)] + [F]
    return np.moveaxis(activations(*last, seed=seed), -1, axis)


def torch_layout(x, axis):
    """Return a tensor with the features at axis 1, where torch expects them."""
    return torch.tensor(np.moveaxis(x, axis, 1), requires_grad=True)


@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_training_and_inference_against_torch_over_many_steps(shape, axis, agrees):
    mean, variance = torch.zeros(F, dtype=torch.float64), torch.ones(F, dtype=torch.float64)
    state = {}
    for step in range(20):
        x = draw(shape, axis, seed=step)
        for training in (True, False):
            y, state = batch_norm(
                x, GAMMA, BETA, state, training=training, axis=axis, momentum=0.3, eps=1e-2
            )
            oracle = torch.nn.functional.batch_norm(
                torch_layout(x, axis),
                mean,
                variance,
                torch.tensor(GAMMA),
                torch.tensor(BETA),
                training,
                0.3,
                1e-2,
            )
            agrees(
                "batch_norm",
                "torch",
                y,
                np.moveaxis(oracle.detach().numpy(), 1, axis),
                within=1e-12,
            )
            agrees("batch_norm", "torch", state["mean"], mean, within=1e-13)
            agrees("batch_norm", "torch", state["variance"], variance, within=1e-13)


@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_training_and_inference_against_keras_over_many_steps(shape, axis, agrees):
    import keras

    layer = keras.layers.BatchNormalization(axis=axis, momentum=0.75, epsilon=1e-2, dtype="float64")
    layer.build(shape)
    layer.gamma.assign(GAMMA)
    layer.beta.assign(BETA)
    state = {}
    for step in range(5):
        x = draw(shape, axis, seed=step)
        for training in (True, False):
            y, state = batch_norm(
                x,
                GAMMA,
                BETA,
                state,
                training=training,
                axis=axis,
                momentum=0.75,
                eps=1e-2,
                convention="keras",
            )
            agrees("batch_norm", "Keras", y, layer(x, training=training).numpy(), within=1e-12)
            agrees("batch_norm", "Keras", state["mean"], layer.moving_mean.numpy(), within=1e-12)
            agrees(
                "batch_norm",
                "Keras",
                state["variance"],
                layer.moving_variance.numpy(),
                within=1e-12,
            )


def test_defaults_are_those_of_the_frameworks(agrees):
    """But for ε, which is torch's 1e-5 throughout; Keras has 1e-3."""
    import keras

    x = activations(8, F)
    layer = torch.nn.BatchNorm1d(F, dtype=torch.float64)
    y, state = batch_norm(x, np.ones(F), np.zeros(F), {}, training=True)
    agrees("batch_norm", "torch", y, layer(torch.tensor(x)).detach(), within=1e-12)
    agrees("batch_norm", "torch", state["variance"], layer.running_var, within=1e-13)
    layer = keras.layers.BatchNormalization(dtype="float64")
    oracle = layer(x, training=True).numpy()
    y, state = batch_norm(
        x, np.ones(F), np.zeros(F), {}, training=True, eps=1e-3, convention="keras"
    )
    agrees("batch_norm", "Keras", y, oracle, within=1e-12)
    agrees("batch_norm", "Keras", state["mean"], layer.moving_mean.numpy(), within=1e-12)
    y, _ = batch_norm(x, np.ones(F), np.zeros(F), {}, training=True, convention="keras")
    assert deviation(y, oracle) > 1e-3


@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_gradients_against_autograd(shape, axis, agrees):
    x, g = draw(shape, axis), np.random.default_rng(5).normal(size=shape)
    inputs = torch_layout(x, axis)
    gamma, beta = (torch.tensor(v, requires_grad=True) for v in (GAMMA, BETA))
    y = torch.nn.functional.batch_norm(inputs, None, None, gamma, beta, True, 0.1, 1e-2)
    y.backward(torch.tensor(np.moveaxis(g, axis, 1)))
    dx, dgamma, dbeta = batch_norm_backward(g, x, GAMMA, axis=axis, eps=1e-2)
    moved, oracle = np.moveaxis(dx, axis, 1), inputs.grad.numpy()
    for f in range(F):  # feature by feature: their gradients differ by five orders
        agrees("batch_norm_backward", "torch", moved[:, f], oracle[:, f], within=1e-10)
    agrees("batch_norm_backward", "torch", dgamma, gamma.grad, within=1e-12)
    agrees("batch_norm_backward", "torch", dbeta, beta.grad, within=1e-12)


def test_without_a_word_the_features_are_on_the_last_axis_backwards_too():
    x, g = draw((3, F, F), -1), np.random.default_rng(5).normal(size=(3, F, F))
    for ours, named in zip(
        batch_norm_backward(g, x, GAMMA), batch_norm_backward(g, x, GAMMA, axis=2), strict=True
    ):
        assert np.array_equal(ours, named)


def test_gradients_against_finite_differences(agrees):
    rng = np.random.default_rng(2)
    x, g = rng.normal(size=(5, F)), rng.normal(size=(5, F))

    def loss(x=x, gamma=GAMMA, beta=BETA):
        return np.sum(g * batch_norm(x, gamma, beta, {}, training=True, eps=1e-3)[0])

    dx, dgamma, dbeta = batch_norm_backward(g, x, GAMMA, eps=1e-3)
    agrees("batch_norm_backward", "finite differences", dx, numeric_gradient(loss, x), within=1e-8)
    agrees(
        "batch_norm_backward",
        "finite differences",
        dgamma,
        numeric_gradient(lambda v: loss(gamma=v), GAMMA),
        within=1e-8,
    )
    agrees(
        "batch_norm_backward",
        "finite differences",
        dbeta,
        numeric_gradient(lambda v: loss(beta=v), BETA),
        within=1e-8,
    )


def test_autograd_through_the_same_function_finds_the_closed_form(agrees):
    x, g = activations(6, F), np.random.default_rng(5).normal(size=(6, F))
    inputs = torch.tensor(x, requires_grad=True)
    y, state = batch_norm(inputs, torch.tensor(GAMMA), torch.tensor(BETA), {}, training=True)
    y.backward(torch.tensor(g))
    dx, _, _ = batch_norm_backward(g, x, GAMMA)
    for f in range(F):
        agrees("batch_norm gradient", "by hand", inputs.grad[:, f], dx[:, f], within=1e-9)
    assert not state["mean"].requires_grad
    assert not state["variance"].requires_grad


def test_a_large_mean_costs_no_digits():
    rng = np.random.default_rng(3)
    small = rng.integers(-8, 9, size=(4096, 2)) / 8.0
    y = [
        batch_norm((small + mean).astype(kind), np.ones(2), np.zeros(2), {}, training=True)[0]
        for mean, kind in ((0.0, np.float64), (1e4, np.float64), (1e4, np.float32))
    ]
    assert deviation(y[1], y[0]) <= 1e-12
    # In float32 numbers near 1e4 are 1/1024 apart: so exact can their mean be, and no better.
    assert np.abs(y[2] - y[0]).max() <= 1.01 * (0.5 / 1024) / small.std()
    np.testing.assert_allclose(y[2].std(0), 1, rtol=1e-4)


def test_an_example_s_output_depends_on_its_neighbours_in_training_only():
    x = activations(6, F)
    _, state = batch_norm(x, GAMMA, BETA, {}, training=True)
    for training, same in ((True, False), (False, True)):
        outputs = [
            batch_norm(batch, GAMMA, BETA, state, training=training)[0][0] for batch in (x, x[:3])
        ]
        assert np.array_equal(*outputs) == same


def test_inference_leaves_the_state_alone_and_training_does_not_write_into_it():
    x = activations(6, F)
    _, state = batch_norm(x, GAMMA, BETA, {}, training=True)
    kept = {name: value.copy() for name, value in state.items()}
    assert batch_norm(x, GAMMA, BETA, state, training=False)[1] is state
    batch_norm(x, GAMMA, BETA, state, training=True)
    assert all(np.array_equal(state[name], kept[name]) for name in kept)


def test_one_example_torch_refuses_keras_returns_beta(agrees):
    import keras

    x = activations(1, F)
    with pytest.raises(ValueError, match="Expected more than 1 value per channel"):
        torch.nn.BatchNorm1d(F, dtype=torch.float64)(torch.tensor(x))
    with pytest.raises(ValueError, match=r"2 or more values.*Received: 1 per feature.*layer norm"):
        batch_norm(x, GAMMA, BETA, {}, training=True)
    layer = keras.layers.BatchNormalization(momentum=0.5, dtype="float64")
    assert layer(x, training=True).numpy().tolist() == [[0.0] * F]
    y, state = batch_norm(x, GAMMA, BETA, {}, training=True, convention="keras", momentum=0.5)
    agrees("batch_norm", "by hand", y, [BETA.tolist()], within=0)
    assert state["variance"].tolist() == layer.moving_variance.numpy().tolist() == [0.5] * F
    dx, dgamma, dbeta = batch_norm_backward(np.ones((1, F)), x, GAMMA)
    assert dx.tolist() == [[0.0] * F]
    assert dgamma.tolist() == [0.0] * F
    assert dbeta.tolist() == [1.0] * F


def test_one_image_has_many_values_per_feature():
    x = draw((1, 5, 2, F), -1)
    y, _ = batch_norm(x, np.ones(F), np.zeros(F), {}, training=True)
    assert np.abs(y.mean((0, 1, 2))).max() < 1e-12


def test_a_feature_that_does_not_vary_becomes_beta():
    x = np.full((5, F), 0.1)
    y, _ = batch_norm(x, GAMMA, BETA, {}, training=True)
    np.testing.assert_allclose(y, np.tile(BETA, (5, 1)), atol=1e-12)


def test_nan_stays_visible_and_in_its_feature():
    x = activations(5, F)
    x[2, 1] = np.nan
    y, state = batch_norm(x, GAMMA, BETA, {}, training=True)
    assert np.isnan(y).all(0).tolist() == [False, True, False, False]
    assert np.isnan(state["mean"]).tolist() == [False, True, False, False]


@given(st.integers(2, 8), st.floats(-100, 100), st.floats(0.1, 10), st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_shift_and_scale_of_the_input_do_not_matter(n, shift, scale, seed):
    x = np.random.default_rng(seed).normal(size=(n, F))
    one, zero = np.ones(F), np.zeros(F)
    y, _ = batch_norm(x, one, zero, {}, training=True, eps=1e-12)
    moved, _ = batch_norm(shift + scale * x, one, zero, {}, training=True, eps=1e-12)
    np.testing.assert_allclose(moved, y, atol=1e-5)
    assert np.abs(y.mean(0)).max() < 1e-9


@given(st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_the_gradient_is_blind_to_the_batch_s_mean_and_scale(seed):
    """Moving or stretching the batch changes nothing, so no gradient points there."""
    rng = np.random.default_rng(seed)
    x, g = rng.normal(size=(2, 7, F))
    dx, _, _ = batch_norm_backward(g, x, GAMMA, eps=1e-14)
    np.testing.assert_allclose(dx.sum(0), 0, atol=1e-9)
    np.testing.assert_allclose((dx * (x - x.mean(0))).sum(0), 0, atol=1e-9)


X = np.zeros((3, F))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"axis": 0}, r"`axis` must be the feature axis.*1 to 1.*\(3, 4\).*axis=0.*channels-first"),
        ({"axis": 2}, "Received: axis=2"),
        ({"axis": -2}, "Received: axis=-2"),
        ({"axis": True}, "Received: axis=True"),
        ({"axis": 1.0}, "Received: axis=1.0"),
        ({"gamma": np.ones(3)}, r"`gamma` must have shape \(4,\). Received: gamma with shape \(3,"),
        ({"beta": np.ones((1, F))}, r"`beta` must have shape \(4,\).*\(1, 4\).*per feature"),
        ({"beta": 0.0}, r"`beta` must have shape \(4,\). Received: beta with 0.0"),
        ({"eps": 0.0}, r"`eps` must be in \(0, inf\)"),
        ({"momentum": 1.5}, r"`momentum` must be in \[0, 1\]. Received: momentum=1.5"),
        (
            {
                "momentum": -0.5,
                "training": False,
                "state": {"mean": np.zeros(F), "variance": np.ones(F)},
            },
            "Received: momentum=-0.5",
        ),
        (
            {
                "momentum": 1.5,
                "training": False,
                "state": {"mean": np.zeros(F), "variance": np.ones(F)},
            },
            "Received: momentum=1.5",
        ),
        ({"convention": "jax"}, "'torch', 'keras'. Received: convention='jax'"),
        ({"training": False}, "running 'mean' and 'variance' at inference.*Pass the state that"),
        ({"x": np.zeros((0, F))}, r"none of them empty. Received: x with shape \(0, 4\)"),
        ({"x": np.zeros(F)}, "2 or more axes"),
        ({"state": {"mean": np.zeros(F)}}, r"state with \['mean'\]"),
        (
            {"state": {"mean": np.zeros(F), "variance": np.ones(2)}, "training": False},
            r"state\['variance'\]` must have shape \(4,\)",
        ),
        (
            {"state": {"mean": 0.0, "variance": np.ones(F)}, "training": False},
            r"state\['mean'\]` must have shape \(4,\)",
        ),
        (
            {"state": {"mean": np.zeros(1), "variance": np.ones(F)}},
            r"state\['mean'\]` must have shape \(4,\)",
        ),
    ],
)
def test_what_is_refused(arguments, message):
    given = {"x": X, "gamma": GAMMA, "beta": BETA, "state": {}, "training": True, **arguments}
    with pytest.raises(ValueError, match=message):
        batch_norm(**given)


def test_lists_are_refused():
    with pytest.raises(TypeError, match=r"`x` must be an array. Received.*\(list\). Pass a NumPy"):
        batch_norm([[1.0]], GAMMA, BETA, {}, training=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"g": np.zeros((2, F))}, r"`g` must have shape \(3, 4\).*one gradient per output"),
        ({"gamma": np.ones(2)}, r"`gamma` must have shape \(4,\)"),
        ({"axis": 0}, "feature axis"),
        ({"eps": -1.0}, "`eps` must be in"),
        ({"x": np.zeros((0, F)), "g": np.zeros((0, F))}, "none of them empty"),
        ({"x": np.zeros(F), "g": np.zeros(F)}, "2 or more axes"),
    ],
)
def test_what_backward_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        batch_norm_backward(**{"g": X, "x": X, "gamma": GAMMA, **arguments})
