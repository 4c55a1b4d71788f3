"""Are runs, medians and pairs where they belong?"""

import matplotlib.pyplot as plt
import numpy as np

from deeptuning.plots.dots import dots, paired

GROUPS = {"before": np.array([1.0, 2.0, 6.0]), "after": np.array([3.0, 2.5, 1.0])}


def test_every_run_is_a_dot_and_the_median_is_written():
    axes = plt.figure().subplots()
    dots(axes, GROUPS, fmt="{:.2f}")
    drawn = [line.get_ydata().tolist() for line in axes.lines]
    assert drawn == [values.tolist() for values in GROUPS.values()]
    assert [text.get_text() for text in axes.texts] == ["2.00", "2.50"]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(GROUPS)


def test_a_line_joins_the_two_values_of_a_run():
    axes = plt.figure().subplots()
    paired(axes, GROUPS)
    lines = [line.get_ydata().tolist() for line in axes.lines[:3]]
    assert lines == [[1.0, 3.0], [2.0, 2.5], [6.0, 1.0]]
    assert len(axes.lines) == 5
