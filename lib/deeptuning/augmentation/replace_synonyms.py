"""Replacement of words by synonyms."""

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning._validation import checked, require_generator
from deeptuning.augmentation._checks import share
from deeptuning.augmentation._words import require_synonyms, require_words


@checked(share=share)
def replace_synonyms(
    words: Sequence[str],
    synonyms: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
    share: float = 0.1,
) -> list[str]:
    r"""Replace each word that has synonyms with the same chance.

    $$P(\text{known word } i \text{ is replaced}) = p$$

    The paper replaces a fixed number of words, a tenth of the length, and never stop words:
    leave those out of `synonyms`.

    Args:
        words: the text, a list of one or more words.
        synonyms: from each word to a list of others that mean about the same.
        rng: a NumPy generator.
        share: $p \in [0, 1]$.

    Returns:
        A new list of as many words.

    Raises:
        TypeError: `rng` is no generator, `words` no list of strings, synonyms that are no lists.
        ValueError: an empty text, a share out of range.

    Example:
        >>> synonyms = {"good": ["fine", "great"], "film": ["movie"]}
        >>> replace_synonyms("a good film".split(), synonyms, np.random.default_rng(0), 1.0)
        ['a', 'fine', 'movie']

    Source: Wei & Zou, EDA: Easy Data Augmentation, 2019, section 2.
    """
    require_generator(rng)
    require_words(words)
    require_synonyms(synonyms)
    replaced = list(words)
    for i, u in enumerate(rng.random(len(words))):
        if words[i] in synonyms and u < share:
            options = synonyms[words[i]]
            replaced[i] = options[rng.integers(len(options))]
    return replaced
