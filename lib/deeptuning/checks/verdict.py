"""What a check has found: the data behind a card and a grade."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

PASSED, FAILED, NOT_ATTEMPTED, ERROR = "passed", "failed", "not attempted", "error"


@dataclass(frozen=True)
class CaseVerdict:
    """The finding for one case: `words` may be shown to anyone, `numbers` give values away."""

    group: str
    status: str
    words: str = ""
    numbers: str = ""


@dataclass(frozen=True)
class Verdict:
    """The finding for one check.

    Attributes:
        name: the check's name.
        title: what a card calls it.
        status: "passed", "failed", "not attempted" or "error" (no case could be run).
        cases: one finding per case.
        mistake: the name of the misconception recognised, or "".
        hint: one sentence about it, or about the failure.
    """

    name: str
    title: str
    status: str
    cases: tuple[CaseVerdict, ...] = ()
    mistake: str = ""
    hint: str = ""

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(case.status == PASSED for case in self.cases)

    @property
    def groups(self) -> dict[str, bool]:
        """For each group of cases, in order: did all of its cases pass?"""
        groups: dict[str, bool] = {}
        for case in self.cases:
            groups[case.group] = groups.get(case.group, True) and case.status == PASSED
        return groups

    def score(self, points: float) -> float:
        """Return the part of `points` earned: each group of cases counts the same.

        Example:
            >>> case = CaseVerdict("a", PASSED), CaseVerdict("b", FAILED)
            >>> Verdict("topic/check", "A check", FAILED, case).score(3)
            1.5
        """
        if self.status == PASSED:
            return float(points)
        groups = self.groups.values()
        share = sum(groups) / len(groups) if groups else 0.0
        return min(round(points * share, 2), float(points))

    def without_numbers(self) -> Verdict:
        """Return the verdict with nothing in it that gives inputs or expected values away."""
        return replace(self, cases=tuple(replace(case, numbers="") for case in self.cases))

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as JSON can hold it."""
        return asdict(self) | {"groups": self.groups, "passed": self.passed}
