import inspect

import numpy as np
import pytest

from deeptuning import augmentation as reference
from tests.lib.augmentation.inputs import first, last, pictures, rng

torch = pytest.importorskip("torch")
from deeptuning.adapters import torch_augmentation as ours  # noqa: E402

X = pictures()
BOXES = np.array([[1, 0, 3, 4], [-2, 3, 2, 9], [7, 7, 9, 9]])
Y, PARTNER = np.eye(5)[[4, 0, 2]], np.array([2, 0, 1])
CHANGES = {
    "rotate": ([10.0, -40.0, 250.0],),
    "shift": ([1.5, -2.0, 0.3], [0.2, 1.0, -3.0]),
    "zoom": ([1.5, 0.7, 2.0], [1.0, 0.6, 2.2]),
    "shear": ([20.0, -45.0, 70.0],),
}
COLOURS = {
    "brightness": [-0.4, 0.0, 0.3],
    "contrast": [0.0, 0.6, 1.8],
    "saturation": [0.0, 0.6, 1.8],
}


@pytest.mark.parametrize("shape", [(7, 5), (6, 8), (1, 4), (1, 1)])
@pytest.mark.parametrize(("fill", "value"), [("edge", 0.0), ("constant", 0.0), ("constant", 0.3)])
def test_any_matrix(agrees, shape, fill, value):
    x = pictures(3, *shape)
    matrix = rng(1).normal(size=(3, 2, 3)) * [1, 1, 2]
    for m in (matrix, matrix[0]):
        there = reference.affine(x, m, fill=fill, value=value)
        here = ours.affine(first(x), m, fill=fill, value=value)
        agrees("torch affine", "NumPy reference", last(here), there, within=1e-12)


@pytest.mark.parametrize("fill", ["edge", "constant"])
@pytest.mark.parametrize("name", CHANGES)
def test_geometry_equals_the_reference(agrees, name, fill):
    for settings in (CHANGES[name], [s[0] for s in CHANGES[name]]):
        there = getattr(reference, name)(X, *settings, fill=fill)
        here = getattr(ours, name)(first(X), *settings, fill=fill)
        agrees(f"torch {name}", "NumPy reference", last(here), there, within=1e-12)
        tensors = [torch.tensor(s, dtype=torch.float64) for s in settings]
        assert torch.equal(getattr(ours, name)(first(X), *tensors, fill=fill), here)


def test_one_zoom_for_both_axes(agrees):
    there, here = reference.zoom(X, 1.7), ours.zoom(first(X), 1.7)
    agrees("torch zoom", "NumPy reference", last(here), there, within=1e-12)


def test_kornia_and_our_tensors_agree(agrees):
    kornia = pytest.importorskip("kornia")
    degrees = torch.tensor([10.0, -40.0, 250.0], dtype=torch.float64)
    theirs = kornia.geometry.transform.rotate(first(X), degrees, padding_mode="border")
    agrees("torch rotate", "kornia", ours.rotate(first(X), degrees), theirs, within=1e-12)
    theirs = kornia.enhance.adjust_brightness(first(X), degrees / 500)
    agrees("torch brightness", "kornia", ours.brightness(first(X), degrees / 500), theirs,
           within=1e-12)  # fmt: skip


def test_quarter_turns(agrees):
    t = torch.tensor(rng().random((2, 3, 6, 6)))
    for quarters in range(-1, 4):
        turned = ours.rotate(t, 90 * quarters)
        agrees("torch rotate", "torch", turned, t.rot90(quarters, (2, 3)), within=1e-14)


@pytest.mark.parametrize("name", COLOURS)
def test_colours_equal_the_reference(agrees, name):
    there = getattr(reference, name)(X, COLOURS[name])
    here = getattr(ours, name)(first(X), COLOURS[name])
    agrees(f"torch {name}", "NumPy reference", last(here), there, within=1e-12)
    assert here.min() >= 0
    assert here.max() <= 1


def test_flips_boxes_and_mixtures_equal_the_reference(agrees):
    for flags in (([True, False, True], [True, True, False]), (True, False), (False, True)):
        here = ours.flip(first(X), *flags)
        agrees("torch flip", "NumPy reference", last(here), reference.flip(X, *flags), within=0)
    assert torch.equal(ours.flip(first(X)), first(X).flip(3))
    for boxes in (BOXES, BOXES[1]):
        here = ours.erase(first(X), boxes, 0.3)
        agrees(
            "torch erase", "NumPy reference", last(here), reference.erase(X, boxes, 0.3), within=0
        )
        x, y = ours.cutmix(first(X), torch.tensor(Y), boxes, torch.tensor(PARTNER))
        there = list(reference.cutmix(X, Y, boxes, PARTNER))
        agrees("torch cutmix", "NumPy reference", [last(x), y], there, within=1e-15)
    assert torch.equal(ours.erase(first(X), BOXES), ours.erase(first(X), BOXES, 0.0))
    for lam in ([0.3, 1.0, 0.55], 0.2):
        x, y = ours.mixup(first(X), torch.tensor(Y), lam, PARTNER)
        there = list(reference.mixup(X, Y, lam, PARTNER))
        agrees("torch mixup", "NumPy reference", [last(x), y], there, within=1e-15)


def test_drawn_boxes_and_lambdas_fit():
    x, y = first(pictures(16, 8, 8)), torch.eye(16, dtype=torch.float64)
    boxes, partner = reference.draw_cutmix(16, rng(), 8, 8)
    mixed, labels = ours.cutmix(x, y, boxes, partner)
    kept = ~ours.box_mask(x, boxes)
    for i in range(16):
        share = kept[i].to(torch.float64).mean()
        assert labels[i, i] == (1 if partner[i] == i else share)
    torch.testing.assert_close(labels.sum(dim=1), torch.ones(16, dtype=torch.float64))
    assert mixed.shape == x.shape
    mixed, labels = ours.mixup(x, y, *reference.draw_mixup(16, rng()))
    assert labels.dtype == torch.float64
    assert ours.erase(x, reference.draw_erasing(16, rng(), 8, 8)).shape == x.shape


def test_uniform_and_noise():
    generator = torch.Generator()
    x = torch.zeros(20_000, 1, 1, 1)
    u = ours.uniform(x, -2, 6, generator.manual_seed(0))
    assert u.shape == (20_000,)
    assert u.dtype == x.dtype
    assert -2 <= u.min() < -1.9
    assert 5.9 < u.max() <= 6
    assert abs(u.mean() - 2) < 5 * 8 / 12**0.5 / 20_000**0.5
    assert torch.equal(u, ours.uniform(x, -2, 6, generator.manual_seed(0)))
    torch.manual_seed(3)
    noisy = ours.noise(x + 0.5, 0.1, generator.manual_seed(1))
    assert torch.equal(noisy, ours.noise(x + 0.5, 0.1, generator.manual_seed(1)))
    assert abs(noisy.std() / 0.1 - 1) < 5 / 40_000**0.5
    assert abs(noisy.mean() - 0.5) < 5 * 0.1 / 20_000**0.5
    per_image = ours.noise(torch.full((2, 1, 60, 60), 0.5), torch.tensor([0.0, 0.1]))
    assert (per_image[0] == 0.5).all()
    assert ours.noise(x, 1.0).min() == 0
    assert ours.noise(x, 1.0).max() == 1


def test_gradients_flow_to_pixels_and_angles():
    x = first(pictures(2, 6, 4)).requires_grad_()  # no pixel on the centre, where slopes jump
    degrees = torch.tensor([9.0, -130.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x, d: ours.rotate(x, d, fill="constant"), (x, degrees))


def test_standardized_images_are_turned_too_but_stay_unclipped():
    x = torch.tensor([[[[-3.0, 5.0]]]])
    assert ours.flip(x).tolist() == [[[[5.0, -3.0]]]]
    torch.testing.assert_close(ours.rotate(x, 180), x.flip(3))
    torch.testing.assert_close(ours.shift(x, 5, fill="constant", value=-7.0), 0 * x - 7)


CALLS = {
    "affine": lambda x: ours.affine(x, np.eye(2, 3)),
    "rotate": lambda x: ours.rotate(x, 10.0),
    "shift": lambda x: ours.shift(x, 1.0, 1.0),
    "zoom": lambda x: ours.zoom(x, 1.5),
    "shear": lambda x: ours.shear(x, 10.0),
    "flip": lambda x: ours.flip(x, True, True),
    "brightness": lambda x: ours.brightness(x, 0.1),
    "contrast": lambda x: ours.contrast(x, 0.5),
    "saturation": lambda x: ours.saturation(x, 0.5),
    "noise": lambda x: ours.noise(x, 0.1),
    "erase": lambda x: ours.erase(x, [0, 0, 1, 1]),
}


@pytest.mark.parametrize("name", CALLS)
def test_shape_type_device_and_empty_batches(name):
    for dtype in (torch.float32, torch.float64):
        x = first(X).to(dtype)
        before = x.clone()
        y = CALLS[name](x)
        assert y.shape == x.shape
        assert y.dtype == dtype
        assert y.device == x.device
        assert torch.equal(x, before)
        assert CALLS[name](x[:0]).shape == (0, 3, 7, 5)


@pytest.mark.parametrize("name", CALLS)
def test_images_that_are_refused(name):
    call = CALLS[name]
    with pytest.raises(TypeError, match=r"floating point tensor. Received: torch.uint8.*float\(\)"):
        call(torch.ones((1, 3, 4, 4), dtype=torch.uint8))
    with pytest.raises(TypeError, match="Received: float64"):
        call(np.ones((1, 3, 4, 4)))
    for shape in ((3, 4, 4), (1, 3, 0, 4), (1, 0, 4, 4)):
        with pytest.raises(ValueError, match=r"\(n, channels, height, width\).*permute"):
            call(torch.ones(shape))


def test_parameters_that_are_refused():
    t = first(X)
    for call, message in (
        (
            lambda: ours.rotate(t, [1.0, 2.0]),
            "`degrees` must be a number, or one for each of",
        ),
        (lambda: ours.affine(t, np.eye(3)), r"`matrix` must have shape \(2, 3\) or \(3, 2, 3\)"),
        (lambda: ours.affine(t, np.eye(2, 3), fill="wrap"), "`fill` must be one of"),
        (lambda: ours.affine(t, np.eye(2, 3), value=np.nan), "`value` must be in"),
        (lambda: ours.erase(t, BOXES[:2]), r"`boxes` must be whole numbers of shape \(4,\) or"),
        (lambda: ours.erase(t, BOXES * 0.5), "Received: torch.float64"),
        (lambda: ours.erase(t, BOXES, np.inf), "`value` must be in"),
        (lambda: ours.saturation(t[:, :1], 1.0), "`images` must have 3 channels"),
        (lambda: ours.uniform(t, 2, 1), "`high` must not be below `low`"),
        (lambda: ours.mixup(t, torch.eye(2), 0.5, PARTNER), "`labels` must hold one for each of"),
        (lambda: ours.cutmix(t, torch.eye(2), BOXES, PARTNER), "`labels` must hold one for each"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(TypeError, match=r"`labels` must be floating point.*one_hot"):
        ours.mixup(t, torch.tensor([1, 2, 3]), 0.5, PARTNER)
    assert ours.uniform(t, 1, 1).tolist() == [1, 1, 1]


def test_the_module_says_what_fits_whom():
    assert "channels second" in inspect.getdoc(ours)


@pytest.mark.gpu
@pytest.mark.parametrize("name", [n for n in CALLS if n != "noise"])
def test_on_the_gpu_as_on_the_cpu(agrees, name):
    x = first(X)
    y = CALLS[name](x.cuda())
    assert y.is_cuda
    agrees(f"torch {name}", "torch", y, CALLS[name](x), within=1e-10)
    generator = torch.Generator("cuda").manual_seed(0)
    assert ours.noise(x.cuda(), ours.uniform(x.cuda(), 0, 1, generator), generator).is_cuda
    mixed = ours.cutmix(x.cuda(), torch.tensor(Y).cuda(), BOXES, PARTNER)
    there = reference.cutmix(X, Y, BOXES, PARTNER)
    agrees(
        "torch cutmix",
        "NumPy reference",
        [last(mixed[0].cpu()), mixed[1]],
        list(there),
        within=1e-10,
    )
