"""Is CIFAR-10 read as Keras reads it, and do its pickles stay harmless?"""

import importlib
import pickle

import keras
import numpy as np
import pytest

from deeptuning.data import DataDamaged, colour_shapes, load_cifar10
from tests.lib.data import caches
from tests.lib.data.caches import BATCHES

cifar10 = importlib.import_module("deeptuning.data.cifar10")
MAKERS = {
    "torchvision": caches.cifar_folder,
    "keras": lambda folder: caches.cifar_folder(folder / "cifar-10-batches-py-target"),
    "archive": caches.cifar_archive,
    "old keras": lambda folder: caches.cifar_archive(folder, "cifar-10-batches-py.tar.gz"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_place_and_format_gives_what_keras_gives(kind, tmp_path, agrees):
    MAKERS[kind](tmp_path)
    ours = load_cifar10(tmp_path, verify=False)
    place = caches.cifar_folder(tmp_path / "for keras")
    load_batch = importlib.import_module("keras.src.datasets.cifar").load_batch
    batches = [load_batch(str(place / name)) for name in BATCHES]
    x = np.concatenate([data for data, _ in batches]).transpose(0, 2, 3, 1)
    y = np.concatenate([labels for _, labels in batches])
    theirs = (x[:20], y[:20], x[20:], y[20:])
    agrees("load_cifar10", "Keras", ours[:4], theirs, within=0)
    assert ours.train_images.dtype == np.uint8
    assert ours.train_labels.dtype == ours.test_labels.dtype == np.int64
    assert ours.train_images.flags["C_CONTIGUOUS"]


def test_the_stand_in_has_the_same_form_and_another_name(tmp_path):
    caches.cifar_folder(tmp_path)
    real = load_cifar10(tmp_path, verify=False)
    stand_in = colour_shapes(12, np.random.default_rng(0)).split()
    for ours, theirs in zip(stand_in[:4], real[:4], strict=True):
        assert (ours.dtype, ours.shape[1:]) == (theirs.dtype, theirs.shape[1:])
    assert len(stand_in.classes) == len(real.classes) == 10
    assert not set(stand_in.classes) & set(real.classes)
    assert (real.classes[0], real.classes[9]) == ("airplane", "truck")


@pytest.mark.parametrize("kind", ["torchvision", "archive"])
def test_a_wrong_checksum_is_refused_before_a_pickle_is_opened(kind, tmp_path, monkeypatch):
    MAKERS[kind](tmp_path)
    monkeypatch.setattr(cifar10, "read_pickle", lambda *_: pytest.fail("opened the pickle"))
    with pytest.raises(DataDamaged, match=r"has (md5|sha256) [0-9a-f]+, published is"):
        load_cifar10(tmp_path)


def test_checksums_and_counts_that_are_right_pass(tmp_path, monkeypatch):
    one_each = {b"data": np.zeros((10, 3072), np.uint8), b"labels": list(range(10))}
    place = caches.cifar_folder(tmp_path, dict.fromkeys(BATCHES, one_each))
    for name in BATCHES:
        monkeypatch.setitem(cifar10.CHECKSUMS, name, caches.checksum(place / name, "md5"))
    monkeypatch.setattr(cifar10, "COUNTS", {"train": 5, "test": 1})
    assert load_cifar10(tmp_path).train_images.shape == (50, 32, 32, 3)
    for wrong in ({"train": 4, "test": 1}, {"train": 5, "test": 2}):
        monkeypatch.setattr(cifar10, "COUNTS", wrong)
        with pytest.raises(DataDamaged, match="examples per class, published are"):
            load_cifar10(tmp_path)


def test_the_published_numbers_are_those_of_cifar():
    assert cifar10.COUNTS == {"train": 5000, "test": 1000}
    assert set(BATCHES) < set(cifar10.CHECKSUMS)
    assert len(set(cifar10.CHECKSUMS.values())) == 7


@pytest.mark.parametrize("where", ["batch", "data", "labels"])
def test_a_hostile_pickle_is_refused_unread(where, tmp_path):
    hostile = caches.Hostile(tmp_path / "harm")
    batch = {b"data": np.zeros((1, 3072), np.uint8), b"labels": [1]}
    batch = hostile if where == "batch" else batch | {where.encode(): hostile}
    caches.cifar_folder(tmp_path, BATCHES | {"data_batch_3": batch})
    with pytest.raises(DataDamaged, match="data_batch_3 is no pickle of arrays .names posix.mkdir"):
        load_cifar10(tmp_path, verify=False)
    assert not (tmp_path / "harm").exists()
    with pytest.raises(pickle.UnpicklingError):
        keras.src.datasets.cifar.load_batch(str(tmp_path / "cifar-10-batches-py/data_batch_3"))


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ([1, 2], "has no data and labels"),
        ({b"data": np.zeros((1, 3072), np.uint8)}, "has no data and labels"),
        ({b"data": np.zeros((1, 3071), np.uint8), b"labels": [1]}, r"shape \(1, 3071\)"),
        ({b"data": np.zeros(3072, np.uint8), b"labels": [1]}, r"shape \(3072,\)"),
        ({b"data": np.zeros((1, 3072)), b"labels": [1]}, "holds float64 images"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [10]}, "outside 0 to 9"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [-1]}, "outside 0 to 9"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": ["cat"]}, "holds pixels of shape"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [1, 2]}, "for 1 images"),
    ],
)
def test_a_batch_that_is_none_is_refused(batch, message, tmp_path):
    caches.cifar_folder(tmp_path, BATCHES | {"test_batch": batch})
    with pytest.raises(DataDamaged, match=rf"^File \S+test_batch.*{message}"):
        load_cifar10(tmp_path, verify=False)


@pytest.mark.parametrize("keep", [0, 10, 500, -1])
def test_a_torn_batch_or_archive_is_refused(keep, tmp_path):
    for path in (
        caches.cifar_folder(tmp_path / "a") / "data_batch_1",
        caches.cifar_archive(tmp_path / "b"),
    ):
        path.write_bytes(path.read_bytes()[: keep if keep >= 0 else -2000])
    with pytest.raises(DataDamaged, match="is no pickle of arrays"):
        load_cifar10(tmp_path / "a", verify=False)
    with pytest.raises(DataDamaged, match=r"^File \S+gz is no whole archive"):
        load_cifar10(tmp_path / "b", verify=False)


def test_a_missing_batch_is_named(tmp_path):
    (caches.cifar_folder(tmp_path) / "data_batch_4").unlink()
    with pytest.raises(DataDamaged, match=r"^File \S+data_batch_4 is missing beside"):
        load_cifar10(tmp_path, verify=False)
