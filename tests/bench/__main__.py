"""Measure what the project promises, in one run on one machine: `make bench`."""

from __future__ import annotations

import contextlib
import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.rows import Row


def seconds(action: Callable[[], Any], times: int) -> list[float]:
    """Run an action several times and return how long each took."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return taken


def importing() -> Iterator[Row]:
    """Start Python with and without `import deeptuning`; the difference is the import."""

    def start(code: str) -> float:
        return min(seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True), 5))

    taken = start("import deeptuning") - start("pass")
    yield Row("import deeptuning", f"{taken * 1000:.0f} ms", "≤ 300 ms")


TRAINING = ("chosen_changes", "repaired_net", "searched", "trained_with_rates")


def checking() -> Iterator[Row]:
    """Check the functions of a perfect student; take off what the functions alone need."""
    from autograder.checks import CHECKS
    from deeptuning.checks import check
    from deeptuning.checks.recorded_cases import recorded

    def alone(name: str, function: Callable) -> float:
        """Drive the cases, judge nothing."""
        from deeptuning.checks.drivers import drive

        cases = recorded(name)
        return statistics.median(seconds(lambda: drive(cases.driver, function, cases.inputs), 9))

    # Some checks train with what was returned, which is most of their work.
    slowest = {"compares": 0.0, "trains what was returned": 0.0}
    for name, defined in CHECKS.items():
        with contextlib.redirect_stdout(io.StringIO()):
            whole = statistics.median(seconds(lambda n=name, d=defined: check(n, d.reference), 9))
        kind = "trains what was returned" if defined.criterion in TRAINING else "compares"
        slowest[kind] = max(slowest[kind], whole - alone(name, defined.reference))
    for kind, taken in slowest.items():
        what = f"check() beyond the student's function, slowest that {kind}"
        yield Row(what, f"{taken * 1000:.0f} ms", "≤ 50 ms" if kind == "compares" else "")


def device() -> str:
    """The GPU where there is one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def rules() -> Iterator[Row]:
    """Take steps with readable rules and with the frameworks' own optimizers."""
    from tests.bench.rules import keras_rows, rows

    yield from rows(device())
    yield from keras_rows()


def training() -> Iterator[Row]:
    """Train the same network with our loop, by hand, with Keras and with Lightning."""
    from tests.bench.training import rows

    yield from rows(device())


def lessons() -> Iterator[Row]:
    """Run every lesson at the fast budget."""
    from tests.lessons.lessons import LESSONS, execute

    with tempfile.TemporaryDirectory() as folder:
        for path in LESSONS:
            run = execute(path, Path(folder))
            measured = f"{run.seconds:.0f} s, {run.peak_mib:.0f} MiB"
            yield Row(f"lesson {path.stem}", measured, "≤ 45 s, ≤ 1536 MiB")


def grading() -> Iterator[Row]:
    """Rehearse a class of twelve, from release to feedback."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "autograder", "rehearse", "--into", f"{folder}/class"]
        (taken,) = seconds(lambda: subprocess.run(command, check=True, capture_output=True), 1)
    yield Row("class of 12 rehearsed, release to feedback", f"{taken:.0f} s", "")


def speed() -> Iterator[Row]:
    """Grade the same small labs with stock nbgrader and with ours."""
    from tests.bench.grading import rows

    yield from rows()


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for measure in (importing, checking, rules, training, lessons, grading, speed):
        for row in measure():
            print(f"{row.what:<66} {row.measured:>16}  {row.promised}", flush=True)


if __name__ == "__main__":
    main()
