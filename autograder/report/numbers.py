"""The numbers of a report: plain statistics of a graded class."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.cleaning import FORGED
from autograder.records import GRADED, Record
from autograder.report.items import CLASSIC
from autograder.results import TO_BE_MARKED, Item, Result

AT_LEAST = 3  # students, for a correlation to be told
CHANGED = "changed, put right"


@dataclass(frozen=True)
class ItemNumbers:
    """One item over all students who have a score for it."""

    name: str
    kind: str
    points: float
    share: float | None  # mean share of the points: high is easy; None while some wait
    discrimination: float | None
    statuses: Counter


@dataclass(frozen=True)
class Mistake:
    """One misconception, and whose it was."""

    item: str
    name: str
    hint: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """Everything that a report tells."""

    results: tuple[Result, ...]
    points: float
    scores: tuple[float, ...]  # of all who could be graded, so far
    statuses: Counter
    items: tuple[ItemNumbers, ...]
    mistakes: tuple[Mistake, ...]
    seconds: tuple[tuple[float, str], ...]  # slowest first
    repairs: tuple[tuple[str, str], ...]
    signals: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str, str], ...]

    @property
    def classic(self) -> list[str]:
        """The items that are decided in the student's own process."""
        return [item.name for item in self.items if item.kind == CLASSIC]


def summarise(
    results: list[Result], records: Mapping[str, Record | None], kinds: Mapping[str, str]
) -> Numbers:
    """Return the numbers of a class.

    Args:
        results: one per submission.
        records: what the grader noted, by student.
        kinds: of each item, by name.
    """
    told = [result for result in results if result.items]
    notes = [
        (r.student, note)
        for r in results
        if (record := records.get(r.student)) is not None
        for note in record.repairs
    ]
    timed = [(r.seconds, r.student) for r in results if r.seconds is not None]
    return Numbers(
        results=tuple(results),
        points=max((result.points for result in told), default=0.0),
        scores=tuple(result.score or 0.0 for result in told),
        statuses=Counter(result.status for result in results),
        items=tuple(_items(told, kinds)),
        mistakes=tuple(_mistakes(told, records)),
        seconds=tuple(sorted(timed, reverse=True)),
        repairs=tuple(note for note in notes if not _suspicious(note[1])),
        signals=tuple(note for note in notes if _suspicious(note[1])),
        faults=tuple(
            (student, f"cell {int(name) + 1}" if name.isdigit() else name, fault)
            for student, record in records.items()
            if record is not None
            for name, fault in record.faults.items()
        ),
    )


def _items(told: list[Result], kinds: Mapping[str, str]) -> list[ItemNumbers]:
    tables = [{item.name: item for item in result.items} for result in told]
    names = list(dict.fromkeys(name for table in tables for name in table))
    # An item that waits for a person would count as nothing for some and as much for others.
    settled = {n for n in names if all(t[n].score is not None for t in tables if n in t)}
    return [_item(name, kinds.get(name, CLASSIC), tables, settled) for name in names]


def _item(name: str, kind: str, tables: list[dict[str, Item]], settled: set[str]) -> ItemNumbers:
    own = [table for table in tables if name in table]
    scored = [table for table in own if table[name].score is not None]
    scores = [table[name].score for table in scored]
    points = own[0][name].points
    rest = [sum(i.score for i in t.values() if i.name in settled - {name}) for t in scored]
    done = name in settled and scores and points
    share = statistics.fmean(scores) / points if done else None
    statuses = Counter(_status(table[name]) for table in own)
    return ItemNumbers(name, kind, points, share, correlation(scores, rest), statuses)


def correlation(scores: list[float], others: list[float]) -> float | None:
    """Return Pearson's correlation; None when it is not defined, or of too few to tell.

    Between an item and the sum of all other items it is the item's corrected discrimination, for
    an item of right or wrong the point-biserial one.

    Example:
        >>> round(correlation([0, 1, 1, 0], [1, 3, 4, 2]), 3)
        0.894
        >>> correlation([1, 1, 1], [1, 2, 3]) is None
        True
    """
    if len(scores) < AT_LEAST or len(set(scores)) == 1 or len(set(others)) == 1:
        return None
    return statistics.correlation(scores, others)


def _status(item: Item) -> str:
    if item.score is None:
        return TO_BE_MARKED
    if item.status != "marked":
        return item.status
    return "passed" if item.score >= item.points else "failed"


def _mistakes(told: list[Result], records: Mapping[str, Record | None]) -> list[Mistake]:
    found: dict[tuple[str, str], list[str]] = {}
    hints: dict[tuple[str, str], str] = {}
    for result in told:
        record = records.get(result.student)
        for item in result.items:
            if item.mistake:
                key = item.name, item.mistake
                found.setdefault(key, []).append(result.student)
                verdict = record.verdicts.get(item.name, {}) if record is not None else {}
                hints[key] = hints.get(key) or str(verdict.get("hint", ""))
    made = [Mistake(*key, hints[key], tuple(students)) for key, students in found.items()]
    return sorted(made, key=lambda mistake: -len(mistake.students))


def _suspicious(note: str) -> bool:
    return note.endswith((FORGED, CHANGED))


__all__ = ["GRADED", "ItemNumbers", "Mistake", "Numbers", "correlation", "summarise"]
