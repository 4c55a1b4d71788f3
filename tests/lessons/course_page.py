"""The table of lessons in lessons/README.md, made from their title cells.

python -m tests.lessons.course_page
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from tests.lessons import contract
from tests.lessons.lessons import LESSONS, ROOT

PAGE = ROOT / "lessons/README.md"
MARKED = re.compile(r"(<!-- lessons -->\n).*(<!-- /lessons -->)", re.DOTALL)
HEAD = "| topic | lesson | minutes | you should know | lab |\n|---|---|---|---|---|"


class Title(NamedTuple):
    """What a lesson's first cell says."""

    name: str
    minutes: int
    known: str


def title(path: Path) -> Title:
    """Read a lesson's first cell."""
    top = contract.source(json.loads(path.read_text())["cells"][0])
    name = re.search(r"^# (.+)$", top, re.MULTILINE)[1]
    time = re.search(r"\*\*Time:\*\* (\d+) minutes · \*\*You should know:\*\* (.+)$", top, re.M)
    return Title(name, int(time[1]), time[2])


def table(lessons: list[Path] = LESSONS) -> str:
    """Return the rows of all lessons, and the sum of their times."""
    lines, total, last = [HEAD], 0, None
    for path in lessons:
        topic, told = path.parent.name, title(path)
        lab = ROOT / "labs" / topic[3:] / f"{topic[3:]}.ipynb"
        first = topic != last
        cells = (
            topic[3:] if first else "",
            f"[{told.name}]({path.relative_to(ROOT / 'lessons')})",
            told.minutes,
            told.known.replace("|", "\\|"),
            f"[{topic[3:]}](../{lab.relative_to(ROOT)})" if first and lab.exists() else "",
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
        total, last = total + told.minutes, topic
    hours = f"{len(lessons)} lessons, {total / 60:.0f} hours of reading and running, and the labs."
    return "\n".join([*lines, "", hours, ""])


def renewed(page: str) -> str:
    """Return the page with the table as it is now."""
    return MARKED.sub(lambda found: found[1] + table() + found[2], page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text()))
