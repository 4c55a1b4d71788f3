"""A notebook in JupyterLab, handled as a student does: with menus, buttons and keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

LONG = 180_000  # milliseconds that a whole notebook may take on a busy machine

# Every code cell that was asked to run has its number, and the kernel is idle.
FINISHED = """() => {
    const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
    const prompts = [...panel.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    const texts = prompts.map(prompt => prompt.textContent);
    const kernel = panel.querySelector('.jp-Notebook-ExecutionIndicator');
    return kernel.dataset.status === 'idle' && !texts.some(text => text.includes('*'))
        && texts.some(text => /[0-9]/.test(text));
}"""


@contextmanager
def window(page: Page, width: int, height: int) -> Iterator[None]:
    """Give a page another size, without the file browser, while the block runs."""
    usual, files = page.viewport_size, page.locator("#jp-left-stack")
    page.keyboard.press("Control+b")
    files.wait_for(state="hidden")
    page.set_viewport_size({"width": width, "height": height})
    yield
    page.set_viewport_size(usual)
    page.keyboard.press("Control+b")
    files.wait_for(state="visible")


class Notebook:
    """The notebook that is open in a page.

    Args:
        page: a page with JupyterLab.
        file: the notebook's file on the server.
    """

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.file = page, file
        # As it was when it was opened: JupyterLab saves it while the tests run.
        self.cells = json.loads(file.read_text())["cells"]
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        # Before the status bar says so, Run would ask which kernel is wanted.
        status = page.locator("#jp-main-statusbar")
        expect(status).to_contain_text("Python 3 (ipykernel) | Idle", timeout=60_000)

    def saved(self) -> dict:
        """Save, and return what is in the file."""
        self.page.keyboard.press("Control+s")
        expect(self.panel.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        return json.loads(self.file.read_text())

    def menu(self, *names: str) -> None:
        """Choose from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=names[0]).click()
        for name in names[1:]:
            exact = re.compile(rf"^{re.escape(name)}$")
            self.page.locator(".lm-Menu-itemLabel", has_text=exact).last.click()

    def run_all(self) -> None:
        """Run All Cells, and wait for the end."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(FINISHED, timeout=LONG, polling=200)

    def cell(self, number: int) -> Locator:
        """Return a cell by its place, which is there also when it is scrolled away."""
        return self.panel.locator(f'.jp-Cell[data-windowed-list-index="{number}"]')

    def show(self, cell: Locator) -> None:
        """Scroll until a cell is at the top."""
        cell.evaluate("e => e.scrollIntoView({block: 'start'})")
        expect(cell).to_be_in_viewport()

    def graded(self, grade_id: str) -> Locator:
        """Return the cell that nbgrader knows by this name."""
        names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in self.cells]
        return self.cell(names.index(grade_id))

    def run(self, cell: Locator) -> Locator:
        """Run one cell, wait for its end and return it."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.text_content()
        cell.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before or "[ ]:", timeout=60_000)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60_000)
        self.page.wait_for_function(FINISHED, polling=100)
        return cell

    def write(self, cell: Locator, source: str) -> None:
        """Replace what stands in a cell by typing over it."""
        cell.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def validate(self) -> str:
        """Press nbgrader's Validate button and return what the dialog says; it stays open."""
        self.panel.get_by_role("button", name="Validate").click()
        dialog = self.page.locator("#validation-message")
        dialog.wait_for(timeout=120_000)
        return dialog.inner_text()

    def close_dialog(self) -> None:
        """Press Ok."""
        self.page.get_by_role("button", name="Ok", exact=True).click()
        self.page.locator(".jp-Dialog").wait_for(state="detached")

    def theme(self, name: str) -> None:
        """Choose JupyterLab's theme."""
        self.menu("Settings", "Theme", f"JupyterLab {name}")
        light = {"Light": "true", "Dark": "false"}[name]
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light)
