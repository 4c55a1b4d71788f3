"""Ask a check's hidden cases in a kernel, and judge what comes back.

The kernel is sent the inputs. Where a case has a `problem` (a loss to descend, a model to tune), it
stays here: the student's function is given a gradient, or trainings, that ask this process, which
answers and keeps count.
"""

from __future__ import annotations

import json
from typing import Any

from autograder.cells import CheckCell
from autograder.sandbox.client import Ran
from autograder.verdicts import without_answer
from deeptuning.checks.cases import CaseSet
from deeptuning.checks.drivers import ORACLES, TEXT
from deeptuning.checks.judge import judge
from deeptuning.checks.oracle import BudgetExceededError
from deeptuning.checks.remote import ANSWERS
from deeptuning.checks.remote_oracle import REMOTE
from deeptuning.checks.store import pack, unpack
from deeptuning.checks.verdict import Verdict

ASK = "__import__('deeptuning.checks.remote', fromlist=['respond']).respond(lambda: {}, {!r})"


class Question:
    """One check, put to one kernel.

    Attributes:
        cases: what is asked.
        code: what the kernel runs to answer.
    """

    def __init__(self, found: CheckCell, cases: CaseSet) -> None:
        self.cases = cases
        self._oracles: dict[int, Any] = {}
        self._spent: set[int] = set()
        inputs = [self._sent(number, case) for number, case in enumerate(cases.inputs)]
        question = json.dumps(pack({"driver": cases.driver, "inputs": inputs}))
        self.code = ASK.format(found.subject, question)

    def _sent(self, number: int, inputs: dict) -> dict:
        """What the kernel is told of a case: its inputs, with the problem kept back."""
        if "problem" not in inputs:
            return inputs
        oracle, _ = ORACLES[self.cases.driver]
        self._oracles[number] = oracle(inputs["problem"], inputs.get("budget"))
        return inputs | {"problem": {REMOTE: number}}

    def answer(self, prompt: str) -> str:
        """Answer what a case's oracle is asked; anything else gets an empty answer."""
        try:
            asked = unpack(json.loads(prompt))
            oracle = self._oracles[asked["case"]]
        except Exception:  # a student's own input()
            return ""
        try:
            return json.dumps(pack(oracle.ask(asked)))
        except BudgetExceededError as error:
            self._spent.add(asked["case"])
            return json.dumps(pack({"spent": str(error)}))
        except Exception as error:
            return json.dumps(pack({"error": f"{type(error).__name__}: {error!s:.200}"}))

    def verdict(self, ran: Ran) -> Verdict | None:
        """Judge the answers; None when there are none."""
        for output in ran.outputs:
            message = output.get("data", {}).get(ANSWERS)
            if message is not None:
                try:
                    return judge(self.cases, self._counted([_told(a) for a in unpack(message)]))
                except Exception as error:  # a submission can send anything
                    why = f"The answers cannot be read: {type(error).__name__}."
                    return without_answer(self.cases, why)
        return None

    def _counted(self, answers: list[dict]) -> list[dict]:
        """Put our own counts in the place of those that the kernel claims."""
        for number, oracle in self._oracles.items():
            answer = answers[number]
            if number in self._spent:
                error = {"type": "BudgetExceededError", "message": "The budget was exceeded."}
                answers[number] = {"status": "raised", "error": error}
            elif answer["status"] == "returned":
                answers[number] = answer | oracle.counted
        return answers


def _told(answer: dict) -> dict:
    """Return an answer with texts where texts belong: what it holds is shown and kept.

    Raises:
        Exception: of any kind, where it is no answer.
    """
    told = answer | {"status": _text(answer["status"])}
    if "error" in answer:
        told["error"] = {name: _text(value) for name, value in answer["error"].items()}
    if "changed" in answer:
        told["changed"] = [_text(name) for name in answer["changed"]]
    return told


def _text(value: object) -> str:
    """A text of bearable length that every file can hold, half characters replaced."""
    return str(value)[:TEXT].encode("utf-8", "replace").decode("utf-8")
