"""Does the widget count broken labels, and do the challenges have the lesson's answers?"""

import pytest

from deeptuning.widgets import text_and_signals as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("name", widget.EDITS)
def test_without_strength_nothing_breaks(name):
    assert widget.broken(name, 0.0, "nothing") == 0


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert widget.broken("delete", 0.2, "nothing") == pytest.approx(28.2, abs=0.1)

    rates = {p: widget.broken("delete", p / 100, "nothing") for p in range(1, 101)}
    assert max(p for p, rate in rates.items() if rate <= 10) == 8
    assert rates[8] == pytest.approx(9.6)

    found = {name: widget.broken("delete", 0.3, name) for name in widget.PROTECTED}
    assert found["both"] == 0
    assert found["negations"] == pytest.approx(34.0, abs=0.1)
    assert found["praise and blame"] == pytest.approx(9.4, abs=0.1)

    assert widget.broken("neighbours", 1.0, "nothing") == pytest.approx(53.8, abs=0.1)


def test_a_broken_label_is_said():
    drawn = widget.picture("delete", 0.2, "nothing").axes[0]
    remarks = [text.get_text() for text in drawn.texts]
    assert any("label broken" in remark for remark in remarks)
    assert "28.2 %" in drawn.get_title(loc="left")


def test_new_words_are_marked():
    drawn = widget.picture("synonyms", 1.0, "nothing").axes[0]
    bold = [text for text in drawn.texts if text.get_fontweight() == "bold"]
    assert len(bold) == 5  # one word of praise or blame in each opinion


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Five opinions' in panel.picture
    assert set(panel.controls) == {"edit", "share", "protect"}
    assert panel.set("protect", "both") != panel.picture
