"""Is absent data said to be absent, and is nothing put in its place?"""

import builtins

import keras
import pytest

from deeptuning.data import DataUnavailable, load_cifar10, load_imdb, load_mnist
from tests.lib.data import caches

LOADERS = {
    "MNIST": (load_mnist, "mnist.npz", "load_enlarged_digits()", keras.datasets.mnist),
    "CIFAR-10": (
        load_cifar10,
        "cifar-10-batches-py",
        "colour_shapes(n, rng).split()",
        keras.datasets.cifar10,
    ),
    "IMDB": (load_imdb, "imdb.npz", "written_reviews(n, rng).encoded()", keras.datasets.imdb),
}
every = pytest.mark.parametrize("name", LOADERS)


@every
def test_the_message_says_what_where_and_what_instead(name, tmp_path):
    load, file, stand_in, _ = LOADERS[name]
    with pytest.raises(DataUnavailable) as caught:
        load(tmp_path / "nothing")
    message = str(caught.value)
    assert message.startswith(f"{name} is not on this machine. Looked for: {file}")
    assert f"Looked in: {tmp_path / 'nothing'}." in message
    assert message.endswith(f"call the stand-in by its own name: {stand_in}.")
    assert (caught.value.name, caught.value.stand_in) == (name, stand_in)
    assert caught.value.places == [tmp_path / "nothing"]


@every
def test_without_a_folder_both_usual_places_are_named(name, tmp_path, monkeypatch):
    load = LOADERS[name][0]
    with pytest.raises(DataUnavailable) as caught:
        load()
    assert caught.value.places == [tmp_path / "keras/datasets"]
    monkeypatch.setenv("DEEPTUNING_DATA", str(tmp_path / "own"))
    with pytest.raises(DataUnavailable) as caught:
        load()
    assert caught.value.places == [tmp_path / "own", tmp_path / "keras/datasets"]


@every
def test_nothing_is_fetched_unasked(name, tmp_path, monkeypatch):
    load, _, _, module = LOADERS[name]
    monkeypatch.setattr(module, "load_data", lambda: pytest.fail("went to the network"))
    with pytest.raises(DataUnavailable):
        load(tmp_path)


@every
def test_a_failed_download_says_why(name, tmp_path, monkeypatch):
    load, _, _, module = LOADERS[name]

    def fail():
        raise Exception("URL fetch failure: no route to host.")

    monkeypatch.setattr(module, "load_data", fail)
    with pytest.raises(DataUnavailable, match="The download failed: URL fetch failure: no route"):
        load(tmp_path, download=True)


@every
def test_a_download_that_leaves_nothing_is_noticed(name, tmp_path, monkeypatch):
    load, _, _, module = LOADERS[name]
    monkeypatch.setattr(module, "load_data", lambda: None)
    monkeypatch.setattr(keras.datasets.imdb, "get_word_index", lambda: None)
    with pytest.raises(DataUnavailable, match="The download left no file") as caught:
        load(tmp_path, download=True)
    assert caught.value.places == [tmp_path / "keras/datasets"]


@every
def test_without_keras_the_remedy_is_named(name, tmp_path, monkeypatch):
    original = builtins.__import__

    def without_keras(module, *args, **kwargs):
        if module.startswith("keras"):
            raise ImportError(module)
        return original(module, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_keras)
    with pytest.raises(DataUnavailable, match=r"needs Keras: pip install 'deeptuning\[tensorflow"):
        LOADERS[name][0](tmp_path, download=True)


MAKERS = {"MNIST": caches.mnist_npz, "CIFAR-10": caches.cifar_folder, "IMDB": caches.imdb}


@every
def test_a_download_is_read_from_keras_cache(name, tmp_path, monkeypatch):
    load, _, _, module = LOADERS[name]
    make = MAKERS[name]
    monkeypatch.setattr(module, "load_data", lambda: make(tmp_path / "keras/datasets"))
    monkeypatch.setattr(keras.datasets.imdb, "get_word_index", lambda: None)
    assert len(load(tmp_path, download=True, verify=False)[1]) in (30, 20, 4)


@every
def test_our_own_folder_comes_before_keras_cache(name, tmp_path, monkeypatch):
    load, make = LOADERS[name][0], MAKERS[name]
    (tmp_path / "keras/datasets").mkdir(parents=True)
    make(tmp_path / "own")
    monkeypatch.setenv("DEEPTUNING_DATA", str(tmp_path / "own"))
    assert len(load(verify=False)[1]) in (30, 20, 4)
    monkeypatch.delenv("DEEPTUNING_DATA")
    with pytest.raises(DataUnavailable):
        load(verify=False)


@every
def test_a_found_set_is_not_fetched_again(name, tmp_path, monkeypatch):
    load, _, _, module = LOADERS[name]
    MAKERS[name](tmp_path)
    monkeypatch.setattr(module, "load_data", lambda: pytest.fail("went to the network"))
    load(tmp_path, download=True, verify=False)
