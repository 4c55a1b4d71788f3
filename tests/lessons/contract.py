"""What every lesson must have. Each rule returns the reasons why a notebook breaks it."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from tests.lessons.lessons import ROOT

PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TOOLS = "|".join(
    re.match(r"[\w-]+", name)[0].replace("-", "_")
    for name in PACKAGE["optional-dependencies"]["tools"]
)
USES_TOOLS = re.compile(
    rf"^\s*(?:from|import) (?:{TOOLS})\b|\b(?:EventWriter|read_events|TensorBoard)\(", re.MULTILINE
)
SECTIONS = ("Try it", "Knowledge check", "Summary", "References")
PROJECT = "# Project: "
LONGEST, MEDIAN = 25, 5


def source(cell: dict) -> str:
    return "".join(cell["source"])


def cells(notebook: dict, kind: str) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def lines_of(cell: dict) -> list[str]:
    return [line for line in source(cell).splitlines() if line.strip()]


def text(notebook: dict) -> str:
    return "\n".join(source(cell) for cell in cells(notebook, "markdown"))


def code(notebook: dict) -> str:
    return "\n".join(source(cell) for cell in cells(notebook, "code"))


def quiz_name(notebook: dict) -> str:
    """The quiz that a lesson asks, `topic/name`."""
    return re.search(r'notebook\.quiz\("(.*?)"\)', code(notebook))[1]


def called(cell: dict) -> set[str]:
    """Names of everything that a code cell calls: `show`, `pictures.spike`, `claim`…"""
    code = re.sub(r"^(\s*)[%!].*$", r"\1pass", source(cell), flags=re.MULTILINE)
    calls = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    return {ast.unparse(function) for function in calls}


def shows_figure(cell: dict) -> bool:
    return any(name in ("show", "explore") or name.startswith("pictures.") for name in called(cell))


def is_project(notebook: dict) -> bool:
    """A project goes from the data to a report, with one framework or two."""
    return source(notebook["cells"][0]).startswith(PROJECT)


def title_cell(notebook: dict) -> Iterator[str]:
    top = source(notebook["cells"][0])
    for what, pattern in {
        "a title": r"^# \S",
        "the time": r"\*\*Time:\*\* \d+ minutes",
        "prerequisites": r"\*\*You should know:\*\*",
        "a Colab badge": r"colab\.research\.google\.com/github/",
        "a Binder badge": r"mybinder\.org/v2/gh/",
        "objectives": r"\*\*After this lesson you can\*\*\s+1\. ",
    }.items():
        if not re.search(pattern, top, flags=re.MULTILINE):
            yield f"the first cell lacks {what}"


def setup(notebook: dict) -> Iterator[str]:
    first = source(cells(notebook, "code")[0])
    if "find_spec" not in first or "%pip install -q" not in first:
        yield "the first code cell does not install the package where it is missing"
    if USES_TOOLS.search(code(notebook)) and "deeptuning[tools]" not in first:
        yield "the first code cell does not install the tools that the lesson uses"
    tagged = [c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", [])]
    if len(tagged) != 1:
        yield f"{len(tagged)} cells are tagged `parameters`, one is wanted"
    elif not re.match(r'BUDGET = "fast".*\nSEED = \d+$', source(tagged[0])):
        yield "the parameters cell does not set BUDGET and SEED"


def code_length(notebook: dict) -> Iterator[str]:
    lengths = {cell["id"]: len(lines_of(cell)) for cell in cells(notebook, "code")}
    for cell_id, length in lengths.items():
        if length > LONGEST:
            yield f"cell {cell_id} has {length} lines, {LONGEST} are the most"
    if statistics.median(lengths.values()) > MEDIAN:
        yield f"the median code cell has {statistics.median(lengths.values())} lines, not {MEDIAN}"


def interpretation(notebook: dict) -> Iterator[str]:
    following = zip(notebook["cells"], [*notebook["cells"][1:], None], strict=True)
    for cell, after in following:
        if (
            cell["cell_type"] == "code"
            and shows_figure(cell)
            and not (after and source(after).startswith("**What we see.**"))
        ):
            yield f"the figure in cell {cell['id']} is not followed by “What we see.”"


def content(notebook: dict) -> Iterator[str]:
    words, program, project = text(notebook), code(notebook), is_project(notebook)
    torch, keras = "import torch" in program, "import keras" in program
    for what, found in {
        "Handout vs. measurement boxes": words.count("**Handout vs. measurement.**") >= 2 - project,
        "a claim": "claim(" in program,
        "a widget": "explore(" in program,
        "controls with a name (else they are shown twice)": bool(
            re.search(r"= (?:\w+\.)?explore\(", program)
        ),
        "a worked example": project or "**Worked example.**" in words,
        "folded answers": words.count("<details><summary>Answer") >= 3,
        "a knowledge check": "notebook.quiz(" in program,
        "PyTorch": torch or (project and keras),
        "Keras": keras or (project and torch),
        "a next step": "**Next:**" in words,
        "papers with their year": bool(re.search(r"^- .*\b(19|20)\d\d\b", words, re.MULTILINE)),
    }.items():
        if not found:
            yield f"the lesson lacks {what}"


def sections(notebook: dict) -> Iterator[str]:
    headings = re.findall(r"^## (.*)$", text(notebook), flags=re.MULTILINE)
    for wanted in (*SECTIONS, "Report") if is_project(notebook) else SECTIONS:
        if wanted not in headings:
            yield f"there is no section “{wanted}”"


def mirrored(notebook: dict) -> Iterator[str]:
    """The summary answers the objectives, point by point."""
    objectives = source(notebook["cells"][0]).split("**After this lesson you can**")[-1]
    summary = text(notebook).split("## Summary")[-1].split("**Next:**")[0]
    counts = [len(re.findall(r"^\d+\. ", part, re.MULTILINE)) for part in (objectives, summary)]
    if counts[0] != counts[1]:
        yield f"{counts[0]} objectives, but {counts[1]} points in the summary"


def identifiers(notebook: dict) -> Iterator[str]:
    for cell in notebook["cells"]:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"]) or re.fullmatch(
            r"[0-9a-f]{8}", cell["id"]
        ):
            yield f"cell id {cell['id']!r} is not a readable name"


RULES: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "title cell": title_cell,
    "setup": setup,
    "code length": code_length,
    "interpretation": interpretation,
    "content": content,
    "sections": sections,
    "summary mirrors objectives": mirrored,
    "cell ids": identifiers,
}
