"""Show a graded class in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.results import Item, Result

MARKS = {
    "passed": "✓",
    "marked": "✓",
    "failed": "✗",
    "error": "!",
    "not attempted": "○",
    "to be marked": "…",
}


def table(results: list[Result]) -> str:
    """Return the table student × item, and below it what went wrong, by name.

    Example:
        >>> item = Item("adam_step", 4, 2.0, "failed", "no bias correction")
        >>> print(table([Result("ada", "optimizers", "graded", (item,))]))
        student  adam_step  total  status
        ada          2/4 ✗    2/4  graded
        <BLANKLINE>
        ada  adam_step  no bias correction
    """
    names = list(dict.fromkeys(item.name for result in results for item in result.items))
    rows = [["student", *names, "total", "status"]]
    for result in results:
        cells = {item.name: _cell(item) for item in result.items}
        total = f"{result.score:g}/{result.points:g}" if result.items else "–"
        row = [result.student, *(cells.get(name, "–") for name in names), total, result.status]
        rows.append(row)
    return "\n".join([*_align(rows), "", *_align(list(_named(results)))]).rstrip()


def _cell(item: Item) -> str:
    score = "?" if item.score is None else f"{item.score:g}"
    return f"{score}/{item.points:g} {MARKS.get(item.status, '')}"


def _named(results: list[Result]) -> Iterator[list[str]]:
    for result in results:
        for item in result.items:
            if item.mistake or item.status == "error":
                yield [result.student, item.name, item.mistake or item.status]


def _align(rows: list[list[str]]) -> list[str]:
    """Return the rows as lines: first and last column to the left, the others to the right."""
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = {0, len(widths) - 1} if len(widths) > 3 else set(range(len(widths)))
    return [
        "  ".join(
            cell.ljust(w) if i in left else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
