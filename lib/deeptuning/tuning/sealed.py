"""Test data behind a counter."""

from __future__ import annotations

from typing import Any


class Sealed:
    """Data that count how often they were read.

    Wrap the test data at the split; whoever looks at them leaves a trace. `compare` refuses data
    that were read before its selection was over.

    Args:
        data: anything.

    Example:
        >>> test = Sealed([1, 2, 3])
        >>> test
        Sealed(reads=0)
        >>> test.open()
        [1, 2, 3]
        >>> test.reads
        1

    Source: Dwork et al., The Reusable Holdout: Preserving Validity in Adaptive Data Analysis,
    2015.
    """

    def __init__(self, data: Any) -> None:
        self._data, self._reads = data, 0

    @property
    def reads(self) -> int:
        """How often the data were read."""
        return self._reads

    def open(self) -> Any:
        """Return the data, and count it."""
        self._reads += 1
        return self._data

    def __repr__(self) -> str:
        return f"Sealed(reads={self._reads})"
