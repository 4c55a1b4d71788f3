"""Does a claim get the verdict that its numbers deserve?"""

import numpy as np
import pytest

from deeptuning.claims import MIME, ClaimChangedError, claim


def below_one(measured, verdict, **more):
    return claim(
        "It is small.", measured, quantity="x", supports=lambda x: x < 1, verdict=verdict, **more
    )


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        ([0.1, 0.5], "holds"),
        ([2.0, 3.0], "does not hold"),
        ({"a": [0.1], "b": [0.2]}, "holds"),
        ({"a": [2.0], "b": [3.0]}, "does not hold"),
        ({"a": [0.1], "b": [2.0]}, "holds if a"),
        ({"a": [0.1], "b": [2.0], "c": 0.5}, "holds if a or c"),
        (np.float32(0.5), "holds"),
    ],
)
def test_verdict_follows_from_the_numbers(measured, verdict):
    assert below_one(measured, verdict).verdict == verdict


@pytest.mark.parametrize("wrong", ["holds", "does not hold", "holds if b"])
def test_a_changed_verdict_fails_and_says_what_was_measured(wrong):
    with pytest.raises(ClaimChangedError, match=rf"Expected verdict: {wrong}.\n(.|\n)*holds if a"):
        below_one({"a": [0.1], "b": [2.0]}, wrong)


def test_seeds_that_disagree_leave_a_claim_undecided():
    with pytest.raises(ClaimChangedError, match="undecided if a"):
        below_one({"a": [0.1, 2.0], "b": [0.1]}, "holds")


def test_the_median_can_decide():
    assert below_one([0.1, 0.2, 5.0], "holds", decided_by="median").verdict == "holds"
    assert below_one([0.1, 2.0, 5.0], "does not hold", decided_by="median").verdict


def test_a_run_that_blew_up_supports_nothing():
    assert below_one([np.nan, np.inf], "does not hold").verdict == "does not hold"


def test_no_values_is_an_error_with_a_remedy():
    with pytest.raises(ValueError, match="at least one value.*Run the experiment"):
        below_one({"a": []}, "holds")


def test_the_card_escapes_what_it_is_given():
    card = claim("<b>&", [0.0], quantity="<i>", supports=lambda x: True, verdict="holds")
    html = card._repr_html_()
    assert "<b>&" not in html
    assert "&lt;b&gt;&amp;" in html
    assert "<i>" not in html


def test_the_bundle_carries_the_numbers_for_the_table():
    data = below_one({"a": [0.1, 0.3], "b": [2.0]}, "holds if a")._repr_mimebundle_()[MIME]
    assert data["verdict"] == "holds if a"
    assert data["measurements"][0] == {
        "condition": "a",
        "median": 0.2,
        "low": 0.1,
        "high": 0.3,
        "runs": 2,
        "share": 1.0,
    }
