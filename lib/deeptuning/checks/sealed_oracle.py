"""A test set whose labels stay behind a counter."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.checks.criteria.finding import as_array
from deeptuning.checks.plain import to_plain

MOST = 1000  # looks that are answered; nobody needs more than one


class SealedOracle:
    """Scores predictions, and counts how often it was asked.

    Args:
        problem: `labels` (n,), the true classes.
        budget: not used; every look is answered, and counted.

    Attributes:
        scores: the share of right answers at each look.

    Example:
        >>> sealed = SealedOracle({"labels": np.array([0, 1, 1, 1])})
        >>> sealed.score([0, 1, 1, 0])
        0.75
        >>> sealed.counted["looks"]
        1
    """

    def __init__(self, problem: dict, budget: int | None = None) -> None:
        self._labels = np.asarray(problem["labels"])
        self.scores: list[float] = []
        self.one_class = False  # did the last look predict the same class for all?

    def score(self, predicted: Any) -> float:
        """Return the share of right answers."""
        guess = as_array(to_plain(predicted, "predicted"))
        if guess is None or guess.shape != self._labels.shape:
            raise ValueError(f"One class number for each of {len(self._labels)} examples, please.")
        if len(self.scores) >= MOST:
            raise ValueError("The test data have been looked at too often.")
        self.scores.append(float(np.mean(guess == self._labels)))
        self.one_class = bool(np.all(guess == guess[0]))
        return self.scores[-1]

    def ask(self, asked: dict) -> dict:
        """Answer a request that came from another process."""
        return {"score": self.score(asked["predicted"])}

    @property
    def counted(self) -> dict:
        """What was counted, for the judge."""
        return {"looks": len(self.scores), "scores": self.scores, "one_class": self.one_class}
