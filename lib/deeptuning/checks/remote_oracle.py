"""Oracles whose problem another process keeps: the grader, which answers and keeps count."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from deeptuning.checks.oracle import BudgetExceededError
from deeptuning.checks.plain import to_plain
from deeptuning.checks.store import pack, unpack

REMOTE = "$remote"  # stands in a case for the problem: the number of the case


class Remote:
    """What belongs to a case's problem, asked for by the kernel's way of asking for input.

    Args:
        case: the case's number.
    """

    def __init__(self, case: int) -> None:
        self._case = case
        self.counted: dict = {}  # what counts is counted where the problem is

    def _answer(self, **asked: Any) -> dict:
        """Return the grader's answer.

        Raises:
            BudgetExceededError: the budget is spent.
            ValueError: the grader could not answer what was asked.
        """
        plain = {name: to_plain(value, name) for name, value in asked.items()}
        answer = unpack(json.loads(_ask(json.dumps(pack({"case": self._case} | plain)))))
        if "spent" in answer:
            raise BudgetExceededError(answer["spent"])
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer


class RemoteGradient(Remote):
    """The gradient of a case's problem; see `GradientOracle`."""

    def __call__(self, theta: Any) -> np.ndarray:
        """Return the gradient at `theta`, as a new NumPy array."""
        return self._answer(theta=theta)["gradient"]


class RemoteTrials(Remote):
    """The trainings of a case's problem; see `TrialOracle`."""

    def train(self, settings: Any, epochs: Any) -> float:
        """Train a new model and return its loss on the validation data."""
        return self._answer(part="validation", settings=settings, epochs=epochs)["loss"]

    def test(self, settings: Any, epochs: Any) -> float:
        """Train a new model and return its loss on the test data."""
        return self._answer(part="test", settings=settings, epochs=epochs)["loss"]


class RemoteSealed(Remote):
    """The test labels of a case's problem; see `SealedOracle`."""

    def score(self, predicted: Any) -> float:
        """Return the share of right answers."""
        return self._answer(predicted=predicted)["score"]


def _ask(prompt: str) -> str:
    from IPython import get_ipython  # only a kernel can ask

    return get_ipython().kernel.raw_input(prompt)
