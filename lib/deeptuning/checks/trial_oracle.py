"""Trainings that a student's function may order: they cost epochs, and every look is counted."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from deeptuning.checks.oracle import BudgetExceededError
from deeptuning.checks.plain import to_plain

CLASSES, FEATURES, BATCH, MOMENTUM = 3, 6, 20, 0.9
SIZES = {"train": 120, "validation": 200, "test": 400}
ROUNDING = 1e-5  # how far a value that was computed in single precision may be beyond a bound


class TrialOracle:
    """A softmax regression on the data of a problem, with the settings that are asked for.

    Args:
        problem: `space` (name → `low` and `high`), a `seed`, and for each part ("train",
            "validation", "test") inputs `x_…` (n, features) and labels `y_…` (n,), as
            `stretched_clouds` draws them.
        budget: how many epochs may be trained in all.

    Attributes:
        tried: for each training its settings, its epochs and its validation loss.
        tested: how often the test data were looked at.
        refused: how many trainings did not fit the budget.
    """

    def __init__(self, problem: dict, budget: int) -> None:
        self._problem, self._left = problem, budget
        self.tried: list[dict] = []
        self.tested = self.refused = 0

    def train(self, settings: Any, epochs: Any) -> float:
        """Train a new model and return its loss on the validation data."""
        settings, epochs = self._spend(settings, epochs)
        found = loss_after(self._problem, settings, epochs, "validation")
        self.tried.append({"settings": settings, "epochs": epochs, "loss": found})
        return found

    def test(self, settings: Any, epochs: Any) -> float:
        """Train a new model and return its loss on the test data."""
        settings, epochs = self._spend(settings, epochs)
        self.tested += 1
        return loss_after(self._problem, settings, epochs, "test")

    def ask(self, asked: dict) -> dict:
        """Answer a request that came from another process."""
        part = {"validation": self.train, "test": self.test}[asked["part"]]
        return {"loss": part(asked["settings"], asked["epochs"])}

    @property
    def counted(self) -> dict:
        """What was counted, for the judge."""
        return {"tried": self.tried, "tested": self.tested, "refused": self.refused}

    def _spend(self, settings: Any, epochs: Any) -> tuple[dict, int]:
        settings = settings_in(self._problem["space"], to_plain(settings, "settings"))
        if settings is None:
            raise ValueError(f"Settings must be a dict, in {self._problem['space']}.")
        if isinstance(epochs, bool) or not isinstance(epochs, int | np.integer) or epochs < 1:
            raise ValueError("Epochs must be a whole number, 1 or more.")
        if epochs > self._left:
            self.refused += 1
            raise BudgetExceededError(f"{epochs} more epochs, with {self._left} left.")
        self._left -= int(epochs)
        return settings, int(epochs)


def settings_in(space: dict, settings: Any) -> dict | None:
    """Return the settings as floats; None unless there is one for each name, within its bounds."""
    if not isinstance(settings, dict) or settings.keys() != space.keys():
        return None
    found = {}
    for name, bounds in space.items():
        try:
            found[name] = float(np.asarray(settings[name], dtype=float).item())
        except (OverflowError, TypeError, ValueError):
            return None
        low, high = bounds["low"], bounds["high"]
        if not low * (1 - ROUNDING) <= found[name] <= high * (1 + ROUNDING):
            return None
        found[name] = min(max(found[name], low), high)
    return found


def stretched_clouds(rng: np.random.Generator) -> dict:
    """Draw three parts of three round clouds whose features differ in scale, up to 25 times."""
    centres = 1.7 * np.linalg.qr(rng.normal(size=(FEATURES, FEATURES)))[0][:CLASSES]
    scales = rng.permutation(10 ** np.linspace(-0.7, 0.7, FEATURES))
    drawn = {}
    for part, n in SIZES.items():
        y = rng.integers(0, CLASSES, size=n)
        drawn[f"x_{part}"] = (centres[y] + 0.5 * rng.normal(size=(n, FEATURES))) * scales
        drawn[f"y_{part}"] = y
    return drawn


def loss_after(problem: dict, settings: dict, epochs: int, judged_on: str) -> float:
    """Train and return the mean cross-entropy on another part; infinity if it is lost."""
    x, y = (np.asarray(problem[f"{v}_train"]) for v in "xy")
    places = float(settings["rate"]), float(settings["decay"])
    w, b = _train(x.tobytes(), y.astype(np.int64).tobytes(), problem["seed"], *places, epochs)
    with np.errstate(all="ignore"):
        z = problem[f"x_{judged_on}"] @ w + b
        log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        y = problem[f"y_{judged_on}"]
        found = float(-log_p[np.arange(len(y)), y].mean())
    return found if math.isfinite(found) else math.inf


@lru_cache(maxsize=4096)  # many ask for the same trainings
def _train(x: bytes, y: bytes, seed: int, rate: float, decay: float, epochs: int) -> tuple:
    """Descend with momentum and weight decay."""
    x = np.frombuffer(x).reshape(-1, FEATURES)
    truth, rng = np.eye(CLASSES)[np.frombuffer(y, np.int64)], np.random.default_rng(seed)
    w, b = np.zeros((FEATURES, CLASSES)), np.zeros(CLASSES)
    mw, mb = np.zeros_like(w), np.zeros_like(b)
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            order = rng.permutation(len(x))
            for i in range(0, len(x), BATCH):
                rows = order[i : i + BATCH]
                z = x[rows] @ w + b
                p = np.exp(z - z.max(axis=1, keepdims=True))
                dz = (p / p.sum(axis=1, keepdims=True) - truth[rows]) / len(rows)
                mw, mb = MOMENTUM * mw + x[rows].T @ dz + decay * w, MOMENTUM * mb + dz.sum(axis=0)
                w, b = w - rate * mw, b - rate * mb
    return w, b
