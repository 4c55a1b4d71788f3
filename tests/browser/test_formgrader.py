"""Does the instructor see the graded class in Formgrader, and the student the feedback?"""

import csv
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from autograder.checks import checks_of
from autograder.rehearsal.students import STUDENTS
from tests.browser.legible import overflowing
from tests.browser.server import jupyterlab, make

pytestmark = pytest.mark.browser

STUDENT = "emil"  # makes the first known mistake of every item
MISTAKES = [check.misconceptions[0] for check in checks_of("optimizers").values()]
CARD = 'div[role="status"]'


@pytest.fixture(scope="module")
def graded(root, home):
    """A class that `make grade` has made, in a folder of its own."""
    (root / "build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="class-", dir=root / "build"))
    done = make(root, home, "grade", f"CLASS=build/{folder.name}")
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def scores(graded):
    with (graded / "grades.csv").open(newline="") as table:
        return {row["student"]: row for row in csv.DictReader(table)}


@pytest.fixture(scope="module")
def server(root, home, graded):
    arguments = ["formgrader", f"CLASS=build/{graded.name}"]
    with jupyterlab(root, home / "formgrader", graded, *arguments) as running:
        yield running


@pytest.fixture(scope="module")
def page(server, new_page):
    """JupyterLab as `make formgrader` opens it, and Formgrader by its menu."""
    page = new_page(1200, 1130)
    page.goto(server.start_page)
    page.locator(".jp-DirListing-itemText", has_text="gradebook.db").wait_for(timeout=60_000)
    page.keyboard.press("Control+b")  # Formgrader wants the room of the file browser
    page.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
    page.locator('[data-command="nbgrader:open-formgrader"]').click()
    page.locator("iframe").wait_for()
    return page


@pytest.fixture
def formgrader(page, server):
    """Formgrader's frame, at its first page."""
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_url("**/formgrader/**")
    frame.goto(f"{server.url}/formgrader/manage_assignments")
    return frame


@pytest.fixture
def submissions(formgrader):
    """The list of submissions, reached from the list of assignments."""
    formgrader.get_by_role("link", name=str(len(STUDENTS)), exact=True).click()
    expect(formgrader.get_by_role("heading", name="Manage Submissions")).to_be_visible()
    return formgrader


def row(frame, text):
    """Return the row of a table with a cell that says just this."""
    cell = frame.locator("td", has_text=re.compile(rf"^\s*{re.escape(text)}\s*$"))
    return frame.locator("tbody tr").filter(has=cell)


def test_the_assignment_is_listed_with_all_its_submissions(formgrader, page, shoot):
    listed = row(formgrader, "optimizers")
    expect(listed).to_contain_text("released")
    expect(listed.get_by_role("link", name=str(len(STUDENTS)), exact=True)).to_be_visible()
    shoot(page, "formgrader-assignments")


def test_every_student_is_listed_with_a_score(submissions, scores, page, shoot):
    for student in STUDENTS:
        expect(row(submissions, student.name)).to_have_count(1)
    told = row(submissions, STUDENT)
    expect(told).to_contain_text(f"{float(scores[STUDENT]['score']):g} / 22")
    expect(told).to_contain_text("needs manual grading")
    expect(row(submissions, "lena")).to_contain_text("needs autograding")
    shoot(page, "readme-formgrader")


def test_a_submission_shows_verdict_and_hint(submissions, page, shoot):
    submissions.locator(f'a[href$="/{STUDENT}/optimizers"]').click()
    submissions.locator('a[href*="/submissions/"]').click()
    cards = submissions.locator(CARD)
    expect(cards).to_have_count(len(MISTAKES))
    for card, mistake in zip(cards.all(), MISTAKES, strict=True):
        expect(card).to_contain_text(f"Looks like: {mistake.name}. {mistake.hint}")
    score = submissions.locator('input.score[id="convert_momentum"]')
    expect(score).to_have_attribute("placeholder", "0")
    cards.first.scroll_into_view_if_needed()
    shoot(page, "formgrader-student")


def test_the_written_answer_waits_for_a_person(submissions, page, shoot):
    submissions.get_by_role("link", name="Manual Grading", exact=True).click()
    submissions.get_by_role("link", name="optimizers", exact=True).click()
    expect(submissions.get_by_role("columnheader", name="Notebook ID")).to_be_visible()
    submissions.get_by_role("link", name="optimizers", exact=True).last.click()
    expect(submissions.get_by_text("Submission #1", exact=True)).to_be_visible()
    shoot(page, "formgrader-gradebook")


def test_the_feedback_file_shows_verdict_and_hint(graded, new_page, shoot):
    page = new_page(1100, 900)
    page.goto((graded / f"feedback/{STUDENT}/optimizers/optimizers.html").as_uri())
    cards = page.locator(CARD)
    expect(cards).to_have_count(len(MISTAKES))
    for card, mistake in zip(cards.all(), MISTAKES, strict=True):
        expect(card).to_contain_text(f"Looks like: {mistake.name}. {mistake.hint}")
    assert overflowing(cards) == []
    shoot(page, "feedback-top")
    cards.first.scroll_into_view_if_needed()
    shoot(page, "feedback-card")
