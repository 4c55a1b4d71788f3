"""Are the changes those of the library, each image with its own, and in the range asked for?"""

import numpy as np
import pytest
import torch

from deeptuning.adapters import torch_augmentation
from deeptuning.experiments.image_changes import Change, Changer

ONE = torch.zeros(1, 400, 1, 9, 9)
ONE[..., 2, 3] = 1.0
GREY = torch.full((1, 500, 3, 6, 6), 0.5)


def changed(images=ONE, **kinds):
    return Changer([Change(**kinds)], [0])(images)


def test_nothing_asked_nothing_changed():
    assert torch.equal(changed(), ONE)
    mixed = Changer([Change(), Change(40, 2, 0.3, 20, 1, 1, 0.3, 0.3, 0, 0.2, 0.3)], [0, 1])
    both = mixed(ONE.expand(4, -1, -1, -1, -1))
    assert torch.equal(both[:2], ONE.expand(2, -1, -1, -1, -1))
    assert (both[2:] - ONE).abs().amax(dim=(2, 3, 4)).min() > 0.01


def centre(images):
    """Where the ink is, (n, row and column) from the middle of the image."""
    at = torch.arange(9.0) - 4
    mass = images[0, :, 0].clamp(min=1e-9)
    total = mass.sum((1, 2))
    return torch.stack([(mass.sum(2) @ at) / total, (mass.sum(1) @ at) / total], dim=1)


def test_shifts_fill_their_range_in_both_directions():
    moves = centre(changed(shift=1.5)) - torch.tensor([-2.0, -1.0])
    assert moves.abs().max() <= 1.5 + 1e-4
    assert (moves.min(dim=0).values < -1.4).all()
    assert (moves.max(dim=0).values > 1.4).all()
    assert abs(np.corrcoef(moves.T.numpy())[0, 1]) < 0.15


@pytest.mark.parametrize(("kind", "axis"), [("mirror", 4), ("upside_down", 3)])
def test_flips_are_exact_and_as_frequent_as_asked(kind, axis):
    flipped = changed(**{kind: 0.3})
    same = (flipped - ONE).abs().amax(dim=(2, 3, 4)) < 1e-5
    other = (flipped - ONE.flip(axis)).abs().amax(dim=(2, 3, 4)) < 1e-5
    assert (same | other).all()
    assert other.float().mean().item() == pytest.approx(0.3, abs=0.07)


def test_light_and_colour_are_the_adapter_s_in_their_range():
    levels = changed(GREY, brightness=0.2)[0, :, 0, 0, 0]
    assert 0.3 <= levels.min() < 0.31
    assert 0.69 < levels.max() <= 0.7
    torch.testing.assert_close(changed(GREY, contrast=0.5), GREY)
    colours = torch.rand(1, 50, 3, 4, 4, generator=torch.Generator().manual_seed(1))
    found = Changer([Change(saturation=0.4)], [0])(colours)
    grey = torch_augmentation.saturation(colours[0], 0.0)
    move = (found[0] - colours[0]).flatten()
    away = (colours[0] - grey).flatten()
    assert (move.abs() <= 0.4 * away.abs() + 1e-5).all()


def test_noise_and_square_have_their_size():
    noisy = changed(GREY, noise=0.1) - GREY
    assert noisy.std().item() == pytest.approx(0.1, rel=0.05)
    holes = changed(torch.ones(1, 300, 1, 9, 9), erase=1 / 3)[0, :, 0] == 0
    assert (holes.sum(dim=(1, 2)) == 9).all()
    assert holes.any(dim=0).all()  # every place, the corners too
    rows = holes.any(dim=2).sum(dim=1)
    assert (rows == 3).all()


def test_alike_is_one_draw_for_a_batch_and_another_for_the_next():
    changer = Changer([Change(degrees=30, alike=True)], [0])
    first, second = changer(ONE), changer(ONE)
    torch.testing.assert_close(first, first[:, :1].expand_as(first))
    assert (first - second).abs().max() > 0.01


def test_settings_of_a_seed_share_their_draws():
    two = Changer([Change(shift=1), Change(shift=2)], [3, 4])
    small, large = two(ONE.expand(4, -1, -1, -1, -1)).split(2)
    start = torch.tensor([-2.0, -1.0])
    torch.testing.assert_close(
        2 * (centre(small[:1]) - start), centre(large[:1]) - start, atol=1e-3, rtol=0
    )
    assert (small[0] - small[1]).abs().max() > 0.1


@pytest.mark.parametrize("wrong", [{"zoom": 1.0}, {"shear": 90}, {"mirror": 1.2}, {"noise": -1}])
def test_impossible_changes_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be"):
        Changer([Change(**wrong)], [0])
