"""Do pictures come with words, in one style, and without leaving figures open?"""

import base64
import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from deeptuning.data.surfaces import valley
from deeptuning.optimizers import adam, descend, sgd
from deeptuning.plots import style
from deeptuning.plots.bands import banded, circled
from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import SHARPNESS, as_html
from deeptuning.plots.lines import lines
from deeptuning.plots.trajectories import small_multiples, trajectories
from deeptuning.training.many import Runs


@pytest.fixture(autouse=True)
def course_style():
    plt.close("all")
    style.use_style()
    yield
    plt.close("all")


ALT = "A line that goes up from left to right."


def figure():
    return lines({"": {"one": (np.arange(3), np.arange(3))}}, xlabel="x", ylabel="y")


def test_html_holds_a_picture_and_its_words():
    page = as_html(figure(), 'A "quoted" line & more of it.')
    data = page.split("base64,")[1].split('"')[0]
    width, height = Image.open(io.BytesIO(base64.b64decode(data))).size
    assert width > height > 100
    assert 'alt="A &quot;quoted&quot; line &amp; more of it."' in page
    assert plt.get_fignums() == []


def test_the_picture_is_what_matplotlib_saves():
    page, file = as_html(figure(), ALT), io.BytesIO()
    drawn = io.BytesIO(base64.b64decode(page.split("base64,")[1].split('"')[0]))
    figure().savefig(file, dpi=110 * SHARPNESS)
    np.testing.assert_array_equal(*(np.asarray(Image.open(each)) for each in (drawn, file)))


@pytest.mark.parametrize("alt", ["", "plot", "loss over time"])
def test_a_picture_without_a_sentence_is_refused(alt):
    with pytest.raises(ValueError, match=r"`alt` must say in a sentence.*Received"):
        as_html(figure(), alt)


def test_optimizers_differ_in_colour_and_in_line_style():
    assert set(style.OPTIMIZERS) == set(style.LABELS)
    for channel in ("color", "linestyle", "marker"):
        assert len({str(look[channel]) for look in style.OPTIMIZERS.values()}) == len(style.LABELS)


def test_lines_draw_what_they_are_given():
    x, y = np.arange(4), np.array([3.0, 1.0, 2.0, 5.0])
    drawn = lines({"left": {"a": (x, y)}, "right": {"b": (x, -y)}}, xlabel="step", ylabel="loss")
    left, right = drawn.axes
    np.testing.assert_array_equal(left.lines[0].get_ydata(), y)
    np.testing.assert_array_equal(right.lines[0].get_ydata(), -y)
    assert (left.get_title(loc="left"), left.get_xlabel(), left.get_ylabel()) == (
        "left",
        "step",
        "loss",
    )


def test_more_lines_than_looks_is_an_error():
    many = {str(i): ([0], [0]) for i in range(5)}
    with pytest.raises(ValueError, match="at most 4 lines.*Received: 5"):
        lines({"": many}, xlabel="", ylabel="")


def test_rate_curves_draw_the_median_the_band_and_the_best():
    runs = Runs(
        np.array([0.1, 1.0, 10.0]), np.array([[3, 2, 1], [0.5, 1, 9], [9, np.inf, 9]]), None
    )
    drawn = rate_curves({"": {"Adam": (runs, style.look("adam"))}}, steps=5)
    panel = drawn.axes[0]
    np.testing.assert_array_equal(panel.lines[0].get_ydata(), [2, 1, 5])
    np.testing.assert_array_equal(panel.lines[1].get_xdata(), [1.0])
    assert len(panel.collections) == 1


def test_trajectories_draw_every_step_in_the_optimizers_colour():
    place = valley(10)
    paths = {
        "sgd": descend(sgd, place.gradient, place.start, 4),
        "adam": descend(adam, place.gradient, place.start, 4),
    }
    drawn = trajectories(place, paths)
    plane, curve = drawn.axes
    adams = [line for line in plane.lines if line.get_color() == style.OPTIMIZERS["adam"]["color"]]
    np.testing.assert_array_equal(adams[0].get_xydata(), paths["adam"])
    np.testing.assert_allclose(curve.lines[0].get_ydata(), place.loss(paths["sgd"]))


def test_small_multiples_say_the_final_loss():
    place = valley(10)
    path = descend(adam, place.gradient, place.start, 4)
    drawn = small_multiples(place, dict.fromkeys(["sgd", "momentum", "adam", "nadam"], path))
    titles = [panel.get_title(loc="left") for panel in drawn.axes if panel.get_visible()]
    assert titles[2] == f"Adam: {place.loss(path[-1]):.1e}"
    assert len(titles) == 4


def test_a_band_reaches_from_the_lowest_to_the_highest_run():
    axes = plt.subplots()[1]
    runs = np.array([[1.0, 2.0, 9.0], [3.0, 5.0, 4.0]])
    np.testing.assert_array_equal(banded(axes, [10, 20], runs, color="k", label="x"), [2, 4])
    np.testing.assert_array_equal(axes.lines[0].get_xydata(), [[10, 2], [20, 4]])
    corners = {tuple(corner) for corner in axes.collections[0].get_paths()[0].vertices}
    assert {(10, 1), (10, 9), (20, 3), (20, 5)} <= corners
    circled(axes, [10, 20], np.array([2.0, 1.0]), "k")
    np.testing.assert_array_equal(axes.lines[1].get_xydata(), [[20, 1]])
