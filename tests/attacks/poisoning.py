"""Poisoning: what the instructor's or another student's browser, terminal or sheet would run."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tests.attacks.attack import Attack

PAGE = "script that runs in whoever reads the feedback"
SHEET = "a formula in the exported grades"
SCREEN = "control characters in the instructor's terminal"
SCRIPT = "<script>window.poisoned = 1</script>"
IMAGE = '<img src="x" onerror="window.poisoned = 1">'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="window.poisoned = 1">{SCRIPT}</svg>'

HTML = f"from IPython.display import HTML, display\ndisplay(HTML({SCRIPT + IMAGE!r}))"
JAVASCRIPT = (
    "from IPython.display import Javascript, display\ndisplay(Javascript('window.poisoned = 1'))"
)
PICTURE = f"from IPython.display import SVG, display\ndisplay(SVG(data={SVG!r}))"
TEXT = f"from IPython.display import Markdown, display\ndisplay(Markdown({SCRIPT + IMAGE!r}))"
LATEX = "from IPython.display import Latex, display\n"
LATEX += "display(Latex(r'\\href{javascript:window.poisoned=1}{x}'))"
FRAME = "from IPython.display import IFrame, display\n"
FRAME += "display(IFrame('javascript:window.poisoned=1', 9, 9))"
FAILURE = f"""
class Poison(Exception):
    pass
Poison.__name__ = Poison.__qualname__ = {SCRIPT!r}
def convert_momentum(**inputs):
    raise Poison({IMAGE!r})
"""
FORGED = f"""
from IPython.display import display
import deeptuning.checks.remote as remote
from deeptuning.checks.store import pack
def respond(subject, question):
    told = {{"type": {SCRIPT!r}, "message": {IMAGE!r}, "line": {SCRIPT!r},
            "function": {SCRIPT!r}, "code": {IMAGE!r}}}
    display({{remote.ANSWERS: pack([{{"status": "raised", "error": told}}] * 9)}}, raw=True)
remote.respond = respond
"""
OUTPUT_METADATA = f"""
from IPython.display import display
display({{"image/png": "x\\" onerror=\\"window.poisoned = 1", "text/html": {SCRIPT!r}}},
        metadata={{"image/png": {{"width": "1\\" onload=\\"window.poisoned = 1"}}}}, raw=True)
"""
TERMINAL = "print('\\x1b[2J\\x1b]0;poisoned\\x07 \\u202egnp.exe \\u2066')"
TRACEBACK = f"raise ValueError('\\x1b[31m' + {SCRIPT + IMAGE!r})"


def text_cells(notebook: NotebookNode) -> None:
    """Text cells with all that a page might run."""
    notebook.cells += [
        new_markdown_cell(SCRIPT + IMAGE + SVG),
        new_markdown_cell('[x](javascript:window.poisoned=1) ![x](x" onerror="window.poisoned=1)'),
        new_markdown_cell('<a href="jav&#x61;script:window.poisoned=1">x</a><base href="//evil">'),
    ]


def attachments(notebook: NotebookNode) -> None:
    """An attachment that is a page."""
    cell = new_markdown_cell("![x](attachment:x.svg)")
    cell["attachments"] = {"x.svg": {"image/svg+xml": SVG, "text/html": SCRIPT}}
    notebook.cells.append(cell)


def titles(notebook: NotebookNode) -> None:
    """Metadata that templates put into pages."""
    notebook.metadata["title"] = f"</title>{SCRIPT}"
    notebook.metadata["authors"] = [{"name": SCRIPT}]
    notebook.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"x": f"</script>{SCRIPT}"}}
    }


def names(folder: Path) -> None:
    """Files whose names are HTML and formulas."""
    for name in ("<img src=x onerror=alert(1)>.txt", "=cmd.csv", "\x1b[2J.txt"):
        (folder / name).write_text("x")


ATTACKS = (
    Attack("HTML output", PAGE, HTML),
    Attack("JavaScript output", PAGE, JAVASCRIPT),
    Attack("SVG output", PAGE, PICTURE),
    Attack("Markdown output", PAGE, TEXT),
    Attack("LaTeX output", PAGE, LATEX),
    Attack("IFrame output", PAGE, FRAME),
    Attack("output metadata", PAGE, OUTPUT_METADATA),
    Attack("exception named as HTML", PAGE, FAILURE),
    Attack("forged error as HTML", PAGE, FORGED),
    Attack("traceback as HTML", PAGE, TRACEBACK),
    Attack("text cells", PAGE, edit=text_cells),
    Attack("attachments", PAGE, edit=attachments),
    Attack("notebook metadata", PAGE, edit=titles),
    Attack("file names", PAGE, lay=names),
    Attack("ANSI and bidi text", SCREEN, TERMINAL),
    Attack("student named as HTML", PAGE, student="<img src=x onerror=alert(1)>"),
    Attack("student named as formula", SHEET, student="=cmd|' -C calc'!A0"),
    Attack("student named as second formula", SHEET, student="@SUM(1+1)*cmd"),
    Attack("student named in ANSI", SCREEN, student="\x1b[2Jx\u202egnp"),
)
