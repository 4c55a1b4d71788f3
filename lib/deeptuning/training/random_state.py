"""The random generators of Python and NumPy, as plain data that can be stored and put back."""

from __future__ import annotations

import random
from typing import Any

import numpy as np


def random_state() -> dict[str, Any]:
    """Return where `random` and NumPy's global generator stand.

    Generators made by hand (`numpy.random.default_rng`) are their owner's to store.

    Returns:
        A dict of arrays and numbers, for `set_random_state`.

    Example:
        >>> state = random_state()
        >>> first = random.random(), np.random.rand()
        >>> set_random_state(state)
        >>> first == (random.random(), np.random.rand())
        True
    """
    version, words, gauss = random.getstate()
    python = {"version": version, "words": np.array(words, dtype=np.uint32), "gauss": gauss}
    numpy = np.random.get_state(legacy=False)
    return {
        "python": python,
        "numpy": {**numpy["state"], "has_gauss": numpy["has_gauss"], "gauss": numpy["gauss"]},
    }


def set_random_state(state: dict[str, Any]) -> None:
    """Put `random` and NumPy's global generator where they stood.

    Args:
        state: what `random_state` returned.
    """
    python, numpy = state["python"], state["numpy"]
    words = tuple(np.asarray(python["words"]).tolist())
    random.setstate((python["version"], words, python["gauss"]))
    np.random.set_state(
        ("MT19937", np.asarray(numpy["key"]), numpy["pos"], numpy["has_gauss"], numpy["gauss"])
    )
