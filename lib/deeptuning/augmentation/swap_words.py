"""Random swaps of words."""

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import checked, non_negative, require_generator
from deeptuning.augmentation._checks import whole
from deeptuning.augmentation._words import require_words

SWAPS = non_negative


@checked(count=SWAPS)
def swap_words(words: Sequence[str], rng: np.random.Generator, count: int = 1) -> list[str]:
    r"""Let two words at different places change places, `count` times.

    $$w_i \leftrightarrow w_j, \qquad i \ne j$$

    The words stay the same, so a model that counts them sees no change. A text of one word is
    returned as it is.

    Args:
        words: the text, a list of one or more words.
        rng: a NumPy generator.
        count: how many swaps, 0 or more; a tenth of the length in the paper.

    Returns:
        A new list of the same words.

    Raises:
        TypeError: `rng` is no generator, `words` no list of strings.
        ValueError: an empty text, a count out of range.

    Example:
        >>> swap_words("not a good film".split(), np.random.default_rng(0))
        ['not', 'a', 'film', 'good']

    Source: Wei & Zou, EDA: Easy Data Augmentation, 2019, section 2.
    """
    require_generator(rng)
    require_words(words)
    swapped = list(words)
    for _ in range(whole("count", count, SWAPS) if len(words) > 1 else 0):
        i, j = rng.choice(len(words), size=2, replace=False)
        swapped[i], swapped[j] = swapped[j], swapped[i]
    return swapped
