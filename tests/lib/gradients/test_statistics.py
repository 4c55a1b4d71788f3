"""Statistics and probes: do they see what is in the model?"""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from deeptuning.gradients import (
    keras_activations,
    keras_gradients,
    layer_statistics,
    statistics,
    torch_activations,
    torch_gradients,
)


def test_by_hand(agrees):
    found = statistics(np.array([[0.0, 2.0], [4.0, -2.0]]))
    agrees("statistics", "by hand", found, (1.0, 5.0**0.5, 24.0**0.5, 0.25, 0.0), within=1e-15)
    assert all(type(value) is float for value in found)


def test_a_large_mean_does_not_hide_the_spread(agrees):
    x = 1e8 + np.array([-1.0, 1.0])
    agrees("statistics", "by hand", statistics(x).std, 1.0, within=0)
    x = np.array([-1e4, 1e4 + 1], np.float32)
    agrees("statistics", "by hand", statistics(x).mean, 0.5, within=0)


@pytest.mark.parametrize(
    ("bounds", "margin", "share"),
    [
        ((-1, 1), 0.01, 0.4),  # −1 and 0.99
        ((-1, 1), 0.004, 0.2),
        ((-1, 1), 0.3, 0.6),
        ((0, 1), 0.01, 0.6),  # −1, 0 and 0.99
        ((-0.5, 1.5), 0.25, 0.4),  # up to 0 exactly: −1 and 0
        ((-1.5, 0.5), 0.25, 1.0),  # up to −1, and from 0 exactly
        (None, 0.01, 0.0),
    ],
)
def test_saturation_is_being_near_a_bound(bounds, margin, share, agrees):
    x = np.array([-1.0, 0.0, 0.2, 0.5, 0.99])
    found = statistics(x, bounds=bounds, margin=margin).saturated
    agrees("statistics", "by hand", found, share, within=1e-15)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_exploded_layer_is_reported_without_a_warning(bad):
    found = statistics(np.array([1.0, bad]))
    assert not np.isfinite(found.mean)
    assert np.isnan(found.std)
    assert not np.isfinite(found.norm)


@pytest.mark.parametrize(
    "x",
    [
        torch.tensor([0.0, 3.0, 4.0, 0.0], dtype=torch.bfloat16),
        torch.tensor([0.0, 3.0, 4.0, 0.0], requires_grad=True),
        tf.constant([0.0, 3.0, 4.0, 0.0], dtype=tf.bfloat16),
        [0, 3, 4, 0],
    ],
)
def test_every_library_and_precision(x):
    assert statistics(x).norm == 5.0
    assert statistics(x).zeros == 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: statistics(np.zeros((0, 3))), r"`x` must hold numbers.*shape \(0, 3\)"),
        (lambda: statistics([1.0], bounds=(1, 0)), r"`bounds` must be \(low, high\).*\(1, 0\)"),
        (lambda: statistics([1.0], bounds=(1, 1)), r"`bounds` must be"),
        (lambda: statistics([1.0], margin=0.5), r"`margin` must be in \[0, 0.5\)"),
    ],
)
def test_illegal_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_layers_keep_their_order_and_none_is_left_out(agrees):
    found = layer_statistics({"b": [3.0], "n": None, "a": [1.0, 0.0]}, bounds=(0, 1))
    assert list(found) == ["b", "a"]
    agrees("layer_statistics", "by hand", found["a"].saturated, 1.0, within=0)


def torch_net():
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)
    ).double()


def test_torch_gradients_are_a_copy_of_what_backward_left(agrees):
    model, x = torch_net(), torch.randn(5, 3, dtype=torch.float64)
    with pytest.raises(ValueError, match="must have gradients.*Call loss.backward"):
        torch_gradients(model)
    (model(x) ** 2).mean().backward()
    found = torch_gradients(model)
    assert list(found) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    for name, parameter in model.named_parameters():
        agrees("torch_gradients", "torch", found[name], parameter.grad.numpy(), within=0)
    before = found["0.weight"].copy()
    model.zero_grad(set_to_none=False)
    np.testing.assert_array_equal(found["0.weight"], before)
    model[2].weight.grad = None
    assert "2.weight" not in torch_gradients(model)


def test_torch_activations_are_the_outputs_of_the_layers(agrees):
    model, x = torch_net(), torch.randn(5, 3, dtype=torch.float64)
    found = torch_activations(model, x)
    assert list(found) == ["0", "1", "2"]
    agrees(
        "torch_activations", "torch", found["1"], torch.tanh(model[0](x)).detach().numpy(), within=0
    )
    agrees("torch_activations", "torch", found["2"], model(x).detach().numpy(), within=0)
    assert not any(module._forward_hooks for module in model.modules())


def test_torch_hooks_are_gone_after_an_error():
    model = torch_net()
    with pytest.raises(RuntimeError):
        torch_activations(model, torch.ones(5, 7, dtype=torch.float64))
    assert not any(module._forward_hooks for module in model.modules())


def test_a_layer_with_a_tuple_gives_its_output():
    model = torch.nn.Sequential(torch.nn.GRU(3, 4, batch_first=True))
    assert torch_activations(model, torch.ones(2, 5, 3))["0"].shape == (2, 5, 4)


def keras_net():
    keras.utils.set_random_seed(0)
    layers = [
        keras.Input((3,)),
        keras.layers.Dense(4, "tanh", name="first"),
        keras.layers.Dropout(0.5, name="drop"),
        keras.layers.Dense(2, name="second"),
    ]
    return keras.Sequential(layers)


def test_keras_gradients_are_named_by_variable(agrees):
    model, x = keras_net(), np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    found = keras_gradients(model, gradients)
    assert list(found) == ["first/kernel", "first/bias", "second/kernel", "second/bias"]
    agrees("keras_gradients", "TensorFlow", found["second/kernel"], gradients[2].numpy(), within=0)
    assert "first/bias" not in keras_gradients(model, [gradients[0], None, *gradients[2:]])
    with pytest.raises(ValueError, match="one entry per trainable variable, 4. Received: 3"):
        keras_gradients(model, gradients[:3])


def test_the_few_rows_of_an_embedding_s_gradient_are_added_up(agrees):
    table = tf.Variable(np.ones((4, 2)))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.gather(table, [1, 3, 1]) * [[1.0], [2.0], [3.0]])
    sparse = tape.gradient(loss, table)
    assert isinstance(sparse, tf.IndexedSlices)
    found = layer_statistics({"table": sparse})["table"]
    expected = (1.5, 2.75**0.5, 40.0**0.5, 0.5, 0.0)  # of the rows 0, 4, 0, 2, each twice
    agrees("layer_statistics", "by hand", found, expected, within=1e-15)


def test_keras_activations_are_the_outputs_at_inference(agrees):
    model, x = keras_net(), np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    found = keras_activations(model, x)
    assert list(found) == ["first", "drop", "second"]
    agrees("keras_activations", "Keras", found["first"], model.layers[0](x), within=1e-6)
    np.testing.assert_array_equal(found["drop"], found["first"])
    agrees("keras_activations", "Keras", found["second"], model(x), within=1e-6)


def test_keras_functional_models_leave_out_their_inputs(agrees):
    one, two = keras.Input((3,), name="one"), keras.Input((3,), name="two")
    out = keras.layers.Add(name="sum")([one, two])
    x = np.ones((2, 3), "float32")
    found = keras_activations(keras.Model([one, two], out), [x, 2 * x])
    assert list(found) == ["sum"]
    agrees("keras_activations", "by hand", found["sum"], 3 * x, within=0)


def test_a_keras_model_without_known_input_is_refused():
    with pytest.raises(ValueError, match="Sequential or functional.*Received: Sequential"):
        keras_activations(keras.Sequential([keras.layers.Dense(2)]), np.ones((1, 3)))
