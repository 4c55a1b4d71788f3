import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.normalization import rms_norm
from tests.lib.normalization.inputs import activations, weights

GAMMA, _ = weights(5)


@pytest.mark.parametrize("shape", [(6, 5), (3, 4, 5)])
def test_against_torch_and_keras(shape, agrees):
    import keras

    x = activations(*shape)
    ours = rms_norm(x, GAMMA, eps=0.5)
    oracle = torch.nn.functional.rms_norm(torch.tensor(x), (5,), torch.tensor(GAMMA), 0.5)
    agrees("rms_norm", "torch", ours, oracle, within=1e-13)
    layer = keras.layers.RMSNormalization(epsilon=0.5, dtype="float64")
    layer.build(shape)
    layer.scale.assign(GAMMA)
    agrees("rms_norm", "Keras", ours, layer(x).numpy(), within=1e-12)


def test_the_gradient_through_torch(agrees):
    x = torch.tensor(activations(3, 5), requires_grad=True)
    twin = x.detach().clone().requires_grad_()
    g = torch.tensor(np.random.default_rng(0).normal(size=(3, 5)))
    rms_norm(x, torch.tensor(GAMMA)).backward(g)
    torch.nn.functional.rms_norm(twin, (5,), torch.tensor(GAMMA), 1e-5).backward(g)
    agrees("rms_norm gradient", "torch", x.grad, twin.grad, within=1e-12)


def test_a_zero_example_stays_zero(agrees):
    agrees("rms_norm", "by hand", rms_norm(np.zeros((1, 5)), GAMMA), [[0.0] * 5], within=0)


@given(st.floats(1e-2, 1e3), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_scale_of_an_example_does_not_matter(scale, seed):
    x = np.random.default_rng(seed).normal(size=(3, 8))
    one = np.ones(8)
    np.testing.assert_allclose(
        rms_norm(scale * x, one, eps=1e-14), rms_norm(x, one, eps=1e-14), rtol=1e-6
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"gamma": np.ones(4)}, r"`gamma` must have shape \(5,\).*one scale per feature"),
        ({"x": np.ones(5)}, "`x` must have 2 or more axes"),
        ({"eps": 0.0}, r"`eps` must be in \(0, inf\)"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        rms_norm(**{"x": np.ones((2, 5)), "gamma": GAMMA, **arguments})
