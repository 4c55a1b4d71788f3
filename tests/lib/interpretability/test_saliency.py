import numpy as np
import pytest
import torch

from deeptuning.interpretability import gradient_times_input, saliency
from tests.lib.interpretability.models import gradient_of, image_net, net, rng


@pytest.mark.parametrize("target", [0, 2])
@pytest.mark.parametrize(
    ("model", "shape"), [(net(), (4, 5)), (net(), (1, 5)), (image_net(), (3, 2, 9, 8))]
)
def test_captum(agrees, double, model, shape, target):
    attr = pytest.importorskip("captum.attr")
    x, gradient = rng().normal(size=shape), gradient_of(model, target)
    theirs = attr.Saliency(model).attribute(torch.tensor(x, requires_grad=True), target)
    agrees("saliency", "captum", saliency(gradient, x), theirs, within=1e-14)
    theirs = attr.Saliency(model).attribute(torch.tensor(x, requires_grad=True), target, abs=False)
    agrees("saliency", "captum", saliency(gradient, x, signed=True), theirs, within=1e-14)
    theirs = attr.InputXGradient(model).attribute(torch.tensor(x, requires_grad=True), target)
    agrees(
        "gradient_times_input", "captum", gradient_times_input(gradient, x), theirs, within=1e-14
    )


def test_torch_autograd(agrees):
    x = torch.tensor(rng().normal(size=(3, 5)), requires_grad=True)
    net()(x)[:, 1].sum().backward()
    x, g = x.detach(), x.grad
    agrees("saliency", "torch", saliency(gradient_of(net(), 1), x), g.abs(), within=1e-14)
    found = gradient_times_input(gradient_of(net(), 1), x)
    assert isinstance(found, torch.Tensor)
    agrees("gradient_times_input", "torch", found, x * g, within=1e-14)


def test_finite_differences(agrees):
    model, x, h = net(), rng().normal(size=(1, 5)), 1e-6
    with torch.no_grad():
        up, down = (model(torch.tensor(x + s * h * np.eye(5)))[:, 0] for s in (1, -1))
    slope = ((up - down) / (2 * h)).numpy()[None]
    agrees(
        "saliency",
        "finite differences",
        saliency(gradient_of(model, 0), x),
        abs(slope),
        within=1e-8,
    )


def test_a_net_of_relus_without_biases_is_split_completely():
    model = image_net()
    for layer in model:
        if getattr(layer, "bias", None) is not None:
            torch.nn.init.zeros_(layer.bias)
    x = rng().normal(size=(3, 2, 9, 8))
    parts = gradient_times_input(gradient_of(model, 1), x).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(parts, model(torch.tensor(x))[:, 1].detach().numpy(), atol=1e-13)


def test_the_input_is_left_alone_and_zero_gradients_are_fine():
    x = rng().normal(size=(2, 5))
    before = x.copy()
    saliency(gradient_of(net(), 0), x)
    gradient_times_input(gradient_of(net(), 0), x)
    np.testing.assert_array_equal(x, before)
    assert saliency(np.zeros_like, x).tolist() == [[0.0] * 5] * 2


@pytest.mark.parametrize("method", [saliency, gradient_times_input])
def test_what_is_refused(method):
    with pytest.raises(
        ValueError, match=r"`gradient` must return the shape of `x`, \(3,\). .*\(1, 3"
    ):
        method(lambda x: x[None], np.ones(3))
    with pytest.raises(ValueError, match="`gradient` must return finite numbers. Received: NaN or"):
        method(lambda x: x * np.nan, np.ones(3))
    with pytest.raises(ValueError, match="`gradient` must return finite numbers"):
        method(lambda x: x * float("inf"), torch.ones(3))
