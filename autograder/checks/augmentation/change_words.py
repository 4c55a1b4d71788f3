"""Leave words out and swap two, but never return an empty text."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

WORDS = np.array(list("abcdefghijklmnopqrstuvwxyz"))  # a word is a place here, no more


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Long texts that lose a few words, and short ones that lose most."""
    for group, lengths, share in (
        ("long texts", [8] * 100, 0.3),
        ("short texts", [1, 2, 3] * 30, 0.8),
    ):
        texts = [rng.choice(WORDS, length, replace=False).tolist() for length in lengths]
        share = float(np.round(share + rng.uniform(-0.05, 0.05), 3))
        yield Case(group, {"texts": texts, "share": share, "seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: list) -> dict:
    """Return nothing: what a right change is follows from the inputs."""
    return {}


def change_words(texts, share, rng):
    """Draw for each word, keep one if all are gone, swap two that are left."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() >= share] or [str(rng.choice(text))]
        if len(kept) > 1:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def empty_text(texts, share, rng):
    """Leave out whatever chance takes."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() >= share]
        if len(kept) > 1:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def share_kept(texts, share, rng):
    """Take the share for the one that is kept."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() < share] or [str(rng.choice(text))]
        if len(kept) > 1:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def not_swapped(texts, share, rng):
    """Leave words out only."""
    return [[w for w in text if rng.random() >= share] or text[:1] for text in texts]


def maybe_the_same(texts, share, rng):
    """Draw two places that may be one."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() >= share] or [str(rng.choice(text))]
        i, j = rng.integers(len(kept), size=2)
        kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def shuffled(texts, share, rng):
    """Put the words in any order."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() >= share] or [str(rng.choice(text))]
        new.append([kept[i] for i in rng.permutation(len(kept))])
    return new


def same_places(texts, share, rng):
    """Draw once, and leave out the same places in every text."""
    gone, new = rng.random(max(map(len, texts))) < share, []
    for text in texts:
        kept = [word for word, out in zip(text, gone, strict=False) if not out] or text[:1]
        if len(kept) > 1:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def overwritten(texts, share, rng):
    """Swap in two lines, where the first has overwritten what the second needs."""
    new = []
    for text in texts:
        kept = [word for word in text if rng.random() >= share] or [str(rng.choice(text))]
        if len(kept) > 1:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i] = kept[j]
            kept[j] = kept[i]
        new.append(kept)
    return new


HINTS = {
    "an empty text": ("What is left of a text of one word when that word goes?", empty_text),
    "the share is taken for what is kept": ("With 0.3 most of your words are gone.", share_kept),
    "no two words are swapped": ("The words that are left stand as they stood.", not_swapped),
    "both places may be the same": (
        "Now and then nothing is swapped: can your two places be one?",
        maybe_the_same,
    ),
    "all words are shuffled": ("Two words change places, and the others stay.", shuffled),
    "one draw for all texts": (
        "All your texts lose their words at the same places.",
        same_places,
    ),
    "a word is overwritten": (
        "A word is in your text twice, and another is lost: in which order do you copy?",
        overwritten,
    ),
}

CHANGE_WORDS = Check(
    name="augmentation/change_words",
    title="Words left out and swapped",
    points=3,
    cases=cases,
    reference=change_words,
    driver="with_rng",
    criterion="changed_words",
    expect=expect,
    misconceptions=tuple(Misconception(name, *told) for name, told in HINTS.items()),
)
