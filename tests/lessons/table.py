"""The table of what every lesson took and holds, for people: written when the tests end.

A test leaves a line as a property of its report, which also arrives from another process.
"""

from __future__ import annotations

from typing import Any

import pytest

HEAD = (
    "| lesson | seconds | CPU seconds | MiB | cells | median code cell | claims | figures | widget "
    "| questions |\n" + "|---" * 10 + "|"
)
LINE = "line of the table of lessons"
LINES: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the lines."""
    if report.when == "call":
        LINES.extend(value for name, value in report.user_properties if name == LINE)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print and write the table."""
    if not LINES or hasattr(config, "workerinput"):
        return
    table = "\n".join([HEAD, *sorted(LINES)])
    terminalreporter.section("lessons at the fast budget, imports of the frameworks not counted")
    terminalreporter.write_line(table)
    (config.rootpath / "build/artefacts/lessons.md").write_text(table + "\n")
