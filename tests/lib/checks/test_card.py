from html.parser import HTMLParser

import pytest

from deeptuning.checks.card import Card
from deeptuning.checks.verdict import CaseVerdict, Verdict

CASES = (
    CaseVerdict("first", "passed"),
    CaseVerdict("second", "passed"),
    CaseVerdict("second", "failed", "m: 2 of 3 numbers differ", "largest difference 0.1"),
)
FAILED = Verdict("t/f", "A title", "failed", CASES, "no correction", "Both start at zero.")
VERDICTS = {
    "passed": Verdict("t/f", "A title", "passed", CASES[:2]),
    "failed": FAILED,
    "not attempted": Verdict("t/f", "A title", "not attempted"),
    "error": Verdict("t/f", "A title", "error", (CaseVerdict("a", "error", "ValueError"),)),
}


class Reader(HTMLParser):
    """Collects text and tags, and checks that every tag is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], set(), ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data + " "


@pytest.mark.parametrize("status", VERDICTS)
def test_do_both_forms_say_the_same_in_words(status):
    card = Card(VERDICTS[status])
    page = Reader(card._repr_html_()).text
    word = {"failed": "not yet", "error": "error"}.get(status, status)
    assert word in page
    assert word in repr(card)


def test_does_a_failed_card_tell_cases_difference_mistake_and_hint_in_this_order():
    for text in (repr(Card(FAILED)), Reader(Card(FAILED)._repr_html_()).text):
        places = [
            text.index(part)
            for part in ("A title", "2 of 3 cases", "second, 1 of 2", "m: 2 of 3", "0.1")
        ]
        places += [text.index("Looks like: no correction"), text.index("Both start at zero.")]
        assert places == sorted(places)


def test_is_everything_escaped():
    evil = "<script>alert('x')</script>"
    case = CaseVerdict(evil, "failed", evil, evil)
    card = Card(Verdict(evil, evil, "failed", (case,), evil, evil), note=evil)
    page = Reader(card._repr_html_())
    assert "script" not in page.tags
    assert page.text.count("alert") == 7


def test_are_only_inherited_or_readable_colours_used():
    page = Card(FAILED)._repr_html_()
    assert "background" not in page  # black on black in one of the themes
    assert "<style" not in page


def test_is_a_repeated_error_told_once():
    cases = tuple(CaseVerdict(g, "error", "ValueError", "wrong") for g in "abc")
    assert repr(Card(Verdict("t/f", "A", "error", cases))).count("ValueError") == 1
