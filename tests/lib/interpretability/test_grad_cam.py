# ruff: noqa: N806  (A and G as in the paper)
import numpy as np
import pytest
import torch

from deeptuning.adapters.torch_explain import layer_gradients
from deeptuning.interpretability import grad_cam, upsample
from tests.lib.interpretability.models import image_net, rng


@pytest.mark.parametrize("place", [0, 2])
def test_captum(agrees, double, place):
    attr = pytest.importorskip("captum.attr")
    model, x = image_net(), rng().normal(size=(3, 2, 9, 8))
    layer = model[place]
    model[1].inplace = False  # captum reads the layer's output after the ReLU has changed it
    found = grad_cam(*layer_gradients(model, layer, target=1)(x))
    theirs = attr.LayerGradCam(model, layer).attribute(torch.tensor(x), 1, relu_attributions=True)
    assert (found > 0).any()
    assert (found == 0).any()
    agrees("grad_cam", "captum", found, theirs[:, 0], within=1e-13)
    enlarged = attr.LayerAttribution.interpolate(theirs, (9, 8), "bilinear")
    agrees("upsample", "captum", upsample(found, (9, 8)), enlarged[:, 0], within=1e-13)


def test_the_papers_sums_one_at_a_time_and_channels_last(agrees):
    A, G = rng().normal(size=(2, 3, 4, 5)), rng(1).normal(size=(2, 3, 4, 5))
    expected = np.zeros((2, 4, 5))
    for n in range(2):
        for c in range(3):
            expected[n] += sum(G[n, c].ravel()) / 20 * A[n, c]
    expected[expected < 0] = 0
    agrees("grad_cam", "by hand", grad_cam(A, G), expected, within=1e-14)
    last = grad_cam(*(np.moveaxis(a, 1, -1) for a in (A, G)), channels="last")
    agrees("grad_cam", "by hand", last, expected, within=1e-14)
    np.testing.assert_array_equal(A, rng().normal(size=(2, 3, 4, 5)))


@pytest.mark.parametrize("size", [(4, 5), (8, 10), (9, 7), (32, 31)])
def test_enlarging_is_torchs_bilinear(agrees, size):
    heat = rng().normal(size=(2, 4, 5))
    theirs = torch.nn.functional.interpolate(torch.tensor(heat[None]), size, mode="bilinear")
    agrees("upsample", "torch", upsample(heat, size), theirs[0], within=1e-13)
    agrees("upsample", "torch", upsample(heat[0], size), theirs[0, 0], within=1e-13)
    corners = torch.nn.functional.interpolate(
        torch.tensor(heat[None]), (9, 9), mode="bilinear", align_corners=True
    )
    assert np.abs(upsample(heat, (9, 9)) - corners[0].numpy()).max() > 0.1


def test_enlarging_stays_in_range_and_keeps_a_constant():
    heat = rng().normal(size=(3, 2))
    large = upsample(heat, (17, 13))
    assert heat.min() <= large.min() <= large.max() <= heat.max()
    np.testing.assert_allclose(upsample(np.full((3, 2), 0.7), (5, 5)), 0.7, rtol=1e-15)
    assert upsample([[2.0]], (2, 3)).tolist() == [[2.0] * 3] * 2


def test_what_is_refused():
    A = np.ones((1, 2, 3, 3))
    with pytest.raises(
        ValueError, match=r"`activations` must have shape \(N, C, H, W\).*\(2, 3, 3\)"
    ):
        grad_cam(A[0], A[0])
    with pytest.raises(
        ValueError, match=r"`gradients` must have shape \(1, 2, 3, 3\). .*\(1, 1, 3"
    ):
        grad_cam(A, A[:, :1])
    with pytest.raises(ValueError, match="`channels` must be one of 'first', 'last'. .*'middle'"):
        grad_cam(A, A, channels="middle")
    with pytest.raises(
        ValueError, match="`gradients` must be finite. Received: gradients with nan"
    ):
        grad_cam(A, A * np.nan)
    with pytest.raises(ValueError, match="`size` must be a whole number, 3 or more. .*size=2"):
        upsample(A[0, 0], (2, 3))
    with pytest.raises(ValueError, match=r"`heat` must have shape \(..., H, W\). .*\(3,\)"):
        upsample(np.ones(3), (3, 3))
