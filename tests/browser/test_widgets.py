"""Does the widget of every lesson move in JupyterLab, with each of its controls?

Slow: `make test-all` opens some forty notebooks. Each is cut down to its first cells and the
section with the widget, so that nobody has to wait for experiments that the widget does not need.
"""

import json
import re

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.legible import overflowing
from tests.browser.test_lesson import STDERR, source_of, wait_for_another_picture, wait_for_picture
from tests.lessons.contract import source
from tests.lessons.lessons import LESSONS, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEEDED = {"setup", "parameters", "begin"}
MORE = {"04_choosing_an_optimizer": r"tables = "}  # what a widget takes from the lesson
HANDLE = ".noUi-handle, select, input[type=checkbox]"
IDLE = {}  # controls that matter only beside others


def cut_down(path):
    """Return a lesson with its first cells and its widget alone, and the widget's place."""
    notebook = json.loads(path.read_text())
    more = MORE.get(path.stem, r"(?!)")
    number = next(i for i, cell in enumerate(notebook["cells"]) if explores(cell))
    first = notebook["cells"][:number]
    kept = [c for c in first if c["id"] in NEEDED or re.search(more, source(c))]
    notebook["cells"] = [*kept, *notebook["cells"][number - 1 : number + 2]]
    return notebook, len(kept) + 1


def explores(cell):
    return cell["cell_type"] == "code" and "explore(" in source(cell)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def widget(request, lab, open_notebook):
    """The cell with the controls, as it is when the notebook has run."""
    path = request.param.relative_to(ROOT)
    notebook, place = cut_down(request.param)
    cut = path.with_name(f"widget-{path.name}")
    (lab.folder / cut).write_text(json.dumps(notebook))
    opened = open_notebook(str(cut))
    opened.run_all()
    yield opened.cell(place)
    opened.menu("Kernel", "Shut Down Kernel")
    opened.page.context.close()


def move(page, control, back=False):
    """Give a control another value, with the keyboard or by choosing, or the one it had before."""
    if control.evaluate("e => e.matches('select')"):
        there = control.evaluate("e => e.selectedIndex")
        count = control.locator("option").count()
        control.select_option(index=(there + (-1 if back else 1)) % count)
    elif control.evaluate("e => e.matches('input[type=checkbox]')"):
        control.click()
    else:
        control.focus()
        full = control.evaluate("e => e.ariaValueNow === e.ariaValueMax") and not back
        for _ in range(3):
            page.keyboard.press("ArrowLeft" if back or full else "ArrowRight")


def test_controls_redraw_the_picture(widget, shoot, request):
    page, name = widget.page, request.node.callspec.id
    expect(widget.locator("img").first).to_be_visible()
    shoot(widget, f"widget-{name}")
    controls, first = widget.locator(HANDLE), source_of(widget)
    assert controls.count() > 0
    idle = []
    for i in range(controls.count()):
        move(page, controls.nth(i))
        try:
            wait_for_another_picture(widget, first)
        except TimeoutError:
            idle.append(i)
        if i + 1 < controls.count():
            move(page, controls.nth(i), back=True)
            wait_for_picture(widget, "===", first)
    shoot(widget, f"widget-{name}-moved")
    expect(page.locator(STDERR)).to_have_count(0)
    assert overflowing(widget.locator(".jp-OutputArea-output, .widget-label")) == []
    expect(widget.locator(".widget-hbox:has(> .widget-vbox)")).to_have_count(1)  # shown once
    assert idle == IDLE.get(name, []), "controls that do not change the first picture"
