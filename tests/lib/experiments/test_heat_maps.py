"""Do the maps agree with captum's, and does a net with new weights really have new weights?"""

import numpy as np
import pytest
import torch
from captum import attr

from deeptuning.experiments import heat_maps as maps
from deeptuning.experiments.shape_nets import draw_pictures, shape_net


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return shape_net().eval()


@pytest.fixture(scope="module")
def x():
    return draw_pictures(3, 0, corner=0.5).images


def test_maps_agree_with_captum(net, x):
    classes = maps.answers(net, x)
    found = maps.heat_maps(net, x, classes)
    z, target = torch.tensor(x, requires_grad=True), torch.tensor(classes)
    blank = torch.tensor(maps.mean_colour(x).copy())
    cam = attr.LayerGradCam(net, net[4]).attribute(z, target=target, relu_attributions=True)
    theirs = {
        "saliency": attr.Saliency(net).attribute(z, target=target),
        "gradient × input": attr.InputXGradient(net).attribute(z, target=target),
        "occlusion": attr.Occlusion(net).attribute(
            z, (3, 4, 4), strides=(3, 4, 4), target=target, baselines=blank
        ),
    }
    for name, their in theirs.items():
        np.testing.assert_allclose(found[name], maps.heat(their.detach().numpy()), atol=1e-5)
    large = torch.nn.functional.interpolate(cam, (24, 24), mode="bilinear")[:, 0]
    np.testing.assert_allclose(found["Grad-CAM"], large.detach().numpy(), atol=1e-6)
    assert all(heat.shape == (3, 24, 24) and heat.min() >= 0 for heat in found.values())


def test_integrated_gradients_start_from_the_mean_colour(net, x):
    plain = maps.mean_colour(x).copy()
    found = maps.heat_maps(net, plain, np.zeros(3, dtype=int))
    assert found["integrated gradients"].max() < 1e-6
    assert found["saliency"].max() > 1e-4


def test_guided_backprop_drops_negative_gradients_at_every_relu(x):
    net = torch.nn.Sequential(
        torch.nn.Flatten(), torch.nn.Linear(3 * 24 * 24, 6), torch.nn.ReLU(), torch.nn.Linear(6, 2)
    ).eval()
    w, b = (p.detach().numpy() for p in net[1].parameters())
    v = net[3].weight.detach().numpy()
    hidden = x.reshape(3, -1) @ w.T + b
    by_hand = (np.maximum(v[0], 0) * (hidden > 0)) @ w
    found = maps.guided_backprop(net, x, np.zeros(3, dtype=int))
    np.testing.assert_allclose(found, maps.heat(by_hand.reshape(x.shape)), atol=1e-6)


def test_redrawn_changes_the_layers_it_is_told_and_leaves_the_net(net):
    before = [p.detach().clone() for p in net.parameters()]
    state = torch.random.get_rng_state()
    top = maps.redrawn(net, 1, slice(7, None))
    changed = [not torch.equal(p, q) for p, q in zip(before, top.parameters(), strict=True)]
    assert changed == [False] * 4 + [True] * 2
    everything = maps.redrawn(net, 1)
    assert not any(map(torch.equal, before, everything.parameters()))
    assert all(map(torch.equal, before, net.parameters()))
    assert torch.equal(state, torch.random.get_rng_state())


def test_hottest_place_needs_heat():
    heat = np.zeros((3, 4, 4))
    heat[0, 0, 1], heat[1, 3, 3] = 1, 1
    assert maps.hottest_in(heat, slice(2), slice(2)).tolist() == [True, False, False]
