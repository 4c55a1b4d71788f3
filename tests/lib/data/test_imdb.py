"""Are the IMDB reviews read as Keras reads them, and do their pickles stay harmless?"""

import importlib

import keras
import numpy as np
import pytest

from deeptuning.data import DataDamaged, load_imdb
from tests.lib.data import caches

imdb = importlib.import_module("deeptuning.data.imdb")


@pytest.fixture
def theirs(tmp_path, monkeypatch):
    """Return Keras' own loader on the same files."""
    path = caches.imdb(tmp_path)
    module = importlib.import_module("keras.src.datasets.imdb")
    files = {"imdb.npz": path, "imdb_word_index.json": path.parent / "imdb_word_index.json"}
    monkeypatch.setattr(module, "get_file", lambda fname, **_: str(files[fname]))
    return keras.datasets.imdb


@pytest.mark.parametrize(
    "options",
    [
        {"num_words": 100},
        {"num_words": 10},
        {"num_words": 64, "skip_top": 5},
        {"num_words": 100, "max_length": 5},
        {"num_words": 100, "seed": 3},
    ],
)
def test_order_and_numbering_are_those_of_keras(options, theirs, tmp_path, agrees):
    ours = load_imdb(tmp_path, verify=False, **options)
    options = {{"max_length": "maxlen"}.get(k, k): v for k, v in options.items()}
    (x, y), (x_test, y_test) = theirs.load_data(**options)
    agrees("load_imdb", "Keras", ours[:4], (list(x), y, list(x_test), y_test), within=0)
    assert ours.word_index == theirs.get_word_index()
    assert ours.train_labels.dtype == np.int64


def test_all_words_are_kept_where_keras_drops_the_rarest(theirs, tmp_path):
    ours = load_imdb(tmp_path, verify=False)
    (x, _), (x_test, _) = theirs.load_data()
    rarest = 61 + 3
    assert any(rarest in text for text in ours.test_texts)
    assert not any(rarest in text for text in [*x, *x_test])
    dropped = [[2 if n == rarest else n for n in text] for text in ours.test_texts]
    assert dropped == list(x_test)


def test_numbers_point_into_the_word_index(tmp_path):
    caches.imdb(tmp_path)
    reviews = load_imdb(tmp_path, verify=False)
    assert [1, 4, 17, 25] in reviews.train_texts
    assert reviews.word_index["parrot"] + 3 == 17


def test_checksums_and_counts(tmp_path, monkeypatch):
    path = caches.imdb(tmp_path)
    with pytest.raises(DataDamaged, match="has sha256 [0-9a-f]+, published is 69664113"):
        load_imdb(tmp_path)
    monkeypatch.setitem(imdb.CHECKSUMS, "imdb.npz", caches.checksum(path, "sha256"))
    with pytest.raises(DataDamaged, match="json has md5 [0-9a-f]+, published is bfafd718"):
        load_imdb(tmp_path)
    index = path.parent / "imdb_word_index.json"
    monkeypatch.setitem(imdb.CHECKSUMS, index.name, caches.checksum(index, "md5"))
    with pytest.raises(DataDamaged, match=r"has \[2, 2\] examples per class, published are"):
        load_imdb(tmp_path)
    monkeypatch.setattr(imdb, "COUNTS", [2, 2])
    with pytest.raises(DataDamaged, match=r"has \[1, 2\] examples per class"):
        load_imdb(tmp_path)
    assert imdb.CHECKSUMS.keys() == {"imdb.npz", "imdb_word_index.json"}


def test_the_published_counts():
    assert imdb.COUNTS == [12500, 12500]


def test_a_hostile_pickle_is_refused_unread(tmp_path):
    hostile = caches.ragged([[1], [2], caches.Hostile(tmp_path / "harm"), [4]])
    caches.imdb(tmp_path, x_train=hostile)
    with pytest.raises(DataDamaged, match="names posix.mkdir, which no data set needs"):
        load_imdb(tmp_path, verify=False)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": caches.ragged([[1], [2], "three", [4]])}, "not lists of ranks"),
        ({"x_train": caches.ragged([[1], [2], [0], [4]])}, "not lists of ranks"),
        ({"x_train": caches.ragged([[1], [2], [1.5], [4]])}, "not lists of ranks"),
        ({"x_train": caches.ragged([[1], [2], [3]])}, r"texts \(3,\) with labels \(4,\)"),
        ({"x_train": np.ones((4, 4), int)}, r"texts \(4, 4\) with labels"),
        ({"y_test": np.array([0, 1, 2])}, "labels other than 0 and 1"),
        ({"y_test": np.array([0, 1, 1.0])}, "texts"),
    ],
)
def test_arrays_that_are_no_reviews_are_refused(change, message, tmp_path):
    caches.imdb(tmp_path, **change)
    with pytest.raises(DataDamaged, match=rf"^File \S+npz .*{message}"):
        load_imdb(tmp_path, verify=False)


@pytest.mark.parametrize("content", ["[1, 2]", '{"a": "b"}', '{"a": 1', '{"a": true}'])
def test_a_broken_word_index_is_refused(content, tmp_path):
    caches.imdb(tmp_path)
    (tmp_path / "imdb_word_index.json").write_text(content)
    with pytest.raises(DataDamaged, match=r"^File \S+json (is no JSON|maps no words to ranks)"):
        load_imdb(tmp_path, verify=False)


def test_a_length_that_leaves_nothing_is_refused(tmp_path):
    caches.imdb(tmp_path)
    with pytest.raises(ValueError, match=r"`max_length` must leave some reviews. Received: max_l"):
        load_imdb(tmp_path, verify=False, max_length=1)
    for option in ("num_words", "max_length"):
        with pytest.raises(ValueError, match=f"`{option}` must be a whole number, 1 or more"):
            load_imdb(tmp_path, verify=False, **{option: 0})
    with pytest.raises(ValueError, match="`skip_top` must be a whole number, 0 or more"):
        load_imdb(tmp_path, verify=False, skip_top=-1)
