import numpy as np
import pytest
import torch

from deeptuning.normalization import group_norm, layer_norm
from tests.lib.normalization.inputs import activations, weights
from tests.parity import deviation

C = 6
GAMMA, BETA = weights(C)


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", [(4, 5, 3, C), (4, 7, C)])
def test_against_torch_and_keras_in_both_layouts(shape, groups, agrees):
    import keras

    last = activations(*shape)
    first = np.moveaxis(last, -1, 1)
    oracle = torch.nn.functional.group_norm(
        torch.tensor(first), groups, torch.tensor(GAMMA), torch.tensor(BETA), 1e-2
    ).numpy()
    ours = group_norm(first, GAMMA, BETA, groups=groups, axis=1, eps=1e-2)
    agrees("group_norm", "torch", ours, oracle, within=1e-12)
    ours = group_norm(last, GAMMA, BETA, groups=groups, eps=1e-2)
    agrees("group_norm", "torch", ours, np.moveaxis(oracle, 1, -1), within=1e-12)
    layer = keras.layers.GroupNormalization(groups=groups, epsilon=1e-2, dtype="float64")
    layer.build(shape)
    layer.gamma.assign(GAMMA)
    layer.beta.assign(BETA)
    agrees("group_norm", "Keras", ours, layer(last).numpy(), within=1e-12)


def test_the_default_eps_and_the_gradient_are_torch_s(agrees):
    x = torch.tensor(0.1 * activations(3, C), requires_grad=True)
    twin = x.detach().clone().requires_grad_()
    g = torch.tensor(np.random.default_rng(0).normal(size=(3, C)))
    gamma, beta = torch.tensor(GAMMA), torch.tensor(BETA)
    group_norm(x, gamma, beta, groups=3).backward(g)
    torch.nn.functional.group_norm(twin, 3, gamma, beta).backward(g)
    agrees("group_norm gradient", "torch", x.grad, twin.grad, within=1e-10)


def test_one_group_of_plain_features_is_layer_norm():
    x = activations(4, C)
    assert deviation(group_norm(x, GAMMA, BETA, groups=1), layer_norm(x, GAMMA, BETA)) <= 1e-13


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"groups": 4}, r"integer that divides the 6 channels of axis 1. Received: groups=4"),
        ({"groups": 0}, "Received: groups=0"),
        ({"groups": -2}, "Received: groups=-2"),
        ({"groups": 2.0}, "Received: groups=2.0"),
        ({"groups": True}, "Received: groups=True"),
        ({"gamma": np.ones(2)}, r"`gamma` must have shape \(6,\)"),
        ({"beta": np.ones(2)}, r"`beta` must have shape \(6,\)"),
        ({"axis": 0}, "feature axis"),
        ({"x": np.ones(6)}, "2 or more axes"),
        ({"eps": 0.0}, "`eps` must be in"),
    ],
)
def test_what_is_refused(arguments, message):
    given = {"x": np.ones((3, C)), "gamma": GAMMA, "beta": BETA, "groups": 2, **arguments}
    with pytest.raises(ValueError, match=message):
        group_norm(**given)
