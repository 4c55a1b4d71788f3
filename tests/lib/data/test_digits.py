"""Is the split honest?"""

import numpy as np
import pytest
from sklearn.datasets import load_digits as original

from deeptuning.data.digits import all_digits, load_digits


def test_every_digit_is_used_once_and_belongs_to_its_label():
    split, raw = load_digits(seed=3), original()
    images = np.concatenate([split.train_images, split.validation_images])
    labels = np.concatenate([split.train_labels, split.validation_labels])
    order = np.random.default_rng(3).permutation(len(raw.target))
    np.testing.assert_array_equal(labels, raw.target[order])
    restored = (images - images[0]) * 16 + raw.data[order[0]]
    np.testing.assert_allclose(restored, raw.data[order], atol=1e-9)


def test_the_mean_is_that_of_the_training_images():
    split = load_digits()
    np.testing.assert_allclose(split.train_images.mean(axis=0), 0, atol=1e-12)
    assert np.abs(split.validation_images.mean(axis=0)).max() > 1e-3
    assert np.abs(split.train_images).max() <= 1


def test_the_seed_decides_the_split():
    assert (load_digits(0).train_labels != load_digits(1).train_labels).any()
    np.testing.assert_array_equal(load_digits(5).train_images, load_digits(5).train_images)


@pytest.mark.parametrize("train", [0, 1797, -3])
def test_a_split_without_one_side_is_refused(train):
    with pytest.raises(ValueError, match=r"`train` must be in \[1, 1796\]. Received"):
        load_digits(train=train)


def test_what_is_read_once_cannot_be_changed_for_all():
    images, labels = all_digits()
    assert all_digits()[0] is images
    for array in (images, labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    load_digits().train_images[:] = 0  # a copy
    assert images.max() == 16
