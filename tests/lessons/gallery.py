"""What the lessons show, for people to look at: a sheet of figures each, and a table of all."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import statistics
from pathlib import Path

from PIL import Image, ImageDraw

from deeptuning.claims import MIME
from deeptuning.notebook import load_quiz
from tests.lessons import contract
from tests.lessons.lessons import Run

WIDTH, COLUMNS, ROOM = 800, 2, 44


def figures(run: Run) -> list[tuple[str, Image.Image]]:
    """Every picture of an executed lesson with its alternative text, in order; not yet decoded."""
    found = []
    for page in run.data("text/html"):
        for tag in re.findall(r"<img [^>]*>", "".join(page)):
            alt = html.unescape(re.search(r'alt="([^"]*)"', tag)[1])
            data = re.search(r"base64,([^\"]+)", tag)[1]
            found.append((alt, Image.open(io.BytesIO(base64.b64decode(data)))))
    return found


def sheet(run: Run, path: Path) -> None:
    """Write all figures of a lesson onto one page, each with its alternative text."""
    tiles = []
    for number, (alt, picture) in enumerate(figures(run), start=1):
        picture = picture.convert("RGB")
        picture.thumbnail((WIDTH, 10_000), Image.Resampling.BOX)
        tile = Image.new("RGB", (WIDTH, picture.height + ROOM), "white")
        lines = [f"{number}  {alt}"[i : i + 130] for i in range(0, min(len(alt) + 4, 390), 130)]
        ImageDraw.Draw(tile).text((4, 2), "\n".join(lines), fill="black")
        tile.paste(picture, (0, ROOM))
        tiles.append(tile)
    rows = [tiles[i : i + COLUMNS] for i in range(0, len(tiles), COLUMNS)]
    heights = [max(tile.height for tile in row) for row in rows]
    page = Image.new("RGB", (WIDTH * COLUMNS, sum(heights)), "white")
    for i, row in enumerate(rows):
        for j, tile in enumerate(row):
            page.paste(tile, (j * WIDTH, sum(heights[:i])))
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path, compress_level=1)


def row(path: Path, run: Run) -> str:
    """Return a lesson's line of the table."""
    notebook = json.loads(path.read_text())
    lengths = [len(contract.lines_of(cell)) for cell in contract.cells(notebook, "code")]
    widget = re.search(r"deeptuning\.widgets(?:\.| import )(\w+)", contract.code(notebook))
    numbers = (
        f"{run.seconds:.0f}",
        f"{run.cpu_seconds:.0f}",
        f"{run.peak_mib:.0f}",
        len(notebook["cells"]),
        f"{statistics.median(lengths):g}",
        len(run.data(MIME)),
        len(figures(run)),
        widget[1] if widget else "",
        len(load_quiz(contract.quiz_name(notebook))),
    )
    return f"| {path.parent.name}/{path.stem} | {' | '.join(map(str, numbers))} |"
