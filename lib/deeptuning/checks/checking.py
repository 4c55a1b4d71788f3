"""check(): feedback at once, from recorded cases."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any

from deeptuning.checks.card import Card
from deeptuning.checks.drivers import drive
from deeptuning.checks.judge import judge
from deeptuning.checks.recorded_cases import recorded
from deeptuning.checks.verdict import NOT_ATTEMPTED, PASSED, Verdict

USAGE = 'Use: check("topic/function", function)'
SAID = 2_000  # letters kept of what a function wrote to stderr


class CheckFailed(AssertionError):  # noqa: N818 - it is an assertion that failed, not an error
    """A check did not pass. The card above says why, so a notebook shows one line for this."""

    def _render_traceback_(self) -> list[str]:
        return [f"AssertionError: {self}"]


def check(name: str, subject: Callable[..., Any]) -> None:
    """Try a function on the recorded cases of a check and show a card.

    Args:
        name: the check, `topic/function`.
        subject: your function.

    Raises:
        AssertionError: the function does not pass, or is not written yet.
        TypeError: `name` is no text, or `subject` no function.
        ValueError: there is no such check.

    Example:
        >>> def convert_momentum(learning_rate, momentum, source, target):
        ...     raise NotImplementedError
        >>> check("optimizers/convert_momentum", convert_momentum)
        Traceback (most recent call last):
        ...
        deeptuning.checks.checking.CheckFailed: optimizers/convert_momentum: not attempted
    """
    _validate(name, subject)
    case_set = recorded(name)
    # Text on stderr would make nbgrader give no points for a right answer; it goes on the card.
    with contextlib.redirect_stderr(io.StringIO()) as said:
        answers = drive(case_set.driver, subject, case_set.inputs)
    verdict = judge(case_set, answers)
    show(Card(verdict, said.getvalue()[:SAID].strip()))
    if verdict.status != PASSED:
        raise CheckFailed(f"{name}: {_summary(verdict)}") from None


def show(card: Card) -> None:
    """Display a card in a notebook, print it anywhere else."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        sys.modules["IPython"].display.display(card)
    else:
        print(card)


def _summary(verdict: Verdict) -> str:
    if verdict.status == NOT_ATTEMPTED:
        return verdict.status
    told = f"{verdict.passed} of {len(verdict.cases)} cases passed"
    return f"{told}; looks like: {verdict.mistake}" if verdict.mistake else told


def _validate(name: Any, subject: Any) -> None:
    if callable(name) and isinstance(subject, str):
        raise TypeError(
            f"The arguments of check() are swapped. Received: check(<function>, {subject!r}). "
            f"{USAGE}"
        )
    if not isinstance(name, str):
        raise TypeError(
            f"Argument `name` must be a check's name. Received: {type(name).__name__}. {USAGE}"
        )
    recorded(name)  # an unknown name is said before a wrong subject
    if not callable(subject):
        raise TypeError(
            f"Argument `subject` must be your function itself. Received: {subject!r:.60} "
            f"({type(subject).__name__}). {USAGE}, without calling the function."
        )
