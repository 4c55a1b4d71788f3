"""Words as numbers: a word index, encoding, decoding and padding.

The numbering is that of `keras.datasets.imdb`: 0 pads, 1 starts a text, 2 stands for a word that
is not in the vocabulary, 3 is unused, and the word of rank r (1 for the most frequent) is r + 3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from deeptuning._validation import Choice, checked, require_count

PAD, START, OOV = 0, 1, 2
INDEX_FROM = 3


def words(text: str) -> list[str]:
    """Split a text into words: lower case, letters, digits and apostrophes inside a word.

    Example:
        >>> words("It wasn't 'good' — not at all!")
        ['it', "wasn't", 'good', 'not', 'at', 'all']
    """
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'"))


def word_index(texts: Iterable[str]) -> dict[str, int]:
    """Rank the words of some texts, 1 for the most frequent; ties go to the earlier word.

    Make it from the training texts alone: a rank that knows the test texts is a leak.

    Example:
        >>> word_index(["a cat", "a dog"])
        {'a': 1, 'cat': 2, 'dog': 3}
    """
    counts = Counter(word for text in texts for word in words(text))
    return {word: rank for rank, (word, _) in enumerate(counts.most_common(), start=1)}


def encode(text: str, index: dict[str, int], num_words: int | None = None) -> list[int]:
    """Turn a text into numbers: `START`, then each word's rank + 3, or `OOV`.

    Args:
        text: any text.
        index: rank of each word, from `word_index`.
        num_words: keep only numbers below this one, as Keras does; None keeps all.

    Returns:
        One number per word, and one for the start.

    Raises:
        ValueError: `num_words` leaves no room for a word.

    Example:
        >>> encode("a red cat", {"a": 1, "cat": 2})
        [1, 4, 2, 5]
    """
    if num_words is not None:
        require_count("num_words", num_words, INDEX_FROM + 2)
    numbers = [index[word] + INDEX_FROM if word in index else OOV for word in words(text)]
    return [START] + [n if num_words is None or n < num_words else OOV for n in numbers]


def decode(numbers: Sequence[int], index: dict[str, int]) -> str:
    """Turn numbers back into words; padding and start vanish, unknown words become `?`.

    Example:
        >>> decode([0, 0, 1, 4, 2, 5], {"a": 1, "cat": 2})
        'a ? cat'
    """
    back = {rank + INDEX_FROM: word for word, rank in index.items()}
    return " ".join(back.get(int(n), "?") for n in numbers if n not in (PAD, START))


@checked(side=Choice("left", "right"), cut=Choice("left", "right"))
def pad(
    sequences: Sequence[Sequence[int]], length: int, *, side: str = "left", cut: str = "left"
) -> np.ndarray:
    """Fill up or cut sequences to one length.

    Args:
        sequences: lists of numbers.
        length: wanted length, 1 or more.
        side: where padding goes. "left" suits a recurrent net, which then ends on a word.
        cut: which end of a long sequence is dropped. Both defaults are those of Keras, which
            calls left "pre" and right "post".

    Returns:
        int64 array of shape `(len(sequences), length)`.

    Raises:
        ValueError: a length below 1, an unknown side.

    Example:
        >>> pad([[1, 4], [1, 4, 5, 6]], 3)
        array([[0, 1, 4],
               [4, 5, 6]])
    """
    require_count("length", length, 1)
    padded = np.full((len(sequences), length), PAD)
    for row, sequence in zip(padded, sequences, strict=True):
        kept = sequence[-length:] if cut == "left" else sequence[:length]
        where = slice(length - len(kept), None) if side == "left" else slice(len(kept))
        row[where] = kept
    return padded
