"""Is the ranking right, and can one really make anyone win?"""

import numpy as np
import pytest

from deeptuning import optimizers
from deeptuning.experiments.optimizer_table import Table, record
from deeptuning.widgets import choosing_an_optimizer as widget
from tests.lib.widgets.panel import Panel

NAMES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam", "adamax")
RATES = np.geomspace(0.001, 10, 9)


@pytest.fixture(scope="module")
def tables():
    return {name: record(getattr(optimizers, name), RATES, range(5)) for name in NAMES}


def made(training, validation, test):
    """A table with one start, one epoch and a constant training loss at every rate."""
    training = np.array(training)[:, None, None] * np.ones((1, 1, 12))
    validation, test = (np.array(values)[:, None, None] for values in (validation, test))
    return Table(np.array([0.1, 1.0]), training, validation, test, test)


def test_the_ranking_is_by_what_was_asked():
    pair = {
        "sgd": made([3.0, 0.2], [3.0, 0.3], [3.0, 0.5]),
        "adam": made([0.1, 9.0], [0.4, 9.0], [0.4, 0.1]),
    }
    assert list(widget.ranking(pair, 0.1, "training loss")) == ["adam", "sgd"]
    assert list(widget.ranking(pair, 1.0, "training loss")) == ["sgd", "adam"]
    own = widget.ranking(pair, widget.OWN, "test loss")  # adam's best test loss is not selected
    assert {name: values.tolist() for name, values in own.items()} == {"adam": [0.4], "sgd": [0.5]}
    assert widget.ranking(pair, 1.0, "training loss")["adam"].tolist() == [4.0]
    assert widget.ranking(pair, 0.1, "steps to training loss 0.3")["adam"].tolist() == [11]


def winner(tables, rate):
    return next(iter(widget.ranking(tables, rate, "training loss")))


def factor(tables, rate, measure):
    medians = [np.median(values) for values in widget.ranking(tables, rate, measure).values()]
    return medians[-1] / medians[0]


def test_the_challenges_have_the_answers_the_lesson_gives(tables):
    assert all(winner(tables, rate) == "rmsprop" for rate in RATES[:3])
    assert winner(tables, 0.1) == "adamax"
    assert winner(tables, 1.0) == "adagrad"
    assert all(winner(tables, rate) == "sgd" for rate in RATES[-2:])
    for rate in RATES[5:]:
        assert "adam" in list(widget.ranking(tables, rate, "training loss"))[-3:]
    assert 1.5 < factor(tables, widget.OWN, "training loss") < 3.5
    assert factor(tables, widget.OWN, "test loss") < 2
    assert 15 < factor(tables, 0.01, "training loss") < 40


def test_a_slider_redraws_the_picture_in_place(shell, tables):
    few = {name: tables[name] for name in ("sgd", "adam")}
    panel = Panel(widget.explore, few)
    assert 'alt="Eight optimizers' in panel.picture
    assert set(panel.controls) == {"rate", "measure"}
    after = panel.set("rate", widget.OWN)
    assert len({panel.picture, after, panel.set("measure", "test loss")}) == 3
