"""Oracles whose problem another process keeps: the grader, which answers and keeps count."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from deeptuning.checks.oracle import BudgetExceededError
from deeptuning.checks.plain import to_plain
from deeptuning.checks.store import pack, unpack

REMOTE = "$remote"  # stands in a case for the problem: the number of the case


class RemoteGradient:
    """The gradient of a case's problem, asked for by the kernel's way of asking for input.

    Args:
        case: the case's number.
    """

    def __init__(self, case: int) -> None:
        self._case = case
        self.calls, self.uphill = 0, False  # what counts is counted where the problem is

    def __call__(self, theta: Any) -> np.ndarray:
        """Return the gradient at `theta`, as a new NumPy array."""
        return _answer({"case": self._case, "theta": to_plain(theta, "theta")})["gradient"]


class RemoteTrials:
    """The trainings of a case's problem; see `TrialOracle`.

    Args:
        case: the case's number.
    """

    def __init__(self, case: int) -> None:
        self._case = case
        self.counted: dict = {}  # what counts is counted where the problem is

    def train(self, settings: Any, epochs: Any) -> float:
        """Train a new net and return its loss on the validation data."""
        return self._loss("validation", settings, epochs)

    def test(self, settings: Any, epochs: Any) -> float:
        """Train a new net and return its loss on the test data."""
        return self._loss("test", settings, epochs)

    def _loss(self, part: str, settings: Any, epochs: Any) -> float:
        asked = {"settings": to_plain(settings, "settings"), "epochs": to_plain(epochs, "epochs")}
        return _answer({"case": self._case, "part": part} | asked)["loss"]


class RemoteSealed:
    """The test labels of a case's problem; see `SealedOracle`.

    Args:
        case: the case's number.
    """

    def __init__(self, case: int) -> None:
        self._case = case
        self.counted: dict = {}

    def score(self, predicted: Any) -> float:
        """Return the share of right answers."""
        asked = {"case": self._case, "predicted": to_plain(predicted, "predicted")}
        return _answer(asked)["score"]


def _answer(asked: dict) -> dict:
    """Return the grader's answer.

    Raises:
        BudgetExceededError: the budget is spent.
        ValueError: the grader could not answer what was asked.
    """
    answer = unpack(json.loads(_ask(json.dumps(pack(asked)))))
    if "spent" in answer:
        raise BudgetExceededError(answer["spent"])
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


def _ask(prompt: str) -> str:
    from IPython import get_ipython  # only a kernel can ask

    return get_ipython().kernel.raw_input(prompt)
