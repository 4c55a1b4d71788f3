"""Do bars stand at the medians, with every run on them?"""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from deeptuning.plots.run_bars import run_bars

GROUPS = {
    "small": {"a": np.array([1.0, 2.0, 9.0]), "b": np.array([4.0, 5.0, 6.0])},
    "large": {"a": np.array([0.0, 1.0, 2.0]), "b": np.array([7.0, 7.0, 8.0])},
}


@pytest.fixture
def axes():
    yield run_bars(GROUPS, "loss", "a title").axes[0]
    plt.close("all")


def test_bars_are_medians(axes):
    assert [bar.get_height() for bar in axes.patches] == [2.0, 1.0, 5.0, 7.0]


def test_every_run_is_a_dot_at_the_middle_of_its_bar(axes):
    dots = [(line.get_xdata(), line.get_ydata()) for line in axes.lines]
    expected = [GROUPS["small"]["a"], GROUPS["large"]["a"]]
    expected += [GROUPS["small"]["b"], GROUPS["large"]["b"]]
    for (x, y), runs, bar in zip(dots, expected, axes.patches, strict=True):
        np.testing.assert_array_equal(y, runs)
        np.testing.assert_allclose(x, bar.get_x() + bar.get_width() / 2)


def test_labels_have_a_second_channel_and_a_legend(axes):
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b"]
    assert len({bar.get_hatch() for bar in axes.patches}) == 2


def test_one_label_needs_no_legend():
    drawn = run_bars({"x": {"": np.ones(2)}, "y": {"": np.zeros(2)}}, "loss", "a title")
    assert drawn.axes[0].get_legend() is None
    plt.close("all")
