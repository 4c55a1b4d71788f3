import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from deeptuning.adapters import keras_explain, torch_explain
from deeptuning.adapters.keras_explain import input_gradient, layer_gradients, predictor
from deeptuning.interpretability import grad_cam, upsample


@pytest.fixture
def double():
    """Keras in float64: what it computes in, and the layers made from now on."""
    before = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_floatx(before[0])
    keras.config.set_dtype_policy(before[1])


def rng(seed=0):
    return np.random.default_rng(seed)


def keras_net():
    """Convolution, tanh, pooling, dropout; head on (rows, columns, channels)."""
    keras.utils.set_random_seed(1)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((6, 5, 2)),
            layers.Conv2D(4, 3, activation="tanh", name="conv"),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(3, name="head"),
        ]
    )


def torch_net(model):
    """The same weights; torch's flatten sees (channels, rows, columns)."""
    kernel, bias, head, head_bias = (torch.tensor(w) for w in model.get_weights())
    net = torch.nn.Sequential(
        torch.nn.Conv2d(2, 4, 3), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Linear(48, 3)
    ).double()
    head = head.reshape(4, 3, 4, 3).permute(3, 2, 0, 1).reshape(3, 48)
    state = {"0.weight": kernel.permute(3, 2, 0, 1), "0.bias": bias}
    net.load_state_dict({**state, "3.weight": head, "3.bias": head_bias})
    return net.eval()


def images(n=5):
    return rng().normal(size=(n, 6, 5, 2))


def first(x):
    return np.moveaxis(x, -1, 1)


@pytest.mark.parametrize("target", [0, [2, 1, 0, 1, 2]])
def test_both_frameworks_agree_on_the_same_weights(agrees, target, double):
    model, x = keras_net(), images()
    twin = torch_net(model)
    outputs = torch_explain.predictor(twin)(first(x))
    agrees("keras predictor", "torch", predictor(model)(x), outputs, within=1e-12)
    theirs = torch_explain.input_gradient(twin, target)(first(x))
    found = input_gradient(model, target)(x)
    agrees("keras input_gradient", "torch", first(found), theirs, within=1e-12)
    theirs = torch_explain.layer_gradients(twin, twin[1], target)(first(x))
    found = layer_gradients(model, "conv", target)(x)
    for ours, their in zip(found, theirs, strict=True):
        agrees("keras layer_gradients", "torch", first(ours), their, within=1e-12)
    heat = grad_cam(*found, channels="last")
    agrees("grad_cam of both", "torch", heat, grad_cam(*theirs), within=1e-12)


def test_the_gradient_is_that_of_finite_differences(agrees, double):
    model, x, h = keras_net(), images(1), 1e-5
    step = h * np.eye(60).reshape(60, 6, 5, 2)
    predict = predictor(model, 1)
    slope = (predict(x + step) - predict(x - step)) / (2 * h)
    found = input_gradient(model, 1)(x).ravel()
    agrees("keras input_gradient", "finite differences", found, slope, within=1e-8)


def test_what_comes_out_of_the_model_itself(agrees, double):
    model, x = keras_net(), images()
    expected = model(x, training=False)
    agrees("keras predictor", "Keras", predictor(model, 2)(x), expected[:, 2], within=0)
    A, _ = layer_gradients(model, model.get_layer("conv"), 0)(x)  # noqa: N806
    agrees("keras layer_gradients", "Keras", A, model.layers[0](x), within=1e-14)


def test_enlarging_is_keras_bilinear(agrees, double):
    heat = rng().normal(size=(2, 4, 3))
    theirs = keras.ops.image.resize(heat[..., None], (9, 8), interpolation="bilinear")
    agrees("upsample", "Keras", upsample(heat, (9, 8)), np.array(theirs)[..., 0], within=1e-6)


def test_a_tensor_gives_a_tensor_and_dropout_is_off():
    model, x = keras_net(), images()
    found = input_gradient(model, 1)(tf.constant(x))
    assert tf.is_tensor(found)
    again = input_gradient(model, 1)(x)
    assert isinstance(again, np.ndarray)
    assert again.dtype == np.float32
    np.testing.assert_array_equal(found.numpy(), again)
    np.testing.assert_array_equal(x, images())
    assert predictor(model)(x).dtype == np.float32


def test_frozen_layers_and_models_with_one_output(agrees, double):
    model, x = keras_net(), images(1)
    expected = layer_gradients(model, "conv", 0)(x)
    model.trainable = False
    for ours, theirs in zip(layer_gradients(model, "conv", 0)(x), expected, strict=True):
        agrees("keras layer_gradients", "Keras", ours, theirs, within=1e-14)
    layers = keras.layers
    for last in ([], [layers.Flatten(), layers.Lambda(lambda y: y[:, 0])]):
        one = keras.Sequential([keras.Input((2,)), layers.Dense(1), *last])
        one.layers[0].set_weights([np.array([[2.0], [-1.0]]), np.zeros(1)])
        assert input_gradient(one)(np.ones((2, 2))).tolist() == [[2.0, -1.0]] * 2
        assert predictor(one)(np.ones((2, 2))).shape == ((2,) if last else (2, 1))


def test_an_input_that_is_not_used_has_the_gradient_zero():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: 0 * x[:, :1] + 3)])
    assert input_gradient(model)(np.ones((1, 2))).tolist() == [[0.0, 0.0]]


def test_what_is_refused():
    model, x = keras_net(), images()
    for make in (predictor, input_gradient):
        for target in (3, -1, 1.0, True):
            with pytest.raises(ValueError, match=f"`target` must be whole, from 0 to 2.*={target}"):
                make(model, target)(x)
    with pytest.raises(ValueError, match=r"a `target`.*outputs \(5, 3\) and target=None. Name the"):
        input_gradient(model)(x)
    with pytest.raises(ValueError, match="`layer` must be .*'pool'. Known: conv, dropout.*head"):
        layer_gradients(model, "pool", 0)
    with pytest.raises(ValueError, match="`target` must be whole"):
        layer_gradients(model, "conv", 5)(x)
    assert keras_explain.pick(tf.ones((2, 1)), 0).shape == (2,)
