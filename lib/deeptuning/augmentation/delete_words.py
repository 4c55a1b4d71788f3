"""Random deletion of words."""

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import checked, require_generator
from deeptuning.augmentation._checks import share
from deeptuning.augmentation._words import require_words


@checked(share=share)
def delete_words(words: Sequence[str], rng: np.random.Generator, share: float = 0.1) -> list[str]:
    r"""Leave each word out with the same chance, but never all of them.

    $$P(\text{word } i \text{ is left out}) = p$$

    If chance takes every word, one of them, drawn at random, stays: an empty text means nothing.

    Args:
        words: the text, a list of one or more words.
        rng: a NumPy generator.
        share: $p \in [0, 1]$.

    Returns:
        A new list of one or more words, in their order.

    Raises:
        TypeError: `rng` is no generator, `words` no list of strings.
        ValueError: an empty text, a share out of range.

    Example:
        >>> delete_words("not a good film at all".split(), np.random.default_rng(0), 0.3)
        ['not', 'at', 'all']

    Source: Wei & Zou, EDA: Easy Data Augmentation, 2019, section 2.
    """
    require_generator(rng)
    require_words(words)
    kept = [word for word, u in zip(words, rng.random(len(words)), strict=True) if u >= share]
    return kept or [words[rng.integers(len(words))]]
