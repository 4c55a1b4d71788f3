"""IMDB: 50,000 film reviews, half of them praise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count
from deeptuning.data._files import locate, require_checksum, require_counts
from deeptuning.data._safe_pickle import read_npz
from deeptuning.data.text import INDEX_FROM, OOV, START
from deeptuning.data.unavailable import DataDamaged

INDEX = "imdb_word_index.json"
CHECKSUMS = {
    "imdb.npz": "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
    INDEX: "bfafd718b763782e994055a2d397834f",
}
COUNTS = [12500, 12500]
ARRAYS = ("x_train", "y_train", "x_test", "y_test")


class Reviews(NamedTuple):
    """Encoded texts for training and for the final test; label 1 is praise, 0 is blame.

    Texts are lists of numbers: 1, then a rank + 3 for each word, 2 for a word left out.
    `word_index` maps a word to its rank. `deeptuning.data.pad` makes an array of them.
    """

    train_texts: list[list[int]]
    train_labels: np.ndarray
    test_texts: list[list[int]]
    test_labels: np.ndarray
    word_index: dict[str, int]


def load_imdb(
    folder: str | Path | None = None,
    download: bool = False,
    verify: bool = True,
    *,
    num_words: int | None = None,
    skip_top: int = 0,
    max_length: int | None = None,
    seed: int = 113,
) -> Reviews:
    """Load the IMDB reviews from this machine, or fetch them with Keras if `download` is set.

    The texts are stored as lists inside a pickle, a format that can run code: they are read by
    an unpickler that knows lists and arrays and nothing else.

    Args:
        folder: where to look; by default in the folder named by the environment variable
            DEEPTUNING_DATA, then in Keras' cache.
        download: fetch the files into Keras' cache if they are not found; needs a network.
        verify: compare with the published checksums and class counts. False accepts a part of
            IMDB that you cut out yourself; its layout is still checked.
        num_words: numbers from this one on become 2; None keeps all.
        skip_top: numbers below this one become 2, the start mark included (as in Keras).
        max_length: leave out reviews of this many numbers or more (as in Keras, which calls it
            `maxlen`); None keeps all.
        seed: decides the order. The default is that of Keras, and gives its order.

    Returns:
        `Reviews`, in the order and numbering of `keras.datasets.imdb.load_data`. Keras differs in
        one place: without `num_words` it turns the rarest word of all into 2; here all are kept.

    Raises:
        DataUnavailable: not here; the message says where was looked and names the stand-in.
        DataDamaged: a file is torn, hostile, or not IMDB.
        ValueError: `max_length` leaves no review.

    Example:
        >>> from deeptuning.data import DataUnavailable
        >>> try:
        ...     reviews = load_imdb("an/empty/folder")
        ... except DataUnavailable as absent:
        ...     print(absent.stand_in)
        written_reviews(n, rng).encoded()

    Source: Maas et al., Learning Word Vectors for Sentiment Analysis, 2011.
    """
    for name, value in (("num_words", num_words), ("max_length", max_length)):
        if value is not None:
            require_count(name, value, 1)
    require_count("skip_top", skip_top, 0)
    stand_in = "written_reviews(n, rng).encoded()"
    path, names = (
        locate("IMDB", [file], folder, fetch if download else None, stand_in)
        for file in ("imdb.npz", INDEX)
    )
    for file in (path, names) if verify else ():
        require_checksum(file, CHECKSUMS)
    arrays = read_npz(path, ARRAYS)
    legacy = np.random.RandomState(seed)  # the generator that gives Keras' order
    parts: list = []
    for x, y in (ARRAYS[:2], ARRAYS[2:]):
        texts, labels = require_reviews(path, arrays[x], arrays[y])
        if verify:
            require_counts(path, labels, COUNTS)
        order = legacy.permutation(len(texts))
        parts += chosen([texts[i] for i in order], labels[order], num_words, skip_top, max_length)
    return Reviews(*parts, read_index(names))


def fetch() -> None:
    """Let Keras put the reviews and the word index into its cache."""
    from keras.datasets import imdb  # heavy: only when asked for

    imdb.load_data()
    imdb.get_word_index()


def require_reviews(
    path: Path, texts: np.ndarray, labels: np.ndarray
) -> tuple[list[list[int]], np.ndarray]:
    """Return lists of whole numbers and labels 0 or 1, or raise."""
    if texts.ndim != 1 or labels.shape != texts.shape or labels.dtype.kind not in "iu":
        raise DataDamaged(path, f"holds texts {texts.shape} with labels {labels.shape}")
    if not np.isin(labels, (0, 1)).all():
        raise DataDamaged(path, "has labels other than 0 and 1")
    texts = texts.tolist()
    if not all(isinstance(t, list) and all(type(n) is int and n > 0 for n in t) for t in texts):
        raise DataDamaged(path, "holds texts that are not lists of ranks")
    return texts, labels.astype(int)


def chosen(
    texts: list[list[int]],
    labels: np.ndarray,
    num_words: int | None,
    skip_top: int,
    max_length: int | None,
) -> tuple[list[list[int]], np.ndarray]:
    """Number the words, leave out long reviews, and replace rare and very frequent words."""
    texts = [[START] + [rank + INDEX_FROM for rank in text] for text in texts]
    if max_length is not None:
        short = [len(text) < max_length for text in texts]
        texts, labels = [t for t, s in zip(texts, short, strict=True) if s], labels[short]
        if not texts:
            raise ValueError(
                f"Argument `max_length` must leave some reviews. Received: max_length={max_length}."
                " Choose a greater number."
            )
    most = np.inf if num_words is None else num_words
    return [[n if skip_top <= n < most else OOV for n in text] for text in texts], labels


def read_index(path: Path) -> dict[str, int]:
    """Read the rank of every word."""
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataDamaged(path, f"is no JSON ({error})") from error
    if not isinstance(index, dict) or not all(type(rank) is int for rank in index.values()):
        raise DataDamaged(path, "maps no words to ranks")
    return index
