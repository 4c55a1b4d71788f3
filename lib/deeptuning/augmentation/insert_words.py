"""Random insertion of synonyms."""

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning._validation import checked, require_generator
from deeptuning.augmentation._checks import whole
from deeptuning.augmentation._words import require_synonyms, require_words
from deeptuning.augmentation.swap_words import SWAPS


@checked(count=SWAPS)
def insert_words(
    words: Sequence[str],
    synonyms: Mapping[str, Sequence[str]],
    rng: np.random.Generator,
    count: int = 1,
) -> list[str]:
    r"""Put a synonym of a word of the text somewhere into it, `count` times.

    $$l \to l + \text{count}$$

    The words come from the text as it was given, so synonyms have none of their own. A text
    without any known word is returned as it is.

    Args:
        words: the text, a list of one or more words.
        synonyms: from each word to a list of others that mean about the same.
        rng: a NumPy generator.
        count: how many insertions, 0 or more; a tenth of the length in the paper.

    Returns:
        A new list, `count` words longer; the old words keep their order.

    Raises:
        TypeError: `rng` is no generator, `words` no list of strings, synonyms that are no lists.
        ValueError: an empty text, a count out of range.

    Example:
        >>> insert_words("a good film".split(), {"good": ["fine"]}, np.random.default_rng(0))
        ['a', 'good', 'film', 'fine']

    Source: Wei & Zou, EDA: Easy Data Augmentation, 2019, section 2.
    """
    require_generator(rng)
    require_words(words)
    require_synonyms(synonyms)
    longer, known = list(words), [word for word in words if word in synonyms]
    for _ in range(whole("count", count, SWAPS) if known else 0):
        options = synonyms[known[rng.integers(len(known))]]
        longer.insert(rng.integers(len(longer) + 1), options[rng.integers(len(options))])
    return longer
