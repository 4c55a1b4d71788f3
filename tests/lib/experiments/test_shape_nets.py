"""Are the pictures what they claim to be, and does the net learn the mark that tells?"""

import numpy as np
import pytest

from deeptuning.data.colour_shapes import CLASSES, corner_colours
from deeptuning.experiments import shape_nets
from deeptuning.experiments.shape_nets import KINDS, draw_pictures, train_shape_net


@pytest.fixture(scope="module")
def pictures():
    return draw_pictures(300, 0, corner=1.0)


def test_pictures_hold_three_kinds_and_the_corner_of_their_class(pictures):
    assert pictures.images.shape == (300, 3, 24, 24)
    assert pictures.images.dtype == np.float32
    assert 0 <= pictures.images.min() < pictures.images.max() <= 1
    assert set(pictures.labels) == {0, 1, 2}
    colours = corner_colours()[[CLASSES.index(kind) for kind in KINDS]]
    seen = pictures.images[:, :, :4, :4].mean(axis=(2, 3))
    distance = np.linalg.norm(seen[:, None] - colours, axis=2)
    np.testing.assert_array_equal(distance.argmin(axis=1), pictures.labels)


def test_a_mask_covers_what_differs_from_the_ground(pictures):
    share = pictures.masks.mean(axis=(1, 2))
    assert 0.03 < share.min() < share.max() < 0.5


def test_moving_swaps_two_corners_and_nothing_else(pictures):
    moved = shape_nets.move_corner(pictures)
    np.testing.assert_array_equal(moved.images[..., 20:, 20:], pictures.images[..., :4, :4])
    changed = (moved.images != pictures.images).any(axis=(0, 1))
    assert not changed[4:20].any()
    assert not changed[:4, 4:].any()
    assert not changed[20:, :20].any()


def test_shuffling_keeps_the_corners_but_not_their_owners(pictures):
    shuffled = shape_nets.shuffle_corners(pictures, 1)
    before, after = (np.sort(p.images[:, 0, 0, 0]) for p in (pictures, shuffled))
    np.testing.assert_array_equal(before, after)
    assert (shuffled.images[..., :4, :4] != pictures.images[..., :4, :4]).any(
        axis=(1, 2, 3)
    ).mean() > 0.9
    np.testing.assert_array_equal(shuffled.images[..., 4:, :], pictures.images[..., 4:, :])


def test_a_net_learns_the_mark_and_equal_seeds_learn_alike(pictures):
    one, other = (train_shape_net(pictures, 0, epochs=10) for _ in range(2))
    assert pictures.accuracy(one) > 0.9
    assert shape_nets.move_corner(pictures).accuracy(one) < 0.6
    assert not one.training
    for a, b in zip(one.parameters(), other.parameters(), strict=True):
        np.testing.assert_array_equal(a.detach().numpy(), b.detach().numpy())


def test_training_and_test_pictures_differ(pictures):
    one, other = shape_nets.split(pictures, 0, train=200, test=100)
    assert len(one.labels) == 200
    assert len(other.masks) == 100
    seen = {image.tobytes() for image in one.images}
    assert not any(image.tobytes() in seen for image in other.images)
