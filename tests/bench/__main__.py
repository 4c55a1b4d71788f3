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
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One measured number and what was promised."""

    what: str
    measured: str
    promised: str


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

    slowest = 0.0
    for name, defined in CHECKS.items():
        with contextlib.redirect_stdout(io.StringIO()):
            whole = statistics.median(seconds(lambda n=name, d=defined: check(n, d.reference), 9))
        slowest = max(slowest, whole - alone(name, defined.reference))
    yield Row(
        "check() beyond the student's function, slowest check",
        f"{slowest * 1000:.0f} ms",
        "≤ 50 ms",
    )


def adapters() -> Iterator[Row]:
    """Train the same small network with torch's Adam and with the rule as an optimizer."""
    import torch

    from deeptuning.adapters.torch import RuleOptimizer

    torch.set_num_threads(1)

    def trainer(make: Callable) -> Callable[[], None]:
        torch.manual_seed(0)
        network = torch.nn.Sequential(
            torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)
        )
        optimizer = make(network.parameters())
        images, labels = torch.randn(64, 64), torch.randint(10, (64,))

        def train() -> None:
            for _ in range(50):
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(network(images), labels).backward()
                optimizer.step()

        return train

    plain = trainer(lambda p: torch.optim.Adam(p, lr=0.001, foreach=False))
    ours = trainer(lambda p: RuleOptimizer(p, "adam", learning_rate=0.001))
    # In turns, and the best of each: another program on the machine must not decide the ratio.
    pairs = [(seconds(ours, 1)[0], seconds(plain, 1)[0]) for _ in range(20)]
    ratio = min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs)
    yield Row("training step, readable rule / torch.optim.Adam, eager", f"{ratio:.2f}×", "")


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
    yield Row("class of 12 graded, release to feedback (stock nbgrader)", f"{taken:.0f} s", "")


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for measure in (importing, checking, adapters, lessons, grading):
        for row in measure():
            print(f"{row.what:<58} {row.measured:>16}  {row.promised}", flush=True)


if __name__ == "__main__":
    main()
