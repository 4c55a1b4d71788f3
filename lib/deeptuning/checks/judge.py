"""Decide: a pure function from cases and answers to a verdict. It runs no code of the student's."""

from __future__ import annotations

from deeptuning.checks.cases import CaseSet, Expectation
from deeptuning.checks.compare import Difference, difference, differences
from deeptuning.checks.criteria import CRITERIA
from deeptuning.checks.verdict import ERROR, FAILED, NOT_ATTEMPTED, PASSED, CaseVerdict, Verdict

IN_PLACE = "inputs changed in place"
NOTHING_RETURNED = "nothing returned"
BUILT_IN_HINTS = {
    IN_PLACE: "The values are right, but the caller's own arrays were overwritten on the way: "
    "`x += 1` changes an array, `x = x + 1` makes a new one.",
    NOTHING_RETURNED: "The function ends without handing its result back.",
}


def judge(case_set: CaseSet, answers: list[dict]) -> Verdict:
    """Compare the answers, one per case, with what is expected.

    Args:
        case_set: the cases and the misconceptions that can be named.
        answers: what `drivers.drive` returned for `case_set.inputs`.

    Returns:
        The verdict; its `mistake` is named when every answer equals that misconception's.

    Raises:
        ValueError: not one answer per case.
    """
    if len(answers) != len(case_set.cases):
        raise ValueError(f"{len(answers)} answers to {len(case_set.cases)} cases.")
    pairs = list(zip(case_set.cases, answers, strict=True))
    cases = tuple(_judge_case(case_set, case, answer) for case, answer in pairs)
    statuses = {case.status for case in cases}
    status = statuses.pop() if len(statuses) == 1 else FAILED
    mistake, hint = ("", "") if status in (PASSED, NOT_ATTEMPTED) else _name(case_set, answers)
    return Verdict(case_set.name, case_set.title, status, cases, mistake, hint)


def _judge_case(case_set: CaseSet, case: Expectation, answer: dict) -> CaseVerdict:
    status = answer["status"]
    if status == "not attempted":
        return CaseVerdict(case.group, NOT_ATTEMPTED)
    if status == "not plain":
        # The message may quote what was returned, and that a hidden input.
        return CaseVerdict(case.group, FAILED, "no plain data", answer["error"]["message"])
    if status == "raised" and not _out_of_budget(case_set, answer):
        return CaseVerdict(case.group, ERROR, *_tell(answer["error"]))
    if case_set.criterion:
        finding = CRITERIA[case_set.criterion](case.inputs, case.expected, answer)
        outcome = PASSED if finding.passed else FAILED
        return CaseVerdict(case.group, outcome, finding.words, finding.numbers)
    found = differences(answer["returned"], case.expected, case_set.tolerance, case_set.returns)
    if found:
        return CaseVerdict(case.group, FAILED, *_compare(found, case_set.returns))
    if answer["changed"]:
        names = ", ".join(name for name in case.inputs if name in answer["changed"])
        return CaseVerdict(case.group, FAILED, f"right, but it changed its input: {names}")
    return CaseVerdict(case.group, PASSED)


def _compare(found: list[Difference], names: tuple[str, ...]) -> tuple[str, str]:
    """Return which of the values returned are wrong and how, in words and in numbers."""
    wrong = {each.part: each for each in found}
    if not set(wrong) <= set(names):
        return found[0].words, found[0].numbers
    words = " · ".join(f"{n}: {wrong[n].words}" if n in wrong else f"{n} ✓" for n in names)
    numbers = [f"{n}: {each.numbers}" for n, each in wrong.items() if each.numbers]
    return words, "\n".join(numbers)


def _tell(error: dict) -> tuple[str, str]:
    """Return what may be told of an error anywhere, and its message, which may hold values."""
    words = error["type"]
    if error.get("line"):
        words += f" in {error['function']}, line {error['line']}: {error['code']}"
    return words, error["message"]


def _out_of_budget(case_set: CaseSet, answer: dict) -> bool:
    return bool(case_set.criterion) and answer["error"].get("type") == "BudgetExceededError"


def _name(case_set: CaseSet, answers: list[dict]) -> tuple[str, str]:
    """Return the name and hint of the misconception whose answers these are, or two blanks."""
    if case_set.criterion:
        return _name_symptom(case_set, answers)
    if any(answer["status"] != "returned" for answer in answers):
        return "", ""
    values = [answer["returned"] for answer in answers]
    for mistake in case_set.mistakes:
        if _equal(case_set, values, mistake.outputs):
            return mistake.name, mistake.hint
    if all(value is None for value in values):
        return NOTHING_RETURNED, BUILT_IN_HINTS[NOTHING_RETURNED]
    if _equal(case_set, values, [case.expected for case in case_set.cases]):
        return IN_PLACE, BUILT_IN_HINTS[IN_PLACE]
    return "", ""


def _equal(case_set: CaseSet, values: list, others: list) -> bool:
    pairs = zip(values, others, strict=True)
    return all(difference(value, other, case_set.tolerance) is None for value, other in pairs)


def _name_symptom(case_set: CaseSet, answers: list[dict]) -> tuple[str, str]:
    """Name the misconception that shows the same symptom in every case that failed."""
    criterion = CRITERIA[case_set.criterion]
    failed = {}
    for i, (case, answer) in enumerate(zip(case_set.cases, answers, strict=True)):
        if answer["status"] != "returned" and not _out_of_budget(case_set, answer):
            return "", ""
        finding = criterion(case.inputs, case.expected, answer)
        if not finding.passed:
            failed[i] = finding.symptom
    for mistake in case_set.mistakes:
        if failed and all(mistake.outputs[i] == symptom for i, symptom in failed.items()):
            return mistake.name, mistake.hint
    return "", ""
