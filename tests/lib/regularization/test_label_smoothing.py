import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.regularization import smooth_labels
from tests.lib.regularization.inputs import torch_gradient

CLASSES = np.array([2, 0, 1, 3, 2])
Y = np.eye(4)[CLASSES]
Z = np.random.default_rng(0).normal(size=(5, 4))


def smoothed_loss(z, alpha):
    log_p = torch.log_softmax(z, dim=1)
    return -(torch.tensor(smooth_labels(Y, alpha)) * log_p).sum(1).mean()


@pytest.mark.parametrize("alpha", [0.0, 0.1, 0.7, 1.0])
def test_against_torch_s_cross_entropy_values_and_gradients(alpha, agrees):
    def oracle(z):
        return torch.nn.functional.cross_entropy(z, torch.tensor(CLASSES), label_smoothing=alpha)

    z = torch.tensor(Z)
    agrees("smooth_labels", "torch", smoothed_loss(z, alpha), oracle(z), within=1e-14)
    ours = torch_gradient(lambda t: smoothed_loss(t, alpha), Z)
    agrees("smooth_labels gradient", "torch", ours, torch_gradient(oracle, Z), within=1e-13)


@pytest.mark.parametrize("alpha", [0.0, 0.125, 0.75])
def test_against_keras_s_cross_entropy(alpha, agrees):
    import keras

    def loss(y, smoothing):
        criterion = keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=smoothing, dtype="float64"
        )
        return criterion(y, Z).numpy()

    agrees(
        "smooth_labels", "Keras", loss(smooth_labels(Y, alpha), 0.0), loss(Y, alpha), within=1e-14
    )


def test_by_hand_and_not_the_other_form(agrees):
    smooth = smooth_labels(np.array([[0.0, 1.0, 0.0, 0.0]]), 0.2)
    agrees("smooth_labels", "by hand", smooth, [[0.05, 0.85, 0.05, 0.05]], within=1e-15)
    assert smooth[0, 1] != 1 - 0.2


def test_integers_and_tensors():
    assert smooth_labels(np.array([0, 1]), 0.5).tolist() == [0.25, 0.75]
    assert smooth_labels(np.array([[0, 1]]), 0.5).tolist() == [[0.25, 0.75]]
    assert smooth_labels(torch.tensor([[0.0, 1.0]]), 0.5).tolist() == [[0.25, 0.75]]


@given(
    st.lists(st.floats(0.01, 1), min_size=2, max_size=6),
    st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_rows_stay_probabilities_and_keep_their_order(row, alpha):
    y = np.array([row]) / sum(row)
    smooth = smooth_labels(y, alpha)
    assert smooth.sum() == pytest.approx(1, rel=1e-12)
    assert (smooth >= 0).all()
    assert smooth.max() <= y.max() + 1e-12
    assert (np.diff(smooth[0, np.argsort(y[0])]) >= -1e-15).all()


@pytest.mark.parametrize(
    "y", [CLASSES, np.array([[0.5, 0.6]]), np.array([[2.0, -1.0]]), np.array(1.0), [np.nan, 1.0]]
)
def test_what_are_no_probabilities(y):
    with pytest.raises(ValueError, match=r"`y` must hold probabilities .* Received: y with shape"):
        smooth_labels(np.asarray(y), 0.1)


@pytest.mark.parametrize("alpha", [-0.1, 1.1])
def test_a_share_out_of_range(alpha):
    with pytest.raises(ValueError, match=rf"`alpha` must be in \[0, 1\]. Received: alpha={alpha}"):
        smooth_labels(Y, alpha)
