"""The fixture `agrees` and the tables it feeds."""

import numpy as np
import pytest
import torch

from tests.parity import collect, deviation
from tests.parity_table import END, START, by_topic, markdown, number, publish, published


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0.0),
        ([1.0, 2.2], [1.0, 2.0], 0.1),
        (np.zeros(3), np.zeros((3, 1)), np.inf),
        ([np.nan, 1.0], [np.nan, 1.0], 0.0),
        ([np.nan, 1.0], [1.0, 1.0], np.inf),
        ([np.inf, 1.5], [np.inf, 1.0], 0.5),
        ([0.25], [0.0], 0.25),
        ({"m": [1.0], "v": [3.0]}, {"m": [1.0], "v": [2.0]}, 0.5),
        ({"m": [1.0]}, {"v": [1.0]}, np.inf),
        ([np.ones(2), np.ones(3)], [np.ones(2), 4 * np.ones(3)], 0.75),
        ([np.ones(2)], [np.ones(2), np.ones(3)], np.inf),
        (torch.ones(2, requires_grad=True), np.ones(2), 0.0),
    ],
)
def test_deviation_is_relative_to_the_largest_expected_value(ours, theirs, expected):
    assert deviation(ours, theirs) == pytest.approx(expected)


def test_agrees_asserts_and_leaves_a_row(agrees, request):
    agrees("item", "by hand", [1.0, 2.5], [1.0, 2.0], within=0.25)
    assert request.node.user_properties[-1] == ("agrees", ["tests", "item", "by hand", 0.25, 0.25])
    with pytest.raises(AssertionError, match=r"item is 0\.25 off by hand, allowed 0\.2"):
        agrees("item", "by hand", [1.0, 2.5], [1.0, 2.0], within=0.2)
    request.node.user_properties.clear()


def test_the_largest_deviation_of_a_pair_is_kept():
    seen = {}
    rows = [("agrees", ["t", "adam", "torch", d, 1e-12]) for d in (2e-15, 3e-14, 0.0)]
    collect([*rows, ("other", 1)], seen)
    assert seen == {("t", "adam", "torch"): (3e-14, 1e-12)}


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (1e-15, "1e-15"), (1.2e-15, "2e-15"), (9.5e-16, "1e-15")]
)
def test_a_number_is_rounded_up(value, shown):
    assert number(value) == shown


def test_what_is_published_can_be_read_back(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    seen = {("t", "adam", "torch"): (3e-14, 1e-12), ("t", "sgd", "Keras"): (0.0, 1e-12)}
    publish(seen, readme)
    text = readme.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert published(readme) == {"t": {"adam", "sgd"}}
    assert markdown(seen) in text
    assert list(by_topic(seen)["t"]) == ["adam", "sgd"]
