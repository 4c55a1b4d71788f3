"""The cases of one check, with what is expected: read from a file, or drawn anew for grading."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from deeptuning.checks.compare import Tolerance


@dataclass(frozen=True)
class Expectation:
    """One case: the inputs, what is expected, and the group it belongs to for partial credit."""

    group: str
    inputs: dict
    expected: Any


@dataclass(frozen=True)
class KnownMistake:
    """A misconception, told by what it answers on every case (a value, or a symptom)."""

    name: str
    hint: str
    outputs: list


@dataclass(frozen=True)
class CaseSet:
    """Everything that judging a check needs, all of it data.

    Attributes:
        name: the check's name, `topic/function`.
        title: what a card calls it.
        driver: how a function is put to a case (a name from `drivers.DRIVERS`).
        returns: names of the values returned, for messages; empty for a single value.
        tolerance: how far numbers may be off.
        criterion: a name from `criteria.CRITERIA`, or None to compare with `expected`.
        cases: the cases.
        mistakes: the misconceptions that can be named.
    """

    name: str
    title: str
    driver: str
    returns: tuple[str, ...]
    tolerance: Tolerance
    criterion: str | None
    cases: tuple[Expectation, ...]
    mistakes: tuple[KnownMistake, ...]

    @property
    def inputs(self) -> list[dict]:
        """The inputs alone: all that the student's process needs to see."""
        return [case.inputs for case in self.cases]

    def to_tree(self) -> dict:
        """Return plain data that `from_tree` turns back."""
        return asdict(self)

    @classmethod
    def from_tree(cls, tree: dict) -> CaseSet:
        """Build the cases from what `to_tree` returned."""
        return cls(
            **{key: tree[key] for key in ("name", "title", "driver", "criterion")},
            returns=tuple(tree["returns"]),
            tolerance=Tolerance(**tree["tolerance"]),
            cases=tuple(Expectation(**case) for case in tree["cases"]),
            mistakes=tuple(KnownMistake(**mistake) for mistake in tree["mistakes"]),
        )
