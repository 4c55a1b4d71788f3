"""The table of all claims, made from the executed lessons.

    python -m tests.lessons.claims_table

executes every lesson and writes lessons/CLAIMS.md. With a folder of lessons that were executed just
now, it takes those: the tests leave them in build/artefacts/lessons.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deeptuning.claims import MIME
from tests.lessons.lessons import LESSONS, ROOT, Run, execute
from tests.lessons.warm import Warm

REMEDY = "lessons/CLAIMS.md is out of date: run `make claims`"
HEAD = """# Claims, measured

Every row is a claim that handouts, slides or colleagues make, with what a lesson measured and the
verdict. Made by `make claims` from the executed lessons; the tests fail when a verdict changes.
Spreads are over seeds: median [lowest to highest].

| claim | measured | verdict | lesson |
|---|---|---|---|
"""


def row(claim: dict, lesson: Path) -> str:
    """Return one line of the table."""
    found = []
    for m in claim["measurements"]:
        spread = "" if m["runs"] == 1 else f" [{m['low']:.2g} to {m['high']:.2g}]"
        when = f"{m['condition']}: " if m["condition"] else ""
        found.append(f"{when}{m['median']:.2g}{spread}")
    measured = f"{claim['quantity']}: {'; '.join(found)}"
    link = f"[{lesson.stem}]({lesson.relative_to(ROOT / 'lessons')})"
    return f"| {claim['says']} | {measured} | **{claim['verdict']}** | {link} |"


def listed(table: Path) -> set[tuple[str, str]]:
    """Return the claims and verdicts of a written table."""
    return set(re.findall(r"^\| (.*?) \| .*? \| \*\*(.*?)\*\* \|", table.read_text(), re.MULTILINE))


def runs() -> Iterator[tuple[Path, Run]]:
    """Every lesson executed: in the folder that was named, or now."""
    if sys.argv[1:]:
        for lesson in LESSONS:
            yield lesson, Run(json.loads((Path(sys.argv[1]) / lesson.name).read_text()), 0, 0, 0)
        return
    with tempfile.TemporaryDirectory() as folder, Warm() as warm:
        for lesson in LESSONS:
            yield lesson, execute(lesson, Path(folder), warm)


def main() -> None:
    """Write the table."""
    rows = [row(claim, lesson) for lesson, run in runs() for claim in run.data(MIME)]
    (ROOT / "lessons" / "CLAIMS.md").write_text(HEAD + "\n".join(rows) + "\n")
    print(f"lessons/CLAIMS.md: {len(rows)} claims from {len(LESSONS)} lessons")


if __name__ == "__main__":
    main()
