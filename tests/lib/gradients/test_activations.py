"""Activations against torch, SciPy and finite differences; derivatives against autograd."""

import array_api_strict
import numpy as np
import pytest
import torch
from scipy import special, stats

from deeptuning.gradients import (
    ACTIVATIONS,
    activation,
    elu,
    elu_derivative,
    gelu,
    gelu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    selu,
    sigmoid,
    sigmoid_derivative,
)

F = torch.nn.functional
X = np.concatenate([np.random.default_rng(0).normal(size=60) * 3, [-30.0, -8.0, 8.0, 30.0]])
# Name, ours, our derivative, torch's.
CASES = [
    ("sigmoid", {}, torch.sigmoid),
    ("tanh", {}, torch.tanh),
    ("relu", {}, F.relu),
    ("leaky_relu", {}, F.leaky_relu),
    ("leaky_relu", {"negative_slope": 0.3}, lambda x: F.leaky_relu(x, 0.3)),
    ("elu", {}, F.elu),
    ("elu", {"alpha": 0.7}, lambda x: F.elu(x, 0.7)),
    ("selu", {}, F.selu),
    ("gelu", {}, F.gelu),
    ("gelu", {"form": "tanh"}, lambda x: F.gelu(x, approximate="tanh")),
    ("linear", {}, lambda x: x * 1),
]


@pytest.mark.parametrize(("name", "arguments", "twin"), CASES)
def test_values_and_derivatives_equal_torch(name, arguments, twin, agrees):
    function, derivative = ACTIVATIONS[name]
    x = torch.tensor(X, requires_grad=True)
    y = twin(x)
    y.sum().backward()
    values, slopes, close = function(X, **arguments), derivative(X, **arguments), (1e-12, 1e-15)
    np.testing.assert_allclose(values, y.detach().numpy(), *close)  # every number by itself
    np.testing.assert_allclose(slopes, x.grad.numpy(), *close)
    agrees(name, "torch", values, y, within=1e-15)
    agrees(f"{name}_derivative", "torch", slopes, x.grad, within=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_derivatives_equal_keras(name, agrees):
    import keras
    import tensorflow as tf

    function, derivative = ACTIVATIONS[name]
    same = {"negative_slope": 0.25} if name == "leaky_relu" else {}
    form = {"approximate": False} if name == "gelu" else {}
    within = 1e-8 if name == "gelu" else 1e-14  # TensorFlow casts its √2 through float32
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = getattr(keras.activations, name)(x, **same, **form)
    agrees(name, "Keras", function(X, **same), y, within=within)
    slopes = tape.gradient(y, x)
    agrees(f"{name}_derivative", "Keras", derivative(X, **same), slopes, within=within)


@pytest.mark.parametrize(("name", "arguments", "twin"), CASES)
def test_they_run_on_torch_with_autograd(name, arguments, twin):
    function, derivative = ACTIVATIONS[name]
    x = torch.tensor([*X, 0.0], requires_grad=True)
    y = function(x, **arguments)
    y.sum().backward()
    torch.testing.assert_close(y, twin(x), rtol=1e-12, atol=1e-15)
    torch.testing.assert_close(derivative(x, **arguments), x.grad, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_library_gives_the_same_and_keeps_the_precision(name, dtype):
    import tensorflow as tf

    x = np.array([-3.0, -0.5, 0.0, 0.5, 3.0], dtype=dtype)
    for function in ACTIVATIONS[name]:
        expected = np.asarray(function(x))
        assert expected.dtype == dtype
        for other in (tf.constant(x), array_api_strict.asarray(x), torch.tensor(x)):
            found = function(other)
            assert type(found) is type(other) or isinstance(found, tf.Tensor)
            assert str(dtype.__name__) in str(found.dtype)
            np.testing.assert_allclose(np.asarray(found), expected, rtol=2e-6, atol=1e-7)
        assert float(function(0.5)) == pytest.approx(float(expected[3]), rel=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_nothing_overflows(name):
    x = np.array([-1000.0, 1000.0])
    left_and_right = {
        "sigmoid": ([0, 1], [0, 0]),
        "tanh": ([-1, 1], [0, 0]),
        "relu": ([0, 1000], [0, 1]),
        "leaky_relu": ([-10, 1000], [0.01, 1]),
        "elu": ([-1, 1000], [0, 1]),
        "selu": ([-1.7580993408473766, 1050.7009873554805], [0, 1.0507009873554805]),
        "gelu": ([0, 1000], [0, 1]),
        "linear": ([-1000, 1000], [1, 1]),
    }[name]
    for function, expected in zip(ACTIVATIONS[name], left_and_right, strict=True):
        np.testing.assert_allclose(function(x), expected, rtol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_stays_nan(name):
    assert np.isnan(ACTIVATIONS[name].function(np.array([np.nan])))


@pytest.mark.parametrize(("name", "arguments", "twin"), CASES)
def test_the_derivative_at_zero_is_torch_s(name, arguments, twin, agrees):
    x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    twin(x).sum().backward()
    found = ACTIVATIONS[name].derivative(np.zeros(1), **arguments)
    agrees(f"{name}_derivative", "torch", found, x.grad.numpy(), within=1e-15)


def test_far_tails_keep_their_digits(agrees):
    x = np.array([[-300.0], [-40.0], [-20.0]])
    agrees("sigmoid", "SciPy", [*sigmoid(x)], [*special.expit(x)], within=1e-14)
    slope = special.expit(x) * special.expit(-x)
    agrees("sigmoid_derivative", "SciPy", [*sigmoid_derivative(-x)], [*slope], within=1e-14)
    x = np.array([[-30.0], [-10.0], [-6.0]])
    agrees("gelu", "SciPy", [*gelu(x)], [*(x * stats.norm.cdf(x))], within=1e-12)
    expected = stats.norm.cdf(x) + x * stats.norm.pdf(x)
    agrees("gelu_derivative", "SciPy", [*gelu_derivative(x)], [*expected], within=1e-12)
    tiny = np.array([-1e-12])
    agrees("elu", "by hand", elu(tiny), tiny + tiny**2 / 2, within=1e-15)


def test_the_tanh_form_of_gelu_is_near_and_not_the_same():
    x = np.linspace(-5, 5, 2001)
    gap = abs(gelu(x) - gelu(x, form="tanh")).max()
    assert 4e-4 < gap < 5e-4


def test_default_slopes_of_leaky_relu_differ():
    import keras

    x = np.array([-1.0])
    assert leaky_relu(x) == -0.01
    assert F.leaky_relu(torch.tensor(x)).item() == -0.01
    assert float(keras.activations.leaky_relu(x)[0]) == pytest.approx(-0.2, rel=1e-6)
    assert float(keras.layers.LeakyReLU()(x)[0]) == pytest.approx(-0.3, rel=1e-6)


def test_selu_keeps_mean_and_variance():
    x = np.random.default_rng(0).standard_normal(400_000)
    y = selu(x)
    assert y.mean() == pytest.approx(0, abs=0.01)
    assert y.var() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: activation("swish"), r"Unknown activation 'swish'\. Known: elu, gelu, .*tanh"),
        (lambda: gelu(1.0, form="erf"), r"`form` must be one of 'exact', 'tanh'.*form='erf'"),
        (lambda: gelu_derivative(1.0, form="erf"), r"`form` must be one of"),
        (lambda: elu(1.0, alpha=-1), r"`alpha` must be in \[0, inf\)\. Received: alpha=-1"),
        (lambda: elu_derivative(1.0, alpha=-1), r"`alpha` must be in"),
        (lambda: leaky_relu(1.0, negative_slope=-1), r"`negative_slope` must be in \[0, inf\)"),
        (lambda: leaky_relu_derivative(1.0, negative_slope=-1), r"`negative_slope` must be in"),
    ],
)
def test_illegal_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_activation_is_found_by_name():
    assert activation("elu") == (elu, elu_derivative)
