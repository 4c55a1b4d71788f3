"""The feedback card: a verdict for people, as HTML in notebooks and as text everywhere else."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from deeptuning.checks.verdict import ERROR, FAILED, NOT_ATTEMPTED, PASSED, CaseVerdict, Verdict

MARKS = {PASSED: "✓", FAILED: "✗", ERROR: "!", NOT_ATTEMPTED: "○"}
# Colours that are legible on white and on dark grey; the mark and the word say the same.
COLOURS = {PASSED: "#2a9d5c", FAILED: "#d9573f", ERROR: "#c77c11", NOT_ATTEMPTED: "#8a8f98"}
WORDS = {PASSED: "passed", FAILED: "not yet", ERROR: "stopped with an error"}


class Card:
    """A verdict to look at.

    Args:
        verdict: what a check found.
        note: a last line, such as what the function printed.

    Example:
        >>> print(Card(Verdict("topic/f", "A first check", NOT_ATTEMPTED)))
        ○ A first check: not attempted yet
          Write the function above, run its cell, then run this one again.
    """

    def __init__(self, verdict: Verdict, note: str = "") -> None:
        self.verdict, self.note = verdict, note

    def __repr__(self) -> str:
        lines = [f"{MARKS[self.verdict.status]} {self.verdict.title}: {_headline(self.verdict)}"]
        for group in self._told():
            lines.append(f"  {MARKS[group.status]} {group.name}")
            lines += [f"      {line}" for line in group.finding]
        if self.verdict.mistake:
            lines.append(f"  Looks like: {self.verdict.mistake}")
        lines += [f"  {text}" for text in (_advice(self.verdict), self.note) if text]
        return "\n".join(lines)

    def _told(self) -> list[_Group]:
        return [] if self.verdict.status == NOT_ATTEMPTED else _grouped(self.verdict.cases)

    def _repr_html_(self) -> str:
        verdict = self.verdict
        colour = COLOURS[verdict.status]
        rows = "".join(map(_row, self._told()))
        table = f'<div style="margin:0.5em 0 0 0">{rows}</div>' if rows else ""
        mistake = f"<b>Looks like: {escape(verdict.mistake)}.</b> " if verdict.mistake else ""
        advice = escape(_advice(verdict))
        foot = (
            f'<div style="margin:0.6em 0 0 0">{mistake}{advice}</div>' if mistake + advice else ""
        )
        note = f'<pre style="margin:0.6em 0 0 0">{escape(self.note)}</pre>' if self.note else ""
        return (
            f'<div role="status" style="border:1px solid {colour};border-left-width:6px;'
            'border-radius:6px;padding:0.7em 1em;margin:0.3em 0;max-width:46em;line-height:1.45">'
            f'<div style="font-size:1.08em"><b style="color:{colour}">{MARKS[verdict.status]}</b> '
            f"<b>{escape(verdict.title)}</b> · {escape(_headline(verdict))}</div>"
            f"{table}{foot}{note}</div>"
        )


def _headline(verdict: Verdict) -> str:
    if verdict.status == NOT_ATTEMPTED:
        return "not attempted yet"
    cases = f"{verdict.passed} of {len(verdict.cases)} cases"
    return f"{WORDS[verdict.status]}, {cases}" if verdict.cases else WORDS[verdict.status]


def _advice(verdict: Verdict) -> str:
    if verdict.status == NOT_ATTEMPTED:
        return "Write the function above, run its cell, then run this one again."
    return verdict.hint


class _Group(NamedTuple):
    """One line of a card: a group of cases, and its first case that did not pass."""

    name: str
    status: str
    finding: list[str]


def _grouped(cases: tuple[CaseVerdict, ...]) -> list[_Group]:
    groups: dict[str, list[CaseVerdict]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    lines: list[_Group] = []
    said: list[str] = []
    for name, members in groups.items():
        wrong = [case for case in members if case.status != PASSED]
        told = wrong[0] if wrong else members[0]
        count = f"{len(members) - len(wrong)} of {len(members)}" if wrong and members[1:] else ""
        finding = _finding(told)
        repeated = finding and finding == said and told.status == ERROR
        lines.append(_Group(name + _join(", ", count), told.status, [] if repeated else finding))
        said = finding
    return lines


def _finding(case: CaseVerdict) -> list[str]:
    if case.status == NOT_ATTEMPTED:
        return ["not attempted"]
    first, *more = case.numbers.split("\n")
    return [line for line in (_join_words(case.words, first), *more) if line]


def _join_words(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _join(separator: str, text: str) -> str:
    return separator + text if text else ""


def _row(group: _Group) -> str:
    finding = "<br>".join(map(escape, group.finding))
    detail = f'<div style="margin-left:1.4em;opacity:0.85">{finding}</div>' if finding else ""
    return (
        f'<div style="margin:0.15em 0"><b style="color:{COLOURS[group.status]};'
        f'display:inline-block;width:1.4em">{MARKS[group.status]}</b>{escape(group.name)}'
        f"{detail}</div>"
    )
