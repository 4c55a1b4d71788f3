"""The report as a page: everything in it is escaped, nothing in it runs or loads anything."""

from __future__ import annotations

import re
import statistics
from datetime import datetime

from jinja2 import Environment, StrictUndefined

from autograder.markup import INVISIBLE
from autograder.report.histogram import histogram
from autograder.report.items import CHECK, CLASSIC, PERSON
from autograder.report.numbers import Numbers
from autograder.report.template import TEMPLATE
from autograder.results import GRADED, TO_BE_MARKED

LETTERS = 400
# The order in bars, and what a colour-blind reader sees in place of the colour.
MARKS = {
    "passed": "✓",
    "failed": "✗",
    "error": "!",
    "not attempted": "○",
    TO_BE_MARKED: "…",
}
SLOWEST = 5


def page(lab: str, numbers: Numbers, when: datetime) -> str:
    """Return the page."""
    jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    jinja.filters |= {"brief": brief, "points": _points, "css": _css}
    scores, seconds = numbers.scores, [each for each, _ in numbers.seconds]
    statuses = numbers.statuses
    reasons = {s: n for s, n in statuses.most_common() if s not in (GRADED, TO_BE_MARKED)}
    return jinja.from_string(TEMPLATE).render(
        lab=lab,
        when=f"{when:%d %B %Y, %H:%M}",
        numbers=numbers,
        graded=statuses[GRADED],
        waiting=statuses[TO_BE_MARKED],
        reasons=reasons,
        failed=sum(reasons.values()),
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        picture=histogram(scores, numbers.points) if scores else "",
        marks=MARKS,
        seconds=statistics.median(seconds) if seconds else None,
        slowest=numbers.seconds[:SLOWEST],
        ungraded=[r for r in numbers.results if not r.items],
        CHECK=CHECK,
        CLASSIC=CLASSIC,
        PERSON=PERSON,
    )


def brief(text: object) -> str:
    """Return text of unknown origin as one bounded line that reads as it is written."""
    line = re.sub(r"\s+", " ", INVISIBLE.sub("�", str(text))).strip()
    return line if len(line) <= LETTERS else f"{line[:LETTERS]}…"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _css(status: str) -> str:
    return re.sub(r"[^a-z]+", "-", status.lower())
