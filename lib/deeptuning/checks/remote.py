"""The student's side of a check that is judged in another process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from deeptuning.checks.drivers import drive
from deeptuning.checks.store import pack, unpack

ANSWERS = "application/vnd.deeptuning.answers+json"


def respond(subject: Callable[[], Callable], question: str) -> None:
    """Drive a function on the inputs of a question and send the answers out as a display message.

    Args:
        subject: returns the function under test; looked up late, so that a name that does not
            exist becomes an answer too.
        question: JSON text of a packed `{"driver": …, "inputs": […]}`.
    """
    from IPython.display import display

    display({ANSWERS: pack(answers_to(subject, unpack(json.loads(question))))}, raw=True)


def answers_to(subject: Callable[[], Callable], question: dict) -> list[dict[str, Any]]:
    """Return one answer per case of a question; see `drivers.drive`."""
    try:
        function = subject()
    except Exception as error:
        told = {
            "type": f"{type(error).__name__}: the function does not exist; did its cell fail?",
            "message": str(error),
        }
        return [{"status": "raised", "error": told} for _ in question["inputs"]]
    return drive(question["driver"], function, question["inputs"])
