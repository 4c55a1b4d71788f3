"""A gradient that a student's function may ask for, and that keeps count."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.checks.plain import to_plain
from deeptuning.checks.problems import PROBLEMS


class BudgetExceededError(RuntimeError):
    """The gradient was asked for more often than the budget allows."""


class GradientOracle:
    """The gradient of a problem, as a function of the parameters.

    Args:
        problem: the `name` of an entry of `PROBLEMS` and its data.
        budget: how many calls are answered; None for no limit.

    Example:
        >>> problem = {"name": "quadratic", "hessian": np.eye(1), "minimum": np.zeros(1)}
        >>> gradient = GradientOracle(problem, budget=1)
        >>> gradient(np.ones(1))
        array([1.])
        >>> gradient(np.ones(1))
        Traceback (most recent call last):
        ...
        deeptuning.checks.oracle.BudgetExceededError: The budget is 1 gradient call; this is call 2.
    """

    def __init__(self, problem: dict, budget: int | None = None) -> None:
        self._problem, self._budget = problem, budget
        self._first: tuple[np.ndarray, np.ndarray] | None = None
        self.calls = 0
        self.uphill = False  # did the first move go against the gradient?

    def __call__(self, theta: Any) -> np.ndarray:
        """Return the gradient at `theta`, as a new NumPy array."""
        if self._budget is not None and self.calls >= self._budget:
            calls = "call" if self._budget == 1 else "calls"
            raise BudgetExceededError(
                f"The budget is {self._budget} gradient {calls}; this is call {self.calls + 1}."
            )
        self.calls += 1
        theta = np.asarray(to_plain(theta, "theta"), dtype=float)
        g = PROBLEMS[self._problem["name"]].gradient(self._problem, theta)
        if self._first is None:
            self._first = theta, g.copy()
        elif self.calls == 2:
            start, slope = self._first
            self.uphill = bool(np.vdot(theta - start, slope) > 0)
        return g

    def ask(self, asked: dict) -> dict:
        """Answer a request that came from another process."""
        return {"gradient": self(asked["theta"])}

    @property
    def counted(self) -> dict:
        """What was counted, for the judge."""
        return {"calls": self.calls, "uphill": self.uphill}
