"""Is MNIST read as Keras reads it, and is anything else refused?"""

import importlib

import keras
import numpy as np
import pytest

from deeptuning.data import DataDamaged, load_mnist
from tests.lib.data import caches
from tests.lib.data.caches import DIGITS, IDX

mnist = importlib.import_module("deeptuning.data.mnist")
KINDS = ["npz", "MNIST/raw", "MNIST/raw.gz", "raw", "raw.gz", "", ".gz"]


def make(kind, folder):
    if kind == "npz":
        return caches.mnist_npz(folder)
    place = folder / kind.removesuffix(".gz")
    return caches.mnist_idx(place, kind.endswith(".gz"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_and_format_gives_what_keras_gives(kind, tmp_path, monkeypatch, agrees):
    make(kind, tmp_path)
    ours = load_mnist(tmp_path, verify=False)
    path = caches.mnist_npz(tmp_path / "for keras")
    module = importlib.import_module("keras.src.datasets.mnist")
    monkeypatch.setattr(module, "get_file", lambda **_: str(path))
    (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
    agrees("load_mnist", "Keras", ours[:4], (x, y, x_test, y_test), within=0)
    assert ours.train_images.dtype == np.uint8
    assert ours.train_labels.dtype == ours.test_labels.dtype == np.int64
    assert ours.train_images.flags.writeable
    assert ours.classes == tuple("0123456789")


@pytest.mark.parametrize("kind", ["npz", "raw.gz"])
def test_a_wrong_checksum_is_refused_before_reading(kind, tmp_path):
    make(kind, tmp_path)
    with pytest.raises(DataDamaged, match=r"has (md5|sha256) [0-9a-f]+, published is"):
        load_mnist(tmp_path)


def test_checksums_and_counts_that_are_right_pass(tmp_path, monkeypatch):
    path = caches.mnist_npz(tmp_path)
    monkeypatch.setitem(mnist.CHECKSUMS, "mnist.npz", caches.checksum(path, "sha256"))
    monkeypatch.setattr(mnist, "TRAIN_COUNTS", [3] * 10)
    counts = np.bincount(DIGITS["y_test"], minlength=10).tolist()
    monkeypatch.setattr(mnist, "TEST_COUNTS", counts)
    assert load_mnist(tmp_path).train_images.shape == (30, 28, 28)
    monkeypatch.setattr(mnist, "TEST_COUNTS", [99, *counts[1:]])
    with pytest.raises(DataDamaged, match="examples per class, published are"):
        load_mnist(tmp_path)
    monkeypatch.setitem(mnist.CHECKSUMS, "mnist.npz", caches.checksum(path, "md5"))
    monkeypatch.setattr(mnist, "TEST_COUNTS", counts)
    load_mnist(tmp_path)


def test_plain_files_are_checked_by_their_counts(tmp_path):
    make("raw", tmp_path)
    with pytest.raises(DataDamaged, match="examples per class, published are"):
        load_mnist(tmp_path)


def test_the_published_numbers_are_those_of_mnist():
    assert sum(mnist.TRAIN_COUNTS) == 60000
    assert sum(mnist.TEST_COUNTS) == 10000
    assert (mnist.TRAIN_COUNTS[1], mnist.TEST_COUNTS[5]) == (6742, 892)
    assert sorted(map(len, mnist.CHECKSUMS.values())) == [32] * 4 + [64]


@pytest.mark.parametrize("cut", [0, 2, 3, 4, 15, 16, 100])
def test_a_torn_idx_file_is_refused(cut, tmp_path):
    make("raw", tmp_path)
    path = tmp_path / "raw" / IDX["x_train"]
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataDamaged, match="IDX file of bytes|announces shape"):
        load_mnist(tmp_path, verify=False)


def test_an_idx_file_with_a_tail_or_of_another_type_is_refused(tmp_path):
    make("raw", tmp_path)
    path = tmp_path / "raw" / IDX["y_test"]
    data = path.read_bytes()
    path.write_bytes(data + b"\0")
    with pytest.raises(
        DataDamaged, match=r"^File \S+ubyte announces shape \(12,\) and holds 13 bytes"
    ):
        load_mnist(tmp_path, verify=False)
    path.write_bytes(data[:2] + b"\x0d" + data[3:])
    with pytest.raises(DataDamaged, match=r"^File \S+ubyte does not begin like an IDX file"):
        load_mnist(tmp_path, verify=False)


def test_a_huge_announced_shape_allocates_nothing(tmp_path):
    make("raw", tmp_path)
    path = tmp_path / "raw" / IDX["x_train"]
    path.write_bytes(bytes([0, 0, 8, 3]) + b"\xff" * 12)
    with pytest.raises(DataDamaged, match="announces shape"):
        load_mnist(tmp_path, verify=False)


@pytest.mark.parametrize("kind", ["npz", "raw.gz"])
def test_a_torn_file_is_refused(kind, tmp_path):
    make(kind, tmp_path)
    path = tmp_path / ("mnist.npz" if kind == "npz" else f"raw/{IDX['x_test']}.gz")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataDamaged, match=r"^File \S+ is no (npz with x_train|whole gzip)"):
        load_mnist(tmp_path, verify=False)


def test_a_missing_sibling_is_named(tmp_path):
    make("raw", tmp_path)
    (tmp_path / "raw" / IDX["y_test"]).unlink()
    with pytest.raises(DataDamaged, match=rf"{IDX['y_test']} is missing beside"):
        load_mnist(tmp_path, verify=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": DIGITS["x_train"][:, :27]}, "images of shape"),
        ({"x_train": DIGITS["x_train"].astype(float)}, "holds float64 images"),
        ({"y_train": DIGITS["y_train"][:29]}, r"labels of shape \(29,\) for 30 images"),
        ({"y_test": DIGITS["y_test"] + 4}, "labels outside 0 to 9"),
        ({"y_test": np.full(12, -1)}, "labels outside 0 to 9"),
    ],
)
def test_arrays_that_are_no_digits_are_refused(change, message, tmp_path):
    np.savez(tmp_path / "mnist.npz", **(DIGITS | change))
    with pytest.raises(DataDamaged, match=message):
        load_mnist(tmp_path, verify=False)


def test_a_hostile_array_is_refused(tmp_path):
    hostile = caches.ragged([caches.Hostile(tmp_path / "harm")])
    np.savez(tmp_path / "mnist.npz", **(DIGITS | {"x_train": hostile}))
    with pytest.raises(DataDamaged, match="names posix.mkdir, which no data set needs"):
        load_mnist(tmp_path, verify=False)
    assert not (tmp_path / "harm").exists()
