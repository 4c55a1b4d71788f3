import numpy as np
import pytest
import scipy.special
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.regularization import (
    confidence_penalty,
    confidence_penalty_gradient,
    entropy,
)
from tests.lib.regularization.inputs import torch_gradient
from tests.parity import deviation

Z = np.random.default_rng(0).normal(size=(6, 4)) * np.array([[0.1], [1], [3], [8], [1], [2]])


def torch_penalty(z):
    return -0.3 * torch.distributions.Categorical(logits=z).entropy().mean()


@pytest.mark.parametrize("z", [Z, Z.reshape(2, 3, 4), Z[0]])
def test_against_scipy_and_torch(z, agrees):
    oracle = scipy.stats.entropy(scipy.special.softmax(z, axis=-1), axis=-1)
    agrees("entropy", "SciPy", entropy(z), oracle, within=1e-14)
    agrees(
        "confidence_penalty",
        "torch",
        confidence_penalty(z, 0.3),
        torch_penalty(torch.tensor(z)),
        within=1e-14,
    )
    ours = confidence_penalty_gradient(z, 0.3)
    agrees(
        "confidence_penalty_gradient", "torch", ours, torch_gradient(torch_penalty, z), within=1e-13
    )
    through = torch_gradient(lambda t: confidence_penalty(t, 0.3), z)
    agrees("confidence_penalty gradient", "by hand", through, ours, within=1e-13)
    assert deviation(confidence_penalty_gradient(torch.tensor(z), 0.3), ours) <= 1e-14


def test_the_bonus_is_taken_away_from_the_loss(agrees):
    uniform = np.zeros((5, 4))
    agrees(
        "confidence_penalty",
        "by hand",
        confidence_penalty(uniform, 0.5),
        -0.5 * np.log(4),
        within=1e-15,
    )
    agrees(
        "confidence_penalty_gradient",
        "by hand",
        confidence_penalty_gradient(uniform, 0.5),
        np.zeros((5, 4)),
        within=1e-16,
    )


def test_descending_it_makes_a_prediction_less_sure():
    z = Z - 0.1 * confidence_penalty_gradient(Z, 1.0)
    assert (entropy(z) > entropy(Z)).all()


def test_logits_of_a_thousand(agrees):
    z = np.array([[1000.0, -1000.0, 0.0], [1000.0, 1000.0, -1000.0]])
    agrees("entropy", "by hand", entropy(z), [0, np.log(2)], within=1e-15)
    agrees(
        "confidence_penalty_gradient",
        "by hand",
        confidence_penalty_gradient(z, 1.0),
        np.zeros((2, 3)),
        within=1e-15,
    )


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6), st.floats(-100, 100))
@settings(max_examples=60, deadline=None)
def test_bounds_and_blindness_to_a_shift(z, shift):
    z = np.array([z])
    assert -1e-12 <= entropy(z)[0] <= np.log(z.size) + 1e-12
    np.testing.assert_allclose(entropy(z + shift), entropy(z), atol=1e-10)
    assert abs(confidence_penalty_gradient(z, 2.0).sum()) < 1e-12


@pytest.mark.parametrize("function", [confidence_penalty, confidence_penalty_gradient])
def test_what_is_refused(function):
    with pytest.raises(ValueError, match=r"`strength` must be in \[0, inf\). .*strength=-1"):
        function(Z, -1)
    with pytest.raises(ValueError, match=r"`logits` .* Received: logits with shape \(0, 4\)"):
        function(np.zeros((0, 4)), 1.0)
    with pytest.raises(ValueError, match=r"shape \(\). Pass shape \(N, K\)"):
        function(np.array(1.0), 1.0)
