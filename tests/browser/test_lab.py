"""Does the lab answer a student: not attempted, wrong and why, right? Does Validate agree?"""

import inspect
import json
import re

import pytest
from playwright.sync_api import expect

from autograder.checks import CHECKS
from tests.browser.legible import faint, overflowing
from tests.browser.notebook import window

pytestmark = pytest.mark.browser

LAB, SOLVED = "labs/optimizers/optimizers.ipynb", "labs/solved/optimizers.ipynb"
CARD = '.jp-RenderedHTML > div[role="status"]'
ITEM = "convert_momentum"
STATEMENT = "Return the rate of the form `target` that walks the path of the form `source`."
CHECK = CHECKS[f"optimizers/{ITEM}"]
NAMES = [name.removeprefix("optimizers/") for name in CHECKS if name.startswith("optimizers/")]


@pytest.fixture(scope="module")
def solutions(root):
    """The sources of the instructor's cells, by grade id."""
    notebook = json.loads((root / "solutions/optimizers/optimizers.ipynb").read_text())
    marks = [(cell["metadata"].get("nbgrader"), cell) for cell in notebook["cells"]]
    return {mark["grade_id"]: "".join(cell["source"]) for mark, cell in marks if mark}


@pytest.fixture(scope="module")
def untouched(open_notebook):
    """The lab as it is handed out, with its first cell run."""
    notebook = open_notebook(LAB)
    notebook.run(notebook.graded("setup"))
    return notebook


@pytest.fixture(scope="module")
def solved(lab, open_notebook, solutions):
    """The lab with the instructor's answers."""
    notebook = json.loads((lab.folder / LAB).read_text())
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            cell["source"] = solutions[mark["grade_id"]]
    (lab.folder / SOLVED).parent.mkdir()
    (lab.folder / SOLVED).write_text(json.dumps(notebook))
    return open_notebook(SOLVED)


def misconception(number):
    """Return a wrong answer to the first item, as a student would write it."""
    known = CHECK.misconceptions[number]
    source = inspect.getsource(known.variant).rstrip()
    source = source.replace(f"def {known.variant.__name__}(", f"def {ITEM}(", 1)
    return known, source.replace(known.variant.__doc__, STATEMENT)


def answer(notebook, source):
    """Write an answer to the first item, run it and its check, and return the check's cell."""
    cell = notebook.graded(f"{ITEM}_code")
    notebook.write(cell, source)
    notebook.run(cell)
    return notebook.run(notebook.graded(ITEM))


class TestCard:
    """In order: each test finds the lab as the one before has left it."""

    def test_untouched_is_not_attempted(self, untouched, shoot):
        untouched.run(untouched.graded(f"{ITEM}_code"))
        cell = untouched.run(untouched.graded(ITEM))
        expect(cell.locator(CARD)).to_contain_text("not attempted yet")
        expect(cell.locator(".jp-OutputArea")).to_contain_text("AssertionError")
        shoot(cell, "check-not-attempted")

    @pytest.mark.parametrize("number", range(len(CHECK.misconceptions)))
    def test_a_known_mistake_gets_its_name_and_its_hint(self, untouched, number, shoot):
        known, source = misconception(number)
        cell = answer(untouched, source)
        card = cell.locator(CARD)
        expect(card).to_have_count(1)
        expect(card).to_contain_text("not yet")
        expect(card).to_contain_text(f"Looks like: {known.name}. {known.hint}")
        assert faint(card) == []
        assert overflowing(cell.locator(".jp-OutputArea-output")) == []
        if number == 0:
            shoot(cell, "check-hint")
            with window(untouched.page, 1100, 560):
                untouched.show(untouched.graded(f"{ITEM}_code"))
                shoot(untouched.page, "readme-check")

    def test_an_unknown_mistake_gets_the_difference(self, untouched, shoot):
        wrong = f"def {ITEM}(learning_rate, momentum, source, target):\n    return 42.0"
        cell = answer(untouched, wrong)
        expect(cell.locator(CARD)).to_contain_text("not yet, 0 of")
        expect(cell.locator(CARD)).to_contain_text("yours 42")
        expect(cell.locator(CARD)).not_to_contain_text("Looks like")
        shoot(cell, "check-fail")

    def test_code_that_stops_gets_its_error(self, untouched, shoot):
        wrong = f"def {ITEM}(learning_rate, momentum, source, target):\n    return rate"
        cell = answer(untouched, wrong)
        expect(cell.locator(CARD)).to_contain_text("NameError")
        assert faint(cell.locator(CARD)) == []
        shoot(cell, "check-error")

    def test_it_can_be_read_in_the_dark(self, untouched, shoot):
        cell = answer(untouched, misconception(1)[1])
        untouched.theme("Dark")
        shoot(cell, "dark-check")
        found = faint(cell.locator(CARD))
        untouched.theme("Light")
        assert found == []

    def test_validate_tells_what_is_missing(self, untouched, shoot):
        told = untouched.validate()
        shoot(untouched.page, "validate-failure")
        untouched.close_dialog()
        assert re.search(rf"optimizers/{ITEM}: \d of 9 cases passed", told)
        for name in NAMES:
            assert f'check("optimizers/{name}"' in told
            assert name == ITEM or f"optimizers/{name}: not attempted" in told
        assert "You did not provide a response." in told

    def test_the_right_answer_passes(self, untouched, solutions, shoot):
        cell = answer(untouched, solutions[f"{ITEM}_code"])
        expect(cell.locator(CARD)).to_contain_text("passed, 9 of 9 cases")
        expect(cell.locator(".jp-OutputArea-output")).to_have_count(1)
        assert faint(cell.locator(CARD)) == []
        shoot(cell, "check-pass")


class TestSolved:
    def test_every_card_passes(self, solved, shoot):
        solved.run_all()
        cards = solved.panel.locator(CARD)
        expect(cards).to_have_count(len(NAMES))
        for card in cards.all():
            expect(card).to_contain_text("passed")
        shoot(solved.graded("beat_target"), "check-beat-target")

    def test_validate_agrees(self, solved, shoot):
        told = solved.validate()
        shoot(solved.page, "validate-success")
        solved.close_dialog()
        assert told == "Success! Your notebook passes all the tests."
