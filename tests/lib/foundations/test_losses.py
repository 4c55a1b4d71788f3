"""Losses against torch, Keras, scikit-learn and SciPy; gradients against autograd."""

import keras
import numpy as np
import pytest
import torch
from scipy import special, stats
from sklearn import metrics

from deeptuning.foundations import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_gradient,
    binary_cross_entropy_gradient,
    categorical_cross_entropy,
    categorical_cross_entropy_gradient,
    half_squared_error,
    half_squared_error_gradient,
    log_softmax,
    mse,
    mse_gradient,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)

F = torch.nn.functional
RNG = np.random.default_rng(0)
Z = RNG.normal(size=(7, 4)) * 3
P = special.softmax(RNG.normal(size=(7, 4)), axis=1)
ONE_HOT = np.eye(4)[RNG.integers(4, size=7)]
SOFT = special.softmax(RNG.normal(size=(7, 4)), axis=1)
BITS = RNG.integers(2, size=(7, 4)).astype(float)
CASES = {
    "mse": (mse, mse_gradient, Z, 2 * Z[::-1], F.mse_loss),
    "half": (
        half_squared_error,
        half_squared_error_gradient,
        Z,
        2 * Z[::-1],
        lambda p, y: F.mse_loss(p, y, reduction="sum") / 2,
    ),
    "binary": (
        binary_cross_entropy,
        binary_cross_entropy_gradient,
        BITS,
        P,
        F.binary_cross_entropy,
    ),
    "binary, soft": (
        binary_cross_entropy,
        binary_cross_entropy_gradient,
        SOFT,
        P,
        F.binary_cross_entropy,
    ),
    "binary logits": (
        binary_cross_entropy_from_logits,
        binary_cross_entropy_from_logits_gradient,
        BITS,
        10 * Z,
        F.binary_cross_entropy_with_logits,
    ),
    "binary logits, soft": (
        binary_cross_entropy_from_logits,
        binary_cross_entropy_from_logits_gradient,
        SOFT,
        Z,
        F.binary_cross_entropy_with_logits,
    ),
    "categorical": (
        categorical_cross_entropy,
        categorical_cross_entropy_gradient,
        ONE_HOT,
        P,
        lambda p, y: F.nll_loss(p.log(), y.argmax(1)),
    ),
    "categorical, soft": (
        categorical_cross_entropy,
        categorical_cross_entropy_gradient,
        SOFT,
        P,
        lambda p, y: -(y * p.log()).sum(1).mean(),
    ),
    "softmax": (
        softmax_cross_entropy,
        softmax_cross_entropy_gradient,
        ONE_HOT,
        10 * Z,
        F.cross_entropy,
    ),
    "softmax, soft": (
        softmax_cross_entropy,
        softmax_cross_entropy_gradient,
        SOFT,
        Z,
        F.cross_entropy,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_values_and_gradients_equal_torch(name, agrees):
    loss, gradient, y, p, twin = CASES[name]
    tensor = torch.tensor(p.copy(), requires_grad=True)
    expected = twin(tensor, torch.tensor(y.copy()))
    expected.backward()
    agrees(loss.__name__, "torch", float(loss(y, p)), expected.item(), within=1e-13)
    slopes = gradient(y, p)
    np.testing.assert_allclose(slopes, tensor.grad.numpy(), rtol=1e-12, atol=1e-16)  # one by one
    agrees(gradient.__name__, "torch", slopes, tensor.grad, within=1e-14)


@pytest.mark.parametrize("name", CASES)
def test_they_run_on_torch_with_autograd(name):
    loss, gradient, y, p, _ = CASES[name]
    y, tensor = torch.tensor(y.copy()), torch.tensor(p.copy(), requires_grad=True)
    value = loss(y, tensor)
    value.backward()
    assert value.item() == pytest.approx(float(loss(y.numpy(), p)), rel=1e-13)
    found = gradient(y, tensor.detach())
    torch.testing.assert_close(found, tensor.grad, rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize(
    ("loss", "y", "p", "twin"),
    [
        (mse, Z, 2 * Z[::-1], metrics.mean_squared_error),
        (binary_cross_entropy, BITS[:, 0], P[:, 0], metrics.log_loss),
        (categorical_cross_entropy, ONE_HOT, P, metrics.log_loss),
    ],
)
def test_scikit_learn_agrees(loss, y, p, twin, agrees):
    agrees(loss.__name__, "scikit-learn", loss(y, p), twin(y, p), within=1e-13)


@pytest.mark.parametrize(
    ("loss", "y", "p", "twin"),
    [
        (mse, Z, 2 * Z[::-1], keras.losses.MeanSquaredError),
        (binary_cross_entropy, BITS, P, keras.losses.BinaryCrossentropy),
        (categorical_cross_entropy, ONE_HOT, P, keras.losses.CategoricalCrossentropy),
    ],
)
def test_keras_agrees_in_float64(float64, loss, y, p, twin, agrees):
    # Keras's clipping at 1e-7 costs digits even away from the ends.
    agrees(loss.__name__, "Keras", loss(y, p), float(twin(dtype="float64")(y, p)), within=1e-10)


def test_entropies_of_scipy(agrees):
    cross = stats.entropy(SOFT, axis=1) + stats.entropy(SOFT, P, axis=1)
    agrees(
        "categorical_cross_entropy",
        "SciPy",
        categorical_cross_entropy(SOFT, P),
        cross.mean(),
        within=1e-13,
    )
    agrees("softmax", "SciPy", softmax(Z), special.softmax(Z, axis=1), within=1e-15)
    agrees("log_softmax", "SciPy", log_softmax(Z), special.log_softmax(Z, axis=1), within=1e-15)
    cube = RNG.normal(size=(2, 3, 4))
    agrees("softmax", "SciPy", softmax(cube), special.softmax(cube, axis=-1), within=1e-15)


def test_softmax_of_both_frameworks(float64, agrees):
    for ours, theirs in ((softmax, torch.softmax), (log_softmax, torch.log_softmax)):
        agrees(ours.__name__, "torch", ours(Z), theirs(torch.tensor(Z), 1), within=1e-15)
        theirs = getattr(keras.activations, ours.__name__)
        agrees(
            ours.__name__, "Keras", ours(Z), theirs(keras.ops.convert_to_tensor(Z)), within=1e-15
        )


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("binary logits, soft", keras.losses.BinaryCrossentropy),
        ("softmax, soft", keras.losses.CategoricalCrossentropy),
    ],
)
def test_losses_from_logits_and_their_gradients_equal_keras(float64, name, twin, agrees):
    import tensorflow as tf

    loss, gradient, y, z, _ = CASES[name]
    logits = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = twin(from_logits=True, dtype="float64")(y, logits)
    agrees(loss.__name__, "Keras", loss(y, z), value, within=1e-14)
    agrees(gradient.__name__, "Keras", gradient(y, z), tape.gradient(value, logits), within=1e-14)


def test_by_hand(agrees):
    y, p = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 4.0], [0.0, 3.0]])
    agrees("mse", "by hand", mse(y, p), 14 / 4, within=0)  # elements, not rows
    agrees("half_squared_error", "by hand", half_squared_error(y, p), 7.0, within=0)
    agrees("mse_gradient", "by hand", mse_gradient(y, p), [[0.0, 1.0], [-1.5, -0.5]], within=0)
    agrees(
        "half_squared_error_gradient",
        "by hand",
        half_squared_error_gradient(y, p),
        [[0.0, 2.0], [-3.0, -1.0]],
        within=0,
    )
    y, p = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.75, 0.25], [0.5, 0.5]])
    agrees(
        "categorical_cross_entropy",
        "by hand",
        categorical_cross_entropy(y, p),
        np.log(8) / 2,
        within=1e-15,
    )
    single = categorical_cross_entropy(y[0], p[0])
    assert single == pytest.approx(np.log(4), rel=1e-15)
    cube = categorical_cross_entropy(y[:, None], p[:, None])
    assert cube == pytest.approx(np.log(8) / 2, rel=1e-15)


def test_examples_may_have_more_than_one_axis(agrees):
    y, z = np.eye(4)[[0, 1, 2, 3, 0, 1]], RNG.normal(size=(6, 4))
    y, z, flat = y.reshape(2, 3, 4), z.reshape(2, 3, 4), (y, z)
    loss, gradient = softmax_cross_entropy, softmax_cross_entropy_gradient
    agrees(loss.__name__, "by hand", loss(y, z), loss(*flat), within=1e-15)
    agrees(gradient.__name__, "by hand", gradient(y, z).reshape(6, 4), gradient(*flat), within=0)


def test_truth_and_prediction_may_not_be_swapped():
    with np.errstate(divide="ignore"):
        assert categorical_cross_entropy(P, ONE_HOT) == np.inf
    assert np.isfinite(categorical_cross_entropy(ONE_HOT, P))
    with pytest.raises(ValueError, match="`y` must be in"):
        softmax_cross_entropy(Z, ONE_HOT)


class TestLogitsOfAThousand:
    z = np.array([[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -1000.0], [1000.0, 1000.0, 999.0]])
    y = np.eye(3)[[0, 1, 2]]

    def test_softmax(self, agrees):
        e = np.exp(-1.0)
        third = np.array([1, 1, e]) / (2 + e)
        agrees("softmax", "by hand", softmax(self.z), [[1, 0, 0], [1 / 3] * 3, third], within=1e-15)
        agrees("log_softmax", "by hand", log_softmax(self.z)[0], [0, -2000, -1000], within=1e-15)

    @pytest.mark.parametrize("shift", [0, 1, 2])
    def test_cross_entropy_and_gradient(self, shift, agrees):
        y = np.roll(self.y, shift, axis=1)
        z = torch.tensor(self.z, requires_grad=True)
        expected = F.cross_entropy(z, torch.tensor(y))
        expected.backward()
        agrees(
            "softmax_cross_entropy",
            "torch",
            softmax_cross_entropy(y, self.z),
            expected.item(),
            within=1e-13,
        )
        found = softmax_cross_entropy_gradient(y, self.z)
        np.testing.assert_allclose(found, z.grad.numpy(), rtol=1e-12, atol=1e-16)

    def test_binary(self, agrees):
        y, z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
        agrees(
            "binary_cross_entropy_from_logits",
            "by hand",
            binary_cross_entropy_from_logits(y, z),
            500.0,
            within=0,
        )
        found = binary_cross_entropy_from_logits_gradient(y, z)
        agrees(
            "binary_cross_entropy_from_logits_gradient",
            "by hand",
            found,
            [0.0, 0.25, -0.25, 0.0],
            within=0,
        )
        small = np.array([-40.0])
        value = binary_cross_entropy_from_logits(np.zeros(1), small)
        agrees("binary_cross_entropy_from_logits", "by hand", value, np.exp(-40.0), within=1e-12)

    def test_a_class_that_is_ruled_out(self):
        z, y = np.array([[0.0, -np.inf, 0.0]]), np.array([[1.0, 0.0, 0.0]])
        np.testing.assert_allclose(softmax(z), [[0.5, 0.0, 0.5]])
        assert softmax_cross_entropy(y, z) == pytest.approx(np.log(2), rel=1e-15)


@pytest.mark.parametrize("loss", [softmax_cross_entropy, binary_cross_entropy_from_logits])
def test_adding_a_constant_matters_to_the_sigmoid_only(loss):
    moved = float(loss(ONE_HOT, Z + 5))
    same = moved == pytest.approx(float(loss(ONE_HOT, Z)), rel=1e-12)
    assert same is (loss is softmax_cross_entropy)


def test_both_binary_forms_are_one_loss(agrees):
    p = special.expit(Z)
    expected = binary_cross_entropy_from_logits(BITS, Z)
    agrees("binary_cross_entropy", "by hand", binary_cross_entropy(BITS, p), expected, within=1e-12)
    chained = binary_cross_entropy_gradient(BITS, p) * p * (1 - p)
    found = binary_cross_entropy_from_logits_gradient(BITS, Z)
    np.testing.assert_allclose(found, chained, rtol=1e-10)


class TestCertainPredictions:
    def test_right_ones_cost_nothing(self, agrees):
        assert binary_cross_entropy(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0
        assert categorical_cross_entropy(ONE_HOT, ONE_HOT) == 0
        found = binary_cross_entropy_gradient(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
        agrees("binary_cross_entropy_gradient", "by hand", found, [-0.5, 0.5], within=0)
        found = categorical_cross_entropy_gradient(ONE_HOT, ONE_HOT)
        agrees("categorical_cross_entropy_gradient", "by hand", found, -ONE_HOT / 7, within=0)

    def test_wrong_ones_cost_infinitely_much_and_frameworks_cap_that(self, agrees):
        y, p = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])
        assert categorical_cross_entropy(y, p) == np.inf
        agrees(
            "categorical_cross_entropy_gradient",
            "by hand",
            categorical_cross_entropy_gradient(y, p),
            [[0.0, -np.inf]],
            within=0,
        )
        assert binary_cross_entropy(y, p) == np.inf
        agrees(
            "binary_cross_entropy_gradient",
            "by hand",
            binary_cross_entropy_gradient(y, p),
            [[np.inf, -np.inf]],
            within=0,
        )
        assert F.binary_cross_entropy(torch.tensor(p), torch.tensor(y)).item() == 100
        capped = float(keras.losses.CategoricalCrossentropy()(y, p))
        assert capped == pytest.approx(-np.log(1e-7), rel=1e-4)

    def test_keras_divides_by_the_row_sum_first(self):
        y, p = np.array([[0.0, 1.0]]), np.array([[0.5, 0.25]])
        assert categorical_cross_entropy(y, p) == pytest.approx(np.log(4), rel=1e-15)
        theirs = float(keras.losses.CategoricalCrossentropy()(y, p))
        assert theirs == pytest.approx(np.log(3), rel=1e-5)


EVERY = [function for case in CASES.values() for function in case[:2]]


@pytest.mark.parametrize("function", dict.fromkeys(EVERY))
def test_shapes_must_agree_and_hold_something(function):
    column = np.full((3, 1), 1.0)
    with pytest.raises(ValueError, match=r"must have the shape of `y`, \(3, 1\).*shape \(3,\)"):
        function(column, np.ones(3))
    with pytest.raises(ValueError, match=r"at least one example.*shape \(0, 2\)"):
        function(np.ones((0, 2)), np.ones((0, 2)))


@pytest.mark.parametrize("function", dict.fromkeys(EVERY))
def test_nan_is_not_hidden(function):
    y, p = np.array([[0.0, 1.0]]), np.array([[0.5, np.nan]])
    assert np.isnan(function(y, p)).any()


@pytest.mark.parametrize(
    "function",
    [
        binary_cross_entropy,
        binary_cross_entropy_gradient,
        categorical_cross_entropy,
        categorical_cross_entropy_gradient,
    ],
)
@pytest.mark.parametrize("bad", [-0.1, 1.1])
def test_probabilities_are_no_logits(function, bad):
    message = r"Argument `{}` must be in \[0, 1\].*take the form from logits"
    fine, wrong = np.array([[0.0, 1.0]]), np.array([[0.5, bad]])
    with pytest.raises(ValueError, match=message.format("p")):
        function(fine, wrong)
    with pytest.raises(ValueError, match=message.format("y")):
        function(wrong, fine)


@pytest.mark.parametrize(
    "function", [binary_cross_entropy_from_logits, binary_cross_entropy_from_logits_gradient]
)
def test_the_truth_of_logits_is_a_probability(function):
    with pytest.raises(ValueError, match="`y` must be in"):
        function(np.array([2.0]), np.array([0.5]))


@pytest.mark.parametrize(
    "function",
    [
        softmax_cross_entropy,
        softmax_cross_entropy_gradient,
        categorical_cross_entropy,
        categorical_cross_entropy_gradient,
    ],
)
def test_truth_must_be_a_distribution(function):
    with pytest.raises(ValueError, match="`y` must have rows that sum to 1.*one-hot"):
        function(np.array([[0.0, 0.0]]), np.array([[0.5, 0.5]]))
    with pytest.raises(ValueError, match="classes on its last axis"):
        function(1.0, 0.5)


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("z", [1.0, np.zeros((2, 0))])
def test_softmax_needs_classes(function, z):
    with pytest.raises(ValueError, match="`z` must have the classes on its last axis"):
        function(z)


def test_numbers_work_too():
    assert mse(1.0, 3.0) == 4.0
    assert half_squared_error(1.0, 3.0) == 2.0
    assert binary_cross_entropy(1.0, 0.5) == pytest.approx(np.log(2))
    assert binary_cross_entropy(0.0, 0.0) == binary_cross_entropy(1.0, 1.0) == 0
    with pytest.raises(ValueError, match=r"`y` must be in \[0, 1\]"):
        binary_cross_entropy(1.5, 0.5)
    with pytest.raises(ValueError, match=r"`p` must be in \[0, 1\]"):
        binary_cross_entropy(0.5, -0.5)
    assert binary_cross_entropy_from_logits(1.0, 0.0) == pytest.approx(np.log(2))


@pytest.mark.parametrize("bad", [-0.1, 1.1])
def test_numbers_are_checked_too(bad):
    with pytest.raises(ValueError, match=r"`p` must be in \[0, 1\]"):
        binary_cross_entropy(1.0, bad)
