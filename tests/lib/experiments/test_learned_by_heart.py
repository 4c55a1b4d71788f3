"""Is what was learned by heart counted, and are the maps of the right size?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.learned_by_heart import (
    convolution,
    digits_with_any_labels,
    share_learned,
)


def test_the_labels_know_nothing_of_the_images():
    images, labels = digits_with_any_labels(0)
    again, others = digits_with_any_labels(1)
    np.testing.assert_array_equal(images, again)
    assert (labels == others).mean() < 0.2
    assert set(labels) == set(range(10))


def test_epochs_and_other_knobs_are_turned():
    by_epochs = share_learned("epochs", (1, 40), range(2))
    assert by_epochs.shape == (2, 2)
    assert by_epochs[0].max() < 40 < 90 < by_epochs[1].min()
    default = share_learned("units", (32,), range(2), epochs=40)
    np.testing.assert_allclose(default[0], by_epochs[1])


@pytest.mark.parametrize(("kernel", "padding"), [(1, 0), (3, 0), (3, 1), (5, 2)])
def test_the_maps_and_parameters_are_those_of_torch(kernel, padding):
    found = convolution(kernel, padding, [0], steps=1)
    layer = torch.nn.Conv2d(1, 1, kernel, padding=padding)
    assert found.side == layer(layer(torch.zeros(1, 1, 8, 8))).shape[-1]
    channels = 4 * (kernel**2 + 1) + 4 * (4 * kernel**2 + 1)
    assert found.parameters == channels + (4 * found.side**2 + 1) * 10


def test_training_longer_learns_more():
    short, long = (convolution(3, 1, [0], steps=steps).learned[0] for steps in (1, 30))
    assert long > short + 20
