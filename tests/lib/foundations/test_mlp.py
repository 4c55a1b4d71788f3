"""Layers and nets against torch autograd, Keras and finite differences."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from deeptuning.foundations import (
    dense,
    dense_backward,
    gradient_check,
    half_squared_error,
    half_squared_error_gradient,
    mlp_backward,
    mlp_forward,
    mlp_init,
    mlp_loss,
)
from deeptuning.gradients import ACTIVATIONS, he_normal, sigmoid, sigmoid_derivative

F = torch.nn.functional
TORCH = {
    "linear": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
}
HEADS = {
    "regression": (lambda z: z, F.mse_loss),
    "binary": (torch.sigmoid, F.binary_cross_entropy_with_logits),
    "multiclass": (lambda z: torch.softmax(z, 1), F.cross_entropy),
}


def problem(head, sizes=(5, 7, 6, 3)):
    rng = np.random.default_rng(0)
    parameters = mlp_init(sizes, rng)
    for layer in parameters:
        layer["b"] = rng.normal(size=layer["b"].shape)
    x = rng.normal(size=(11, sizes[0])) * 2
    targets = {
        "regression": rng.normal(size=(11, sizes[-1])),
        "binary": rng.integers(2, size=(11, sizes[-1])).astype(float),
        "multiclass": np.eye(sizes[-1])[rng.integers(sizes[-1], size=11)],
    }
    return parameters, x, targets[head]


def by_torch(parameters, x, y, activation, head):
    leaves = [{k: torch.tensor(v, requires_grad=True) for k, v in p.items()} for p in parameters]
    a = torch.tensor(x)
    for layer in leaves[:-1]:
        a = TORCH[activation](F.linear(a, layer["w"].T, layer["b"]))
    z = F.linear(a, leaves[-1]["w"].T, leaves[-1]["b"])
    output, loss = HEADS[head]
    value = loss(z, torch.tensor(y))
    value.backward()
    gradients = [{k: v.grad.numpy() for k, v in layer.items()} for layer in leaves]
    return output(z).detach().numpy(), value.item(), gradients


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_predictions_losses_and_all_gradients_equal_torch(activation, head, agrees):
    parameters, x, y = problem(head)
    p, value, expected = by_torch(parameters, x, y, activation, head)
    found, cache = mlp_forward(parameters, x, activation=activation, head=head)
    agrees("mlp_forward", "torch", found, p, within=1e-12)
    agrees("mlp_loss", "torch", mlp_loss(cache, y), value, within=1e-13)
    for ours, theirs in zip(mlp_backward(parameters, cache, y), expected, strict=True):
        assert list(ours) == ["w", "b"]
        for name in ours:
            np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-10, atol=1e-15)
            agrees("mlp_backward", "torch", ours[name], theirs[name], within=1e-13)


@pytest.mark.parametrize("head", HEADS)
def test_gradients_equal_finite_differences(head, agrees):
    parameters, x, y = problem(head)

    def loss(candidate):
        return mlp_loss(mlp_forward(candidate, x, head=head)[1], y)

    gradients = mlp_backward(parameters, mlp_forward(parameters, x, head=head)[1], y)
    worst = gradient_check(loss, gradients, parameters)
    assert worst.error < 1e-6
    agrees("mlp_backward", "finite differences", worst.given, worst.measured, within=1e-6)
    gradients[1]["w"][2, 3] *= 1.01
    found = gradient_check(loss, gradients, parameters)
    assert found.error > 1e-3
    assert found.where == (1, "w", 2, 3)


def test_nothing_is_changed_and_depth_one_works(agrees):
    parameters, x, y = problem("regression", (5, 3))
    before = [{k: v.copy() for k, v in layer.items()} for layer in parameters]
    p, cache = mlp_forward(parameters, x)
    gradients = mlp_backward(parameters, cache, y)
    np.testing.assert_allclose(p, x @ parameters[0]["w"] + parameters[0]["b"])
    for old, new in zip(before, parameters, strict=True):
        assert all((old[k] == new[k]).all() for k in old)
    agrees(
        "mlp_backward", "by hand", gradients[0]["b"], (2 * (p - y) / y.size).sum(0), within=1e-12
    )
    assert cache["activation"] == "tanh"


def test_it_runs_on_torch_tensors():
    parameters, x, y = problem("multiclass")
    tensors = [{k: torch.tensor(v) for k, v in layer.items()} for layer in parameters]
    _, cache = mlp_forward(tensors, torch.tensor(x), activation="gelu", head="multiclass")
    found = mlp_backward(tensors, cache, torch.tensor(y))
    _, _, expected = by_torch(parameters, x, y, "gelu", "multiclass")
    np.testing.assert_allclose(found[0]["w"].numpy(), expected[0]["w"], rtol=1e-10, atol=1e-15)


def test_stacked_linear_layers_are_one(agrees):
    parameters, x, _ = problem("regression")
    w, b = np.eye(5), np.zeros(5)
    for layer in parameters:
        w, b = w @ layer["w"], b @ layer["w"] + layer["b"]
    p, _ = mlp_forward(parameters, x, activation="linear")
    agrees("mlp_forward", "by hand", p, x @ w + b, within=1e-12)


def test_init_uses_the_initializer_and_zero_biases():
    parameters = mlp_init([500, 400, 2], np.random.default_rng(0), initializer=he_normal)
    assert parameters[0]["w"].std() == pytest.approx((2 / 500) ** 0.5, rel=0.02)
    assert [layer["w"].shape for layer in parameters] == [(500, 400), (400, 2)]
    assert all((layer["b"] == 0).all() for layer in parameters)
    default = mlp_init([500, 400], np.random.default_rng(0))[0]["w"]
    assert abs(default).max() == pytest.approx((6 / 900) ** 0.5, rel=1e-3)


def test_init_by_hand_from_the_same_uniform_numbers(agrees):
    source, sizes = np.random.default_rng(3), (5, 7, 2)
    for layer, n, m in zip(
        mlp_init(sizes, np.random.default_rng(3)), sizes, sizes[1:], strict=False
    ):
        w = (6 / (n + m)) ** 0.5 * (2 * source.random((n, m)) - 1)
        agrees("mlp_init", "by hand", layer, {"w": w, "b": np.zeros(m)}, within=1e-15)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda p, x: mlp_forward(p, x, activation="swish"), "Unknown activation 'swish'. Known: "),
        (lambda p, x: mlp_forward(p, x, head="softmax"), "Unknown head 'softmax'. Known: binary, "),
        (lambda p, x: mlp_forward(p, x[:, :3]), r"must have the shapes.*\(11, 3\), \(5, 7\)"),
        (lambda p, x: mlp_loss(mlp_forward(p, x)[1], np.ones(11)), "must have the shape of `y`"),
        (lambda p, x: mlp_init([5], np.random.default_rng(0)), r"two numbers or more.*\[5\]"),
        (lambda p, x: mlp_init([5, 0], np.random.default_rng(0)), "whole numbers of at least 1"),
    ],
)
def test_illegal_arguments_are_named(call, message):
    parameters, x, _ = problem("regression")
    with pytest.raises(ValueError, match=message):
        call(parameters, x)


class TestDense:
    rng = np.random.default_rng(1)
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    dz = rng.normal(size=(4, 2))

    def test_forward_equals_torch_and_keras(self, agrees):
        twin = torch.nn.functional.linear(*map(torch.tensor, (self.x, self.w.T.copy(), self.b)))
        agrees("dense", "torch", dense(self.x, self.w, self.b), twin.numpy(), within=1e-13)
        layer = keras.layers.Dense(2, dtype="float64")
        layer.build((None, 3))
        layer.set_weights([self.w, self.b])
        agrees("dense", "Keras", dense(self.x, self.w, self.b), layer(self.x), within=1e-13)

    def test_every_unit_adds_up_its_inputs(self, agrees):
        for n, j in np.ndindex(4, 2):
            z = self.b[j] + sum(self.x[n, i] * self.w[i, j] for i in range(3))
            agrees("dense", "by hand", dense(self.x, self.w, self.b)[n, j], z, within=1e-13)

    def test_backward_equals_autograd(self, agrees):
        x, w, b = (torch.tensor(v, requires_grad=True) for v in (self.x, self.w, self.b))
        (x @ w + b).backward(torch.tensor(self.dz))
        found = dense_backward(self.dz, self.x, self.w)
        for ours, leaf in zip(found, (x, w, b), strict=True):
            agrees("dense_backward", "torch", ours, leaf.grad.numpy(), within=1e-14)

    def test_an_empty_batch_has_zero_gradients(self):
        assert dense(self.x[:0], self.w, self.b).shape == (0, 2)

    @pytest.mark.parametrize(
        ("x", "w", "b"),
        [((4, 3), (2, 3), (2,)), ((3,), (3, 2), (2,)), ((4, 3), (3, 2), (1,)), ((4, 3), (3,), ())],
    )
    def test_shapes_are_named(self, x, w, b):
        with pytest.raises(ValueError, match="must have the shapes") as caught:
            dense(np.ones(x), np.ones(w), np.ones(b))
        assert f"Received: {x}, {w}, {b}" in str(caught.value)

    def test_the_gradient_has_a_row_per_example(self):
        with pytest.raises(ValueError, match=r"`dz` must have the shape .*\(4, 2\).*\(3, 2\)"):
            dense_backward(self.dz[:3], self.x, self.w)
        with pytest.raises(ValueError, match=r"`dz` must have the shape|must have the shapes"):
            dense_backward(self.dz[:, :1], self.x, self.w)


class TestWorkedExample:
    """One output unit: net input 1.01977, output 0.73492, target 0.05."""

    hidden, weights, bias, target = (0.6, 0.5), (0.4, 0.45), 0.55477, 0.05

    def net(self, w5):
        return w5 * self.hidden[0] + self.weights[1] * self.hidden[1] + self.bias

    def error(self, w5):
        return half_squared_error(self.target, sigmoid(self.net(w5)))

    def test_numbers(self):
        assert self.net(0.4) == pytest.approx(1.01977, abs=1e-12)
        # 0.734928: the customary 0.73492 is cut off, not rounded.
        assert np.floor(sigmoid(1.01977) * 1e5) / 1e5 == 0.73492
        assert round(float(self.error(0.4)), 5) == 0.23456

    def test_the_gradient_three_ways(self):
        out = sigmoid(1.01977)
        chain = half_squared_error_gradient(self.target, out) * sigmoid_derivative(1.01977)
        by_hand = (0.7349278 - 0.05) * 0.7349278 * (1 - 0.7349278) * 0.6
        assert chain * 0.6 == pytest.approx(by_hand, rel=1e-6)
        found = gradient_check(lambda w: self.error(w[0]), np.array([chain * 0.6]), np.array([0.4]))
        assert found.error < 1e-8
        w5 = torch.tensor(0.4, dtype=torch.float64, requires_grad=True)
        (0.5 * (0.05 - torch.sigmoid(self.net(w5))) ** 2).backward()
        assert chain * 0.6 == pytest.approx(w5.grad.item(), rel=1e-13)
        w5 = tf.Variable(0.4, dtype=tf.float64)
        with tf.GradientTape() as tape:
            error = 0.5 * (0.05 - tf.sigmoid(self.net(w5))) ** 2
        assert chain * 0.6 == pytest.approx(float(tape.gradient(error, w5)), rel=1e-13)


def test_the_slopes_of_a_line_fit(agrees):
    x, y, m, b = np.array([[2.0]]), np.array([[7.0]]), 1.5, 0.25
    parameters = [{"w": np.array([[m]]), "b": np.array([b])}]
    (found,) = mlp_backward(parameters, mlp_forward(parameters, x)[1], y)
    residual = 7 - m * 2 - b
    agrees("mlp_backward", "by hand", found["w"].item(), -2 * 2 * residual, within=0)
    agrees("mlp_backward", "by hand", found["b"].item(), -2 * residual, within=0)
