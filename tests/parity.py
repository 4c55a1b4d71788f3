"""`agrees`: a comparison with an oracle that asserts, and leaves a row in the published tables.

Tests ask for the fixture and compare through it:

    agrees("layer_norm", "torch", layer_norm(x, gamma, beta), oracle, within=1e-12)

The run prints the largest deviation seen for every pair of item and oracle; `make parity` writes
them into the library's README.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.parity_table import README, printed, publish

Seen = dict[tuple[str, str, str], tuple[float, float]]
SEEN: Seen = {}


def deviation(ours: Any, theirs: Any) -> float:
    """The largest difference, relative to the largest expected value; inf where shapes differ.

    NaN and infinities agree only with themselves. Lists, tuples and dicts are compared leaf by
    leaf, each against its own scale.
    """
    if isinstance(theirs, dict):
        if not isinstance(ours, dict) or ours.keys() != theirs.keys():
            return np.inf
        return max((deviation(ours[key], theirs[key]) for key in theirs), default=0.0)
    if isinstance(theirs, list | tuple) and not all(np.isscalar(v) for v in theirs):
        if len(ours) != len(theirs):
            return np.inf
        return max((deviation(o, t) for o, t in zip(ours, theirs, strict=True)), default=0.0)
    ours, theirs = plain(ours), plain(theirs)
    if ours.shape != theirs.shape:
        return np.inf
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    if same.all():
        return 0.0
    if not (np.isfinite(ours[~same]).all() and np.isfinite(theirs[~same]).all()):
        return np.inf
    scale = np.abs(theirs[np.isfinite(theirs)]).max()
    return float(np.abs(ours[~same] - theirs[~same]).max() / (scale if scale > 0 else 1.0))


def plain(value: Any) -> np.ndarray:
    """A float64 array of what may be a torch, Keras or TensorFlow tensor."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    return np.asarray(value, dtype=np.float64)


@pytest.fixture
def agrees(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Assert that ours is within a relative deviation of an oracle's, and record how far off."""
    folder = Path(str(request.node.fspath)).parent.name

    def agrees(item: str, oracle: str, ours: Any, theirs: Any, *, within: float) -> None:
        found = deviation(ours, theirs)
        request.node.user_properties.append(("agrees", [folder, item, oracle, found, within]))
        assert found <= within, f"{item} is {found:.3g} off {oracle}, allowed {within:.3g}"

    return agrees


def collect(properties: Iterable[tuple[str, Any]], seen: Seen) -> None:
    """Keep the largest deviation, and its bound, of every pair."""
    for name, value in properties:
        if name == "agrees":
            topic, item, oracle, found, within = value
            worst, bound = seen.get((topic, item, oracle), (0.0, 0.0))
            seen[topic, item, oracle] = (max(worst, found), max(bound, within))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect from passed tests, also those that ran in another process."""
    if report.when == "call" and report.passed:
        collect(report.user_properties, SEEN)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--publish-parity` writes the tables of this run into the library's README."""
    parser.addoption("--publish-parity", action="store_true", help="write the parity tables")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the tables, and publish them when asked and when nothing failed."""
    if not SEEN or hasattr(config, "workerinput"):
        return
    terminalreporter.section("largest relative deviation from independent oracles")
    terminalreporter.write_line(printed(SEEN))
    if config.getoption("--publish-parity") and not terminalreporter.stats.get("failed"):
        publish(SEEN, README)
