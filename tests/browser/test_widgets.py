"""Does the widget of every lesson move in JupyterLab, with each of its controls?

Slow: `make test-all` opens some forty notebooks. Each is cut down to its first cells and the
section with the widget, so that nobody has to wait for experiments that the widget does not need.
"""

import ast
import json
from functools import partial

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.legible import overflowing
from tests.browser.test_lesson import STDERR, source_of, wait_for_another_picture
from tests.lessons.contract import source
from tests.lessons.lessons import LESSONS, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEEDED = {"setup", "parameters", "begin"}
HANDLE = ".noUi-handle, select, input[type=checkbox]"
IDLE = {  # where a lesson's widget opens, these have no effect: the place of the control
    "04_early_stopping_and_noise": [3],  # training stops at the first epoch that is not better
}


def cut_down(path):
    """Return a lesson with its first cells and its widget alone, and the widget's place.

    Where the widget is given something that the lesson has made, all code before it stays.
    """
    notebook = json.loads(path.read_text())
    number = next(i for i, cell in enumerate(notebook["cells"]) if explores(cell))
    whole = is_given_names(notebook["cells"][number])
    first = [cell for cell in notebook["cells"][: number - 1] if cell["cell_type"] == "code"]
    kept = [cell for cell in first if whole or cell["id"] in NEEDED]
    notebook["cells"] = [*kept, *notebook["cells"][number - 1 : number + 2]]
    return notebook, len(kept) + 1


def explores(cell):
    return cell["cell_type"] == "code" and "explore(" in source(cell)


def is_given_names(cell):
    calls = (node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, ast.Call))
    return any(isinstance(argument, ast.Name) for call in calls for argument in call.args)


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


def move(page, control):
    """Give a control another value, by choosing or with keys; return what takes that back."""
    if control.evaluate("e => e.matches('select')"):
        there, count = control.evaluate("e => [e.selectedIndex, e.length]")
        control.select_option(index=(there + 1) % count)
        return partial(control.select_option, index=there)
    if control.evaluate("e => e.matches('input[type=checkbox]')"):
        control.click()
        return control.click
    at_the_end = control.evaluate("e => e.ariaValueNow === e.ariaValueMax")
    keys = ["ArrowLeft", "ArrowRight"] if at_the_end else ["ArrowRight", "ArrowLeft"]
    press(page, control, keys[0])
    return partial(press, page, control, keys[1])


def is_grey(control):
    return control.evaluate("e => e.closest('[disabled]') !== null")


def press(page, control, key):
    control.focus()
    for _ in range(3):
        page.keyboard.press(key)


def settled(widget):
    """Return the picture when no other takes its place any more."""
    source = None
    while source != (source := source_of(widget)):
        widget.page.wait_for_timeout(500)
    return source


def test_controls_redraw_the_picture(widget, shoot, request):
    page, name = widget.page, request.node.callspec.id
    expect(widget.locator("img").first).to_be_visible()
    shoot(widget, f"widget-{name}")
    controls = widget.locator(HANDLE).all()
    enabled = [i for i, control in enumerate(controls) if not is_grey(control)]
    assert enabled
    idle = []
    for i in enabled:
        before = settled(widget)
        take_back = move(page, controls[i])
        try:
            wait_for_another_picture(widget, before)
            moved = settled(widget)
            if i == enabled[-1]:
                shoot(widget, f"widget-{name}-moved")
            take_back()  # so that each control is tried from where the widget opens
            wait_for_another_picture(widget, moved)
        except TimeoutError:
            idle.append(i)
    expect(page.locator(STDERR)).to_have_count(0)
    assert overflowing(widget.locator(".jp-OutputArea-output, .widget-label")) == []
    expect(widget.locator(".widget-hbox:has(> .widget-vbox)")).to_have_count(1)  # shown once
    why = "controls that do not change the picture, or do not change it back, and are not grey"
    assert idle == IDLE.get(name, []), why
