"""Does the widget show what the model does with the words, and read what the reader writes?"""

import numpy as np
import pytest

from deeptuning.experiments.sentiment_data import as_numbers
from deeptuning.widgets import sentiment_cnn as widget
from tests.lib.widgets.panel import Panel

INDEX = {"the": 1, "plot": 2, "was": 3, "not": 4, "dull": 5, "superb": 6}
NOT, DULL, SUPERB = (INDEX[word] + 3 for word in ("not", "dull", "superb"))
EXAMPLES = {"blame": "The plot was dull.", "negated": "The plot was not dull."}


def predict(numbers):
    """A model that knows negation: `not` turns what is said."""
    said = (numbers == SUPERB).sum(axis=1) - 1.0 * (numbers == DULL).sum(axis=1)
    return np.where((numbers == NOT).any(axis=1), -said, said)


def encode(texts):
    return as_numbers(texts, INDEX, 50, 100)


@pytest.mark.parametrize(
    ("text", "credits", "logit"),
    [
        ("The plot was dull.", [0, 0, 0, -1], -1),
        ("The plot was not dull.", [0, 0, 0, 2, 1], 1),
        ("The plot was boring.", [0, 0, 0, 0], 0),  # a word it has never seen has no credit
    ],
)
def test_a_negation_turns_the_credit_and_an_unknown_word_has_none(text, credits, logit):
    found = widget.read(predict, encode, text)
    np.testing.assert_allclose(found.credits, credits)
    assert found.logit == logit


def test_a_long_text_is_cut_for_the_picture():
    assert len(widget.read(predict, encode, "dull " * 100).words) == widget.LONGEST


def test_what_the_reader_writes_comes_before_the_example(shell):
    panel = Panel(widget.explore, predict, encode, EXAMPLES)
    assert 'alt="The words of a review' in panel.picture
    assert set(panel.controls) == {"example", "or write"}
    changes = (("example", "negated"), ("or write", "superb"), ("or write", "?!"))
    pages = [panel.picture, *(panel.set(name, value) for name, value in changes)]
    assert pages[1] == pages[3]  # nothing but signs: back to the example
    assert len(set(pages)) == 3
