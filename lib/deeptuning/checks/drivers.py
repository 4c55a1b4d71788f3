"""The ways to put a student's function to one case, each returning plain data.

A driver runs in the student's process and judges nothing. It needs the inputs of a case and never
sees what is expected.
"""

from __future__ import annotations

import copy
import linecache
import os
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from deeptuning.checks.drivers_files import (
    in_folder,
    on_disk,
    on_file,
    resumed,
    through_kills,
)
from deeptuning.checks.drivers_model import with_model
from deeptuning.checks.oracle import GradientOracle
from deeptuning.checks.plain import NotPlainError, to_plain
from deeptuning.checks.remote_oracle import REMOTE, RemoteGradient, RemoteSealed, RemoteTrials
from deeptuning.checks.sealed_oracle import SealedOracle
from deeptuning.checks.text_cnn import text_cnn
from deeptuning.checks.trial_oracle import TrialOracle

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT = 500  # letters kept of an error message


def drive(driver: str, subject: Callable, cases: list[dict]) -> list[dict]:
    """Put `subject` to every case and return one answer per case.

    Args:
        driver: a name from `DRIVERS`.
        subject: the function under test.
        cases: the inputs of each case, plain data.

    Returns:
        For each case a dict with `status`, "returned", "not attempted", "raised" or "not plain",
        and what belongs to it: the plain value `returned`, the names of the inputs that were
        `changed` in place, or the `error`.
    """
    return [_answer(DRIVERS[driver], subject, inputs) for inputs in cases]


def call(subject: Callable, inputs: dict) -> dict:
    """Call `subject(**inputs)`."""
    return {"returned": subject(**inputs)}


def with_gradient(subject: Callable, inputs: dict) -> dict:
    """Call `subject(gradient=…, **inputs)`, the gradient being that of the case's `problem`.

    When the inputs hold a `budget`, the gradient refuses every call beyond it.
    """
    arguments = {key: value for key, value in inputs.items() if key != "problem"}
    gradient = _oracle("with_gradient", inputs)
    return {"returned": subject(gradient=gradient, **arguments)} | gradient.counted


def with_trials(subject: Callable, inputs: dict) -> dict:
    """Call `subject(train=…, test=…, rng=…, **inputs)`, trainings on the data of the `problem`.

    Every training costs epochs of the `budget`; what goes over it is refused. How often `test` is
    called is counted.
    """
    arguments = {key: value for key, value in inputs.items() if key != "problem"}
    trials = _oracle("with_trials", inputs)
    calls = {"train": trials.train, "test": trials.test}
    return with_rng(partial(subject, **calls), arguments) | trials.counted


def with_sealed(subject: Callable, inputs: dict) -> dict:
    """Call `subject(score_test=…, rng=…, **inputs)`; the labels are the `problem`'s.

    How often `score_test` is called, and what it found, is counted.
    """
    arguments = {key: value for key, value in inputs.items() if key != "problem"}
    sealed = _oracle("with_sealed", inputs)
    return with_rng(partial(subject, score_test=sealed.score), arguments) | sealed.counted


def with_text_model(subject: Callable, inputs: dict) -> dict:
    """Call `subject(score=…, **inputs)`, the `model`'s probability of a text."""
    arguments = {key: value for key, value in inputs.items() if key != "model"}
    return {"returned": subject(score=text_cnn(inputs["model"]), **arguments)}


def with_rng(subject: Callable, inputs: dict) -> dict:
    """Call `subject(rng=…, **inputs)`, a NumPy generator made from the case's `seed`."""
    arguments = {key: value for key, value in inputs.items() if key != "seed"}
    return {"returned": subject(rng=np.random.default_rng(inputs["seed"]), **arguments)}


# By driver: what keeps a case's problem, and what stands for it where another process does.
ORACLES: dict[str, tuple[Callable, Callable]] = {
    "with_gradient": (GradientOracle, RemoteGradient),
    "with_sealed": (SealedOracle, RemoteSealed),
    "with_trials": (TrialOracle, RemoteTrials),
}


def _oracle(driver: str, inputs: dict) -> Any:
    """Return what answers questions about the case's problem, here or in the grader."""
    here, there = ORACLES[driver]
    problem = inputs["problem"]
    if REMOTE in problem:
        return there(problem[REMOTE])
    return here(copy.deepcopy(problem), inputs.get("budget"))


DRIVERS = {
    "call": call,
    "in_folder": in_folder,
    "on_disk": on_disk,
    "on_file": on_file,
    "resumed": resumed,
    "through_kills": through_kills,
    "with_gradient": with_gradient,
    "with_model": with_model,
    "with_rng": with_rng,
    "with_sealed": with_sealed,
    "with_text_model": with_text_model,
    "with_trials": with_trials,
}


def _answer(driver: Callable, subject: Callable, inputs: dict) -> dict:
    own = copy.deepcopy(inputs)
    try:
        answer = driver(subject, own)
        answer["returned"] = to_plain(answer["returned"])
    except NotImplementedError:
        return {"status": "not attempted"}
    except NotPlainError as error:
        return {"status": "not plain", "error": {"message": str(error)}}
    except (Exception, SystemExit) as error:
        return {"status": "raised", "error": _describe(error, subject)}
    changed = [name for name in inputs if not _same(inputs[name], own[name])]
    return {"status": "returned", **answer, "changed": changed}


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return a is b or a == b or (a != a and b != b)


def _describe(error: BaseException, subject: Callable) -> dict:
    """Return the error's type and message, and the last line of the student's that led to it."""
    told = {"type": type(error).__name__, "message": _message(error)}
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _ours(f.filename)]
    home = getattr(getattr(subject, "__code__", None), "co_filename", None)
    own = [f for f in frames if f.filename == home] or frames
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno or 0).strip()
        told |= {"line": own[-1].lineno, "code": line[:TEXT], "function": own[-1].name}
    return told


def _message(error: BaseException) -> str:
    try:
        return str(error)[:TEXT]
    except Exception:  # an exception of the student's own, whose text cannot be made
        return "(its message cannot be shown)"


def _ours(filename: str) -> bool:
    return os.path.dirname(os.path.abspath(filename)) == HERE
