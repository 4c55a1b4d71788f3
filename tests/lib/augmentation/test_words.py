"""Words as numerals, so that the tables can compare them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import delete_words, insert_words, replace_synonyms, swap_words
from tests.lib.augmentation.inputs import rng

WORDS = [str(i) for i in range(12)]
SYNONYMS = {"3": ["30", "31"], "7": ["70"], "8": ["80", "81", "82"]}
TEXTS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8)
SEEDS = st.integers(0, 9999)


def numbers(words):
    return np.array([int(word) for word in words])


def test_deletion_by_hand(agrees):
    for seed in range(20):
        drawn = rng(seed).random(12)
        kept = [i for i in range(12) if drawn[i] >= 0.6]
        assert kept
        ours = numbers(delete_words(WORDS, rng(seed), 0.6))
        agrees("delete_words", "by hand", ours, np.array(kept), within=0)
    assert delete_words(WORDS, rng(), 0.0) == WORDS
    lengths = [len(delete_words(["a"] * 1000, rng(seed))) for seed in range(50)]
    assert abs(np.mean(lengths) - 900) < 5 * (90 / 50) ** 0.5


def test_one_word_of_all_stays_and_any_of_them():
    stayed = [delete_words(WORDS, rng(seed), 1.0) for seed in range(200)]
    assert {len(words) for words in stayed} == {1}
    assert {words[0] for words in stayed} == set(WORDS)


class Zero(np.random.Generator):
    """Draws the one number of [0, 1) that is as small as a share of 0."""

    def random(self, n):
        return np.zeros(n)

    def integers(self, n):
        return 0


def test_a_share_of_zero_means_never():
    generator = Zero(np.random.PCG64())
    assert delete_words(WORDS, generator, 0.0) == WORDS
    assert replace_synonyms(WORDS, SYNONYMS, generator, 0.0) == WORDS


def test_swaps_by_hand(agrees):
    for seed, count in ((0, 1), (1, 1), (2, 4)):
        generator, expected = rng(seed), list(range(12))
        for _ in range(count):
            i, j = generator.choice(12, size=2, replace=False)
            expected[i], expected[j] = expected[j], expected[i]
        ours = numbers(swap_words(WORDS, rng(seed), count))
        agrees("swap_words", "by hand", ours, np.array(expected), within=0)
    for seed in range(30):
        assert sum(a != b for a, b in zip(swap_words(WORDS, rng(seed)), WORDS, strict=True)) == 2
        assert swap_words(["a", "b"], rng(seed)) == ["b", "a"]
    assert swap_words(WORDS, rng(), 0) == WORDS
    assert swap_words(["a"], rng(), 3) == ["a"]


def test_insertions_by_hand(agrees):
    for seed, count in ((0, 1), (1, 3)):
        generator, expected = rng(seed), list(range(12))
        for _ in range(count):
            options = SYNONYMS[["3", "7", "8"][generator.integers(3)]]
            place = generator.integers(len(expected) + 1)
            expected.insert(place, int(options[generator.integers(len(options))]))
        ours = numbers(insert_words(WORDS, SYNONYMS, rng(seed), count))
        agrees("insert_words", "by hand", ours, np.array(expected), within=0)
    assert len(insert_words(WORDS, SYNONYMS, rng())) == 13
    places = {insert_words(["3"], SYNONYMS, rng(seed)).index("3") for seed in range(30)}
    assert places == {0, 1}
    assert insert_words(["x", "y"], SYNONYMS, rng(), 2) == ["x", "y"]
    assert insert_words(WORDS, SYNONYMS, rng(), 0) == WORDS


def test_synonyms_by_hand(agrees):
    for seed in range(10):
        generator = rng(seed)
        drawn, expected = generator.random(12), list(range(12))
        for i in (3, 7, 8):
            if drawn[i] < 0.5:
                options = SYNONYMS[str(i)]
                expected[i] = int(options[generator.integers(len(options))])
        ours = numbers(replace_synonyms(WORDS, SYNONYMS, rng(seed), 0.5))
        agrees("replace_synonyms", "by hand", ours, np.array(expected), within=0)
    every = [replace_synonyms(["8"], SYNONYMS, rng(seed), 1.0)[0] for seed in range(50)]
    assert set(every) == {"80", "81", "82"}
    changed = sum(w != "7" for w in replace_synonyms(["7"] * 5000, SYNONYMS, rng()))
    assert abs(changed - 500) < 5 * 450**0.5


EDITS = {
    "delete": lambda words, generator: delete_words(words, generator, 0.7),
    "swap": lambda words, generator: swap_words(words, generator, 2),
    "insert": lambda words, generator: insert_words(words, {"a": ["x"]}, generator, 2),
    "replace": lambda words, generator: replace_synonyms(words, {"a": ["x"]}, generator, 0.5),
}


@pytest.mark.parametrize("name", EDITS)
@given(TEXTS, SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_text_never_ends_up_empty_and_the_generator_decides(name, words, seed):
    before = list(words)
    edited = EDITS[name](words, rng(seed))
    assert words == before
    assert edited is not words
    assert isinstance(edited, list)
    assert edited
    assert edited == EDITS[name](words, rng(seed))
    assert edited == EDITS[name](tuple(words), rng(seed))
    if name == "swap":
        assert sorted(edited) == sorted(words)
    if name == "replace":
        assert len(edited) == len(words)
    if name == "insert":
        assert [w for w in edited if w != "x"] == words
    if name == "delete":
        rest = iter(words)
        assert all(word in rest for word in edited)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_texts_that_are_refused(edit):
    with pytest.raises(ValueError, match="`words` must hold at least one word. Received: an empty"):
        edit([], rng())
    for words in ("not a list", 3, [1, 2], np.array(["a"])):
        with pytest.raises(TypeError, match="`words` must be a list of"):
            edit(words, rng())
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        edit(["a"], 0)


@pytest.mark.parametrize("synonyms", [{"a": "xyz"}, {"a": []}, {"a": [1]}, [("a", ["x"])], None])
def test_synonyms_that_are_refused(synonyms):
    for function in (insert_words, replace_synonyms):
        with pytest.raises(TypeError, match="`synonyms` must lead from each word to a list"):
            function(["a"], synonyms, rng())


def test_shares_and_counts_that_are_refused():
    for share in (-0.1, 1.1):
        for call in (
            lambda share=share: delete_words(["a"], rng(), share),
            lambda share=share: replace_synonyms(["a"], {}, rng(), share),
        ):
            with pytest.raises(ValueError, match=r"`share` must be in \[0, 1\]. Received: share="):
                call()
    for call in (
        lambda count: swap_words(["a", "b"], rng(), count),
        lambda count: insert_words(["a"], {"a": ["b"]}, rng(), count),
    ):
        with pytest.raises(ValueError, match=r"`count` must be in \[0"):
            call(-1)
        with pytest.raises(ValueError, match="`count` must be whole"):
            call(1.5)
