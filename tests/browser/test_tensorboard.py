"""Does the button in the lesson on TensorBoard open it, and are its tabs filled by real runs?"""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.notebook import LONG

pytestmark = pytest.mark.browser

LESSON = "lessons/10_monitoring/01_tensorboard.ipynb"
# What the tabs show comes from these cells; the others make claims, or need Keras.
CELLS = ("parameters", "begin", "file-run", "file-torch", "scalars-run")
CELLS += ("others-train", "others-write", "hparams-run", "live-run")
FILTER = "metrics-tag-filter input, tf-tag-filterer input"
FRAME = "iframe[id^=tensorboard-frame]"
# Tab → what is filtered for, what is drawn, and how many of these there are, at least.
DRAWN = {
    "Time Series": ("accuracy/validation", "line-chart", 1),
    "Scalars": ("^loss", "tf-scalar-card", 2),
    "Distributions": ("^weights", "tf-distribution-loader", 2),
    "Histograms": ("^weights", "tf-histogram-loader", 2),
}


@pytest.fixture(scope="module")
def lesson(open_notebook):
    """The lesson, run as far as TensorBoard needs it, with room for a frame."""
    notebook = open_notebook(LESSON)
    notebook.page.set_viewport_size({"width": 1700, "height": 900})
    names = [cell["id"] for cell in notebook.cells]
    for name in CELLS:
        notebook.run(notebook.cell(names.index(name)))
    notebook.show(notebook.cell(names.index("live-run")))
    return notebook


@pytest.fixture(scope="module")
def board(lesson):
    """TensorBoard in its frame, after a click."""
    expect(lesson.panel.locator(FRAME)).to_have_count(0)
    lesson.panel.get_by_role("button", name="Start TensorBoard").click()
    frame = lesson.panel.frame_locator(FRAME)
    expect(frame.get_by_role("tab", name="Scalars")).to_be_visible(timeout=LONG)
    return frame


@pytest.fixture
def show(board, lesson, shoot):
    """Return a function that opens a tab, waits until all is drawn, and keeps a screenshot."""

    def open_tab(name, selector, only="", enough=0):
        board.get_by_role("tab", name=name).click()
        if only:
            board.locator(FILTER).locator("visible=true").fill(only)
        drawn = board.locator(selector).locator("visible=true")
        expect(drawn.first).to_be_visible()
        for _ in range(100):
            if coloured(drawn.first) >= enough:
                break
            lesson.page.wait_for_timeout(300)
        shoot(lesson.panel.locator(FRAME), f"tensorboard-{name.lower().replace(' ', '-')}")
        return drawn

    return open_tab


def coloured(element):
    """Return how many pixels of an element are neither white nor grey nor black."""
    pixels = np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB")).astype(int)
    return int((np.ptp(pixels, axis=2) > 40).sum())


@pytest.mark.parametrize("name", DRAWN)
def test_curves_and_histograms_are_drawn(show, name):
    only, selector, number = DRAWN[name]
    found = show(name, selector, only, enough=1000)
    assert found.count() >= number
    assert coloured(found.first) >= 1000


def test_images_are_those_the_network_got_wrong(show):
    pictures = show("Images", "tf-image-loader img")
    assert pictures.first.evaluate("e => [e.naturalWidth, e.naturalHeight]") == [8, 8]


def test_a_sound_can_be_played(show):
    sound = show("Audio", "tf-audio-loader audio").first
    expect(sound).to_have_js_property("readyState", 4)
    assert sound.evaluate("e => e.duration") == pytest.approx(1.8, abs=0.05)


def test_the_graph_is_that_of_the_network(show):
    graph = show("Graphs", "tf-graph-scene").first
    for name in ("Net", "input", "output"):
        expect(graph.locator("text", has_text=name).first).to_be_visible()


def test_the_text_is_the_list_of_errors(show):
    expect(show("Text", "tf-text-loader").first).to_contain_text("but it is a")


def test_every_run_of_the_search_has_its_row(show):
    table = show("HParams", "tf-hparams-main").first
    for word in ("learning_rate", "momentum", "batch", "accuracy/validation"):
        expect(table).to_contain_text(word)
    for number in range(12):
        expect(table.get_by_text(f"tried-{number}", exact=True)).to_be_visible()


def test_the_embedding_is_there(board):
    """The projector needs WebGL, so its tab may stay empty here; its data must not."""
    board.locator("body").evaluate("""async () => {
        const answer = await fetch("data/plugin/projector/runs");
        const runs = await answer.json();
        if (!runs.includes("tabs")) throw new Error(`runs: ${runs}`);
    }""")
