import numpy as np
import pytest
import torch

from deeptuning.adapters.torch_explain import input_gradient, layer_gradients, predictor
from deeptuning.interpretability import completeness_gap, grad_cam, integrated_gradients


def rng(seed=0):
    return np.random.default_rng(seed)


def image_net(dtype=torch.float64):
    torch.manual_seed(1)
    return (
        torch.nn.Sequential(
            torch.nn.Conv2d(1, 4, 3),
            torch.nn.ReLU(inplace=True),
            torch.nn.Dropout(0.5),
            torch.nn.BatchNorm2d(4),
            torch.nn.Flatten(),
            torch.nn.Linear(4 * 4 * 3, 3),
        )
        .to(dtype)
        .eval()
    )


def images(n=5):
    return rng().normal(size=(n, 1, 6, 5))


def reference_gradient(model, x, targets):
    """One example at a time, through `backward`."""
    found = []
    for one, target in zip(x, targets, strict=True):
        one = torch.tensor(one[None], requires_grad=True)
        model(one)[0, target].backward()
        found.append(one.grad[0].numpy())
    model.zero_grad()
    return np.array(found)


@pytest.mark.parametrize("target", [2, [0, 1, 2, 1, 0], np.array([2, 2, 1, 0, 1])])
def test_the_gradient_is_that_of_each_example(agrees, target):
    model, x = image_net(), images()
    expected = reference_gradient(model, x, np.broadcast_to(target, 5))
    found = input_gradient(model, target)(x)
    agrees("torch input_gradient", "torch", found, expected, within=1e-14)
    one = np.broadcast_to(target, 5)[:1]
    agrees(
        "torch input_gradient",
        "torch",
        input_gradient(model, one)(x[:1]),
        expected[:1],
        within=1e-13,
    )


def test_the_gradient_is_that_of_finite_differences(agrees):
    model, x, h = image_net(), images(1), 1e-5
    step = h * np.eye(30).reshape(30, 1, 6, 5)
    predict = predictor(model, 1)
    slope = (predict(x + step) - predict(x - step)) / (2 * h)
    found = input_gradient(model, 1)(x)
    agrees("torch input_gradient", "finite differences", found.ravel(), slope, within=1e-8)


def test_a_tensor_gives_a_tensor_and_nothing_is_changed():
    model, x = image_net(), images()
    model[0].weight.grad = torch.full_like(model[0].weight, 7.0)
    model[5].weight.requires_grad_(False)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    given = torch.tensor(x)
    found = input_gradient(model, 0)(given)
    assert isinstance(found, torch.Tensor)
    assert not found.requires_grad
    assert not given.requires_grad
    assert given.grad is None
    np.testing.assert_array_equal(found.numpy(), input_gradient(model, 0)(x))
    layer_gradients(model, model[0], 0)(x)
    np.testing.assert_array_equal(x, images())
    assert (model[0].weight.grad == 7).all()
    assert not model[0]._forward_hooks
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def test_it_computes_where_gradients_are_switched_off():
    model, x = image_net(), images()
    with torch.no_grad():
        found = input_gradient(model, 0)(x), *layer_gradients(model, model[0], 0)(x)
    expected = input_gradient(model, 0)(x), *layer_gradients(model, model[0], 0)(x)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_outputs_as_plain_arrays(agrees):
    model, x = image_net(), images()
    expected = model(torch.tensor(x)).detach()
    agrees("torch predictor", "torch", predictor(model)(x), expected, within=0)
    agrees("torch predictor", "torch", predictor(model, 2)(x), expected[:, 2], within=0)
    assert isinstance(predictor(model)(x), np.ndarray)
    assert predictor(image_net(torch.float32), 0)(x).dtype == np.float32
    assert input_gradient(image_net(torch.float32), 0)(x).dtype == np.float32


@pytest.mark.parametrize("place", [0, 3])
def test_a_layer_by_hand(agrees, place):
    """What comes after the layer, run on its output as on an input of its own."""
    model, x = image_net(), images()
    A = model[: place + 1](torch.tensor(x)) if place else model[0](torch.tensor(x))  # noqa: N806
    A = A.detach().requires_grad_()  # noqa: N806
    model[place + 1 :](A.clone())[:, 1].sum().backward()
    found = layer_gradients(model, model[place], target=1)(x)
    agrees("torch layer_gradients", "torch", found[0], A, within=1e-14)
    agrees("torch layer_gradients", "torch", found[1], A.grad, within=1e-14)
    assert grad_cam(*found).shape == (5, 4, 3)


def test_models_with_one_output():
    class Sum(torch.nn.Module):
        def forward(self, x):
            return (x**3).sum(axis=1)

    class Column(Sum):
        def forward(self, x):
            return super().forward(x)[:, None]

    for model in (Sum().eval(), Column().eval()):
        assert input_gradient(model)(np.array([[1, 2]])).tolist() == [[3.0, 12.0]]
    assert input_gradient(Column().eval(), 0)(np.array([[2.0]])).tolist() == [[12.0]]


def test_integrated_gradients_of_a_module_are_complete():
    model, x = image_net(), images()
    predict = predictor(model, 0)
    found = integrated_gradients(input_gradient(model, 0), x, 0.0, steps=400)
    gap = completeness_gap(found, predict(x), predict(0 * x))
    assert np.abs(gap).max() < 1e-2


@pytest.mark.parametrize("make", [input_gradient, predictor])
def test_what_is_refused(make):
    model, x = image_net(), images()
    for target in (3, -1):
        with pytest.raises(ValueError, match=f"`target` must be whole, from 0 to 2. .*={target}"):
            make(model, target)(x)
    for target in (1.0, True):
        with pytest.raises(ValueError, match="`target` must be whole, from 0 to 2"):
            make(model, target)(x)
    with pytest.raises(
        ValueError, match="must be in evaluation mode.*training mode.*Call model.ev"
    ):
        make(image_net().train(), 0)(x)


def test_what_is_refused_without_a_target_and_without_the_layer():
    model, x = image_net(), images()
    with pytest.raises(ValueError, match=r"a `target`.*outputs \(5, 3\) and target=None. Name the"):
        input_gradient(model)(x)
    flat = torch.nn.Flatten(0).eval()
    with pytest.raises(ValueError, match=r"outputs \(150,\) and target=1"):
        input_gradient(flat, 1)(x)
    with pytest.raises(ValueError, match="`layer` must be a layer of the model.*did not run"):
        layer_gradients(model, torch.nn.ReLU(), 0)(x)
    with pytest.raises(ValueError, match="must be in evaluation mode"):
        layer_gradients(image_net().train(), model[0], 0)(x)


@pytest.mark.gpu
def test_on_a_gpu_the_numbers_are_the_same():
    cpu, gpu, x = image_net(), image_net().cuda(), images()
    np.testing.assert_allclose(predictor(gpu)(x), predictor(cpu)(x), rtol=1e-10)
    target = [0, 1, 2, 1, 0]
    found = input_gradient(gpu, target)(x)
    np.testing.assert_allclose(found, input_gradient(cpu, target)(x), rtol=1e-9, atol=1e-12)
    there = torch.tensor(x, device="cuda")
    whole = integrated_gradients(input_gradient(gpu, 1), there, 0.0, steps=20)
    assert whole.is_cuda
    expected = integrated_gradients(input_gradient(cpu, 1), x, 0.0, steps=20)
    np.testing.assert_allclose(whole.cpu().numpy(), expected, rtol=1e-9, atol=1e-12)
    both = (layer_gradients(m, m[0], 1)(x) for m in (gpu, cpu))
    for ours, theirs in zip(*both, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)
