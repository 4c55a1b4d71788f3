import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deeptuning.data import decode, encode, pad, word_index, words
from deeptuning.data.text import OOV, PAD, START

TEXTS = ["The cat saw the dog.", "A cat! A red cat, the dog's own.", "the end"]
INDEX = word_index(TEXTS)
sequences = st.lists(st.lists(st.integers(1, 50), max_size=8), min_size=1, max_size=5)


@given(sequences, st.integers(1, 9), st.sampled_from(["left", "right"]), st.booleans())
def test_padding_against_keras(lists, length, side, same):
    cut = side if same else {"left": "right", "right": "left"}[side]
    name = {"left": "pre", "right": "post"}
    theirs = keras.utils.pad_sequences(lists, length, padding=name[side], truncating=name[cut])
    np.testing.assert_array_equal(pad(lists, length, side=side, cut=cut), theirs)


def test_tables(agrees):
    lists = [[1, 2, 3, 4], [5], [], [6, 7]]
    agrees("pad", "Keras", pad(lists, 3), keras.utils.pad_sequences(lists, 3), within=0)
    agrees("word_index", "by hand", INDEX, BY_HAND, within=0)
    agrees("encode", "by hand", encode("The red fox", INDEX), [1, 4, 9, 2], within=0)
    same = [ord(c) for c in decode([0, 1, 4, 9, 2], INDEX)]
    agrees("decode", "by hand", same, [ord(c) for c in "the red ?"], within=0)
    lengths = [len(word) for word in words(TEXTS[1])]
    agrees("words", "by hand", lengths, [1, 3, 1, 3, 3, 3, 5, 3], within=0)


BY_HAND = {"the": 1, "cat": 2, "a": 3, "saw": 4, "dog": 5, "red": 6}
BY_HAND |= {"dog's": 7, "own": 8, "end": 9}


def test_encoding_keeps_the_numbers_of_imdb():
    assert (PAD, START, OOV) == (0, 1, 2)
    assert encode("", INDEX) == [1]
    assert encode("the cat a", INDEX) == [1, 4, 5, 6]
    assert encode("the cat a", INDEX, num_words=6) == [1, 4, 5, 2]
    assert encode("the cat a", INDEX, num_words=5) == [1, 4, 2, 2]


def test_decoding_brings_known_words_back():
    assert decode(encode("The red DOG'S end", INDEX), INDEX) == "the red dog's end"
    assert decode(np.array([0, 0, 1, 4, 3]), INDEX) == "the ?"


def test_words_of_odd_texts():
    assert words("") == []
    assert words("It’s 'quoted' – naïve_3x") == ["it's", "quoted", "naïve", "3x"]


def test_bad_arguments():
    with pytest.raises(ValueError, match="`num_words` must be a whole number, 5 or more"):
        encode("a", INDEX, num_words=4)
    with pytest.raises(ValueError, match="`length` must be a whole number, 1 or more"):
        pad([[1]], 0)
    with pytest.raises(TypeError, match=r"`length` must be a whole number.*Received: length=2.0"):
        pad([[1]], 2.0)
    for name in ("side", "cut"):
        with pytest.raises(ValueError, match=f"`{name}` must be one of 'left', 'right'"):
            pad([[1]], 2, **{name: "pre"})
    assert pad([], 3).shape == (0, 3)
