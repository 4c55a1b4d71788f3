"""Does a hostile submission stay quiet in the browser of whoever reads it?"""

from datetime import datetime

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from autograder.cleaning import clean_outputs
from autograder.configure import configure
from autograder.records import Record
from autograder.report.numbers import summarise
from autograder.report.page import page as report
from autograder.results import Item, Result
from tests.autograder import hostile

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]
OWN = ("cdnjs.cloudflare.com", "/formgrader/")  # what nbgrader's own templates load


def exported(template, clean=True):
    """A hostile notebook as nbgrader's template shows it, with our configuration or without."""
    made = [
        new_output("display_data", {k: v}, metadata={k: {"isolated": True}})
        for k, v in hostile.DATA.items()
    ]
    made.append(new_output("stream", text=hostile.MARKUP))
    made.append(new_output("error", ename=hostile.MARKUP, evalue="", traceback=[hostile.MARKUP]))
    shown = clean_outputs(made)[0] if clean else made
    marks = {"grade_id": "why", "grade": True, "solution": True, "points": 1, "score": 0}
    written = new_markdown_cell(hostile.MARKDOWN, metadata={"nbgrader": marks})
    cells = [new_code_cell(hostile.MARKUP, outputs=[one]) for one in shown]
    cells += [written, new_markdown_cell(hostile.MARKDOWN), new_raw_cell(hostile.MARKUP)]
    config = configure(Config()) if clean else Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    grades = {"notebook": "lab", "score": 0, "max_score": 1, "late_penalty": 0}
    told = {"nbgrader": grades, "base_url": "", "index": 0, "total": 1}
    styles = handlers.template_path + "/../static/node_modules/bootstrap/dist/css"
    config.HTMLExporter.extra_template_paths = [styles]
    return HTMLExporter(config=config).from_notebook_node(new_notebook(cells=cells), told)[0]


def told(template):
    """The report on a class with hostile names, reasons and notes."""
    bad = hostile.MARKUP
    record = Record(bad, "lab", "key", repairs=[bad], faults={bad: bad}, verdicts={bad: {}})
    results = [Result(bad, "lab", bad, (Item(bad, 1, 0, "failed", bad),), (bad,))]
    return report(bad, summarise(results, {bad: record}, {}), datetime.now())


def opened(page, path, html):
    """Open a page; return whether a script of the student's ran, and what was asked for."""
    path.write_text(html, encoding="utf-8")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(500)
    return page.evaluate("window.pwned"), [u for u in asked if "reader.example" in u], page.url


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("feedback", lambda: exported("feedback")),
        ("formgrade", lambda: exported("formgrade")),
        ("report", lambda: told("report")),
    ],
)
def test_does_nothing_run_leave_or_cover_the_page(name, make, new_page, tmp_path, shoot):
    page, path = new_page(1100, 900), tmp_path / f"{name}.html"
    ran, asked, address = opened(page, path, make())
    assert (ran, asked, address) == (None, [], path.as_uri())
    assert page.locator("body").is_visible()
    fixed = "e => getComputedStyle(e).position === 'fixed' && e.innerText.includes('cover')"
    assert not page.evaluate(f"[...document.querySelectorAll('*')].some({fixed})")
    shoot(page, f"hostile-{name}")


def test_would_it_run_without_our_configuration(new_page, tmp_path):
    ran, asked, _ = opened(new_page(), tmp_path / "x.html", exported("feedback", clean=False))
    assert ran or asked
