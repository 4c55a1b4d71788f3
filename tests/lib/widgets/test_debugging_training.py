"""Does the ward round tell the truth?"""

import numpy as np
import pytest

from deeptuning.experiments.clinic_checks import confusion
from deeptuning.experiments.clinic_register import PATIENTS
from deeptuning.widgets import debugging_training as ward
from tests.lib.widgets.panel import Panel


def test_fourteen_different_patients_that_run():
    assert len(ward.ROOMS) == len(set(ward.ROOMS.values())) == 14
    assert set(ward.ROOMS.values()) < set(PATIENTS)
    assert all(len(ward.chart_of(room).outputs) for room in ward.ROOMS)


def test_the_challenges_have_the_answers_the_lesson_gives():
    frozen = ward.chart_of("A")
    assert 0.75 < frozen.accuracy[-1] < 0.9
    assert not frozen.run.scalars["update_ratio/fc1.weight"].values.any()
    contrary = [
        room
        for room in ward.ROOMS
        if np.median(ward.chart_of(room).run.scalars["loss/train"].values[-5:]) < 0.5
        and ward.chart_of(room).accuracy[-1] < 0.15
    ]
    assert contrary == ["C"]
    assert np.argmax(confusion(ward.chart_of("C"))[0]) == 8
    assert [room for room in ward.ROOMS if ward.changed_answers(room) > 0] == ["F", "K"]
    assert ward.chart_of("K").accuracy[-1] < 0.7 < ward.chart_of("F").accuracy[-1]
    ends = {room: ward.tiny_losses_of(room)[-1] for room in ward.ROOMS}
    smooth = [r for r, end in ends.items() if 1.46 < end < 1.65 and end < ward.tiny_losses_of(r)[9]]
    assert smooth == ["D"]


@pytest.mark.parametrize("view", ward.VIEWS)
@pytest.mark.parametrize("room", ["A", "M"])
def test_every_view_is_drawn_with_the_verdict(room, view):
    figure = ward.picture(room, view, ward.ROOMS[room])
    title = figure.get_suptitle() or figure.axes[0].get_title(loc="left")
    assert title.endswith(f"{ward.ROOMS[room]}: right")


def test_a_choice_redraws_the_picture_in_place(shell):
    panel = Panel(ward.explore)
    assert 'alt="What one patient' in panel.picture
    assert set(panel.controls) == {"room", "look at", "diagnosis"}
    assert panel.set("room", "D") != panel.picture
