"""Are the bundled sets scikit-learn's, and are the splits honest?"""

import numpy as np
import pytest
import sklearn.datasets
from sklearn.datasets import load_digits as digits

from deeptuning.data import (
    Table,
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_enlarged_digits,
    load_photographs,
    load_wine,
    patches,
    three_way_split,
)
from deeptuning.data.enlarged_digits import stretch

ORIGINALS = {
    load_breast_cancer: (sklearn.datasets.load_breast_cancer, {}),
    load_wine: (sklearn.datasets.load_wine, {}),
    load_diabetes: (sklearn.datasets.load_diabetes, {"scaled": False}),
}


@pytest.mark.parametrize("load", ORIGINALS)
def test_tables_are_scikit_learns(load, agrees):
    original, options = ORIGINALS[load]
    table, theirs = load(), original(**options)
    pair = (theirs.data, theirs.target)
    agrees(load.__name__, "scikit-learn", table[:2], pair, within=0)
    assert table.feature_names == tuple(theirs.feature_names)
    assert all(type(name) is str for name in (*table.feature_names, *table.classes))
    assert table.features.dtype == np.float64
    assert table.labels.dtype == (np.int64 if table.classes else np.float64)
    assert len(table.classes) == {"load_breast_cancer": 2, "load_wine": 3}.get(load.__name__, 0)


@pytest.mark.parametrize("load", ORIGINALS)
def test_a_split_uses_every_row_once_with_its_label(load):
    table = load()
    numbered = table._replace(features=np.arange(len(table.labels))[:, None])
    parts = three_way_split(numbered, seed=4, validation=0.2, test=0.1)
    rows = np.concatenate([part.features[:, 0] for part in parts])
    assert sorted(rows) == list(range(len(table.labels)))
    labels = np.concatenate([part.labels for part in parts])
    np.testing.assert_array_equal(labels, table.labels[rows])
    shares = [len(part.labels) / len(rows) for part in parts]
    np.testing.assert_allclose(shares, [0.7, 0.2, 0.1], atol=0.01)
    assert all(part.classes == table.classes for part in parts)


@pytest.mark.parametrize("seed", range(3))
def test_classes_keep_their_shares(seed, agrees):
    table = load_breast_cancer()
    parts = three_way_split(table, seed)
    sizes = [np.bincount(part.labels).tolist() for part in parts]
    # 212 malignant, 357 benign: 15 % are 31.8 and 53.55, and the rest is for training.
    agrees("three_way_split", "by hand", sizes, [[148, 249], [32, 54], [32, 54]], within=0)


def test_the_seed_decides_and_rows_are_shuffled():
    wine = load_wine()
    one, same, other = (three_way_split(wine, seed).train for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.features, same.features)
    assert (one.features != other.features).any()
    for part in three_way_split(wine):
        assert (np.diff(part.labels) < 0).any()


def test_splits_that_cannot_be_are_refused():
    tiny = Table(np.zeros((3, 1)), np.zeros(3), ("x",), ())
    with pytest.raises(ValueError, match=r"must leave rows for training: validation \+ test < 1"):
        three_way_split(tiny, validation=0.5, test=0.5)
    with pytest.raises(ValueError, match="must give every part a row.*for 3 rows"):
        three_way_split(tiny, validation=0.1, test=0.4)
    with pytest.raises(ValueError, match=r"`test` must be in \(0, 1\). Received: test=0"):
        three_way_split(tiny, test=0)
    with pytest.raises(ValueError, match=r"`validation` must be in \(0, 1\)"):
        three_way_split(tiny, validation=1.0)
    sizes = [len(part.labels) for part in three_way_split(tiny, validation=0.3, test=0.4)]
    assert sizes == [1, 1, 1]


def test_photographs_are_scikit_learns(agrees):
    ours, theirs = load_photographs(), sklearn.datasets.load_sample_images().images
    agrees("load_photographs", "scikit-learn", ours.images * 255, np.stack(theirs), within=1e-15)
    assert ours.names == ("china", "flower")
    assert ours.images.min() >= 0
    assert ours.images.max() == 1


@pytest.mark.parametrize("size", [1, 7, 11])
def test_patches_come_from_where_they_say(size, agrees):
    images = np.random.default_rng(0).random((3, 11, 13, 2))
    cut = patches(images, 300, np.random.default_rng(1), size=size)
    by_hand = [
        images[k, r : r + size, c : c + size]
        for k, (r, c) in zip(cut.photograph, cut.corner, strict=True)
    ]
    agrees("patches", "by hand", cut.images, np.stack(by_hand), within=0)
    assert set(cut.photograph) == {0, 1, 2}
    assert cut.corner.min(axis=0).tolist() == [0, 0]
    assert cut.corner.max(axis=0).tolist() == [11 - size, 13 - size]


def test_a_patch_that_does_not_fit_is_refused():
    images, rng = np.zeros((1, 5, 4, 3)), np.random.default_rng(0)
    with pytest.raises(ValueError, match="`size` must be a whole number, from 1 to 4"):
        patches(images, 2, rng, size=5)
    with pytest.raises(ValueError, match="`n` must be a whole number, 1 or more"):
        patches(images, 0, rng, size=2)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator. Received: rng=0"):
        patches(images, 2, 0, size=2)


def test_enlarged_digits_against_interpolation_by_torch(agrees):
    import torch

    ours, raw = load_enlarged_digits(seed=2, test=300), digits()
    order = np.random.default_rng(2).permutation(1797)
    grey = torch.tensor(raw.images[order])[:, None] * 255 / 16
    large = torch.nn.functional.interpolate(grey, size=(20, 20), mode="bilinear")[:, 0]
    theirs = torch.nn.functional.pad(large, (4, 4, 4, 4)).numpy()
    images = np.concatenate([ours.test_images, ours.train_images])
    agrees("load_enlarged_digits", "torch", images, theirs, within=0.51 / 255)
    labels = np.concatenate([ours.test_labels, ours.train_labels])
    np.testing.assert_array_equal(labels, raw.target[order])
    assert len(ours.test_labels) == 300
    assert images.dtype == np.uint8
    np.testing.assert_allclose(stretch(8, 20).sum(axis=1), 1, rtol=1e-15)


@pytest.mark.parametrize("test", [0, 1797])
def test_enlarged_digits_leave_something_to_train_on(test):
    with pytest.raises(ValueError, match="`test` must be a whole number, from 1 to 1796"):
        load_enlarged_digits(test=test)
    assert len(load_enlarged_digits(test=1796).train_labels) == 1


def test_small_digits_against_scikit_learn(agrees):
    split, raw = load_digits(seed=1), digits()
    order = np.random.default_rng(1).permutation(1797)
    pixels = raw.data[order] / 16
    theirs = pixels - pixels[:1200].mean(axis=0)
    ours = np.concatenate([split.train_images, split.validation_images])
    agrees("load_digits", "scikit-learn", ours, theirs, within=1e-15)
