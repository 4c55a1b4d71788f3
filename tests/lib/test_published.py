"""Whatever the library offers has been compared with something, and the README says how it went."""

import importlib
import inspect
from pathlib import Path

import pytest

import deeptuning
from tests.lib.test_imports import TOPICS
from tests.parity_table import README, START, published

LIB = Path(deeptuning.__file__).parent
# What has no number of its own to compare, and why.
EXEMPT = {
    "gradients": {"activation": "looks a pair of functions up"},
    "optimizers": {
        "find": "looks a rule up",
        "convention_table": "returns a text, which a test measures line by line",
    },
    "schedules": {
        "find": "looks a schedule up",
        "describe": "returns the arguments; `build` computes with them",
    },
}


def offered(topic: str) -> set[str]:
    """The public functions, and modules of functions, of a topic; types and tables are left out."""
    module = importlib.import_module(f"deeptuning.{topic}")
    values = {name: getattr(module, name) for name in module.__all__}
    return {
        name
        for name, value in values.items()
        if inspect.ismodule(value) or (callable(value) and not inspect.isclass(value))
    }


def missing(topic: str, items: set[str]) -> set[str]:
    """What a topic offers and no row names; "layer_norm gradient" is a row of `layer_norm`."""
    return offered(topic) - {item.split()[0] for item in items} - EXEMPT.get(topic, {}).keys()


@pytest.fixture
def tables(pytestconfig: pytest.Config) -> dict[str, set[str]]:
    """The rows in the README, by topic."""
    if not README.exists() or START not in README.read_text(encoding="utf-8"):
        pytest.skip("the library's README has no place for the tables")
    if pytestconfig.getoption("--publish-parity"):
        pytest.skip("this run writes the tables; the next one checks them")
    return published(README)


@pytest.mark.parametrize("topic", [t for t in TOPICS if (LIB / t / "__init__.py").exists()])
def test_every_function_has_a_row_in_the_published_tables(topic, tables):
    without = missing(topic, tables.get(topic, set()))
    assert without == set(), "write a test that compares it, through `agrees`; then `make parity`"


@pytest.mark.parametrize("topic", EXEMPT)
def test_what_is_exempt_exists(topic):
    assert EXEMPT[topic].keys() <= offered(topic)


def test_what_is_missing_is_found():
    offer = offered("normalization")
    assert {"layer_norm", "layer_norm_backward", "standardizer"} <= offer
    assert "Entry" not in offered("optimizers")
    assert missing("normalization", offer) == set()
    assert missing("normalization", {*offer - {"rms_norm"}, "rms_norm gradient"}) == set()
    assert missing("normalization", offer - {"rms_norm"}) == {"rms_norm"}
