"""Which lessons there are, and how to run one as a reader would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.lessons.warm import Warm

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "lessons").glob("[0-9]*/[0-9]*.ipynb"))


class Run(NamedTuple):
    """An executed lesson and what it took."""

    notebook: dict
    seconds: float
    cpu_seconds: float
    peak_mib: float

    def outputs(self) -> list[dict]:
        return [out for cell in self.notebook["cells"] for out in cell.get("outputs", [])]

    def data(self, mime: str) -> list:
        return [out["data"][mime] for out in self.outputs() if mime in out.get("data", {})]


# A small process in between: the peak of a child counts from what its parent held at the fork, and
# a test process holds a lot.
WATCH = """
import json, os, resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(os.environ["USAGE"], "w") as file:
    json.dump([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], file)
sys.exit(code)
"""


def execute(path: Path, into: Path, warm: Warm | None = None, **parameters: object) -> Run:
    """Run a lesson with papermill, in its own folder, at the fast budget.

    The peak is the resident memory of the largest process in the run, which is the kernel.

    Args:
        path: the lesson.
        into: folder for the executed copy and for what was said on the way.
        warm: where imports have been done; None starts from nothing, as a reader does.
        parameters: values for the lesson's parameters.
    """
    into.mkdir(parents=True, exist_ok=True)
    target, log = into / path.name, into / f"{path.stem}.log"
    once = "--no-request-save-on-cell-execute"  # saves the notebook once, not 200 times
    options = ["--no-progress-bar", once, "--cwd", str(path.parent)]
    for name, value in {"BUDGET": "fast", **parameters}.items():
        options += ["-p", name, str(value)]
    if warm:
        command = [*warm.command("papermill"), "-k", "warm", *options]
        environment = warm.environment
    else:
        command = [sys.executable, "-c", WATCH, sys.executable, "-m", "papermill", *options]
        environment = {"USAGE": str(into / f"{path.stem}.usage")}
    started = time.perf_counter()
    with log.open("w") as stream:
        done = subprocess.run(
            [*command, path, target],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise AssertionError(f"{path.name} failed:\n{log.read_text()[-4000:]}")
    usage = Path(environment["USAGE"])
    cpu_seconds, peak = warm.used(programs=2) if warm else json.loads(usage.read_text())
    return Run(json.loads(target.read_text()), seconds, cpu_seconds, peak)
