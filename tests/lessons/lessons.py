"""Which lessons there are, and how to run one as a reader would."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

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
import json, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))
sys.exit(code)
"""


def execute(path: Path, into: Path, python: str = sys.executable, **parameters: object) -> Run:
    """Run a lesson with papermill, in its own folder, at the fast budget.

    The peak is the resident memory of the largest process in the run, which is the kernel.
    """
    into.mkdir(parents=True, exist_ok=True)
    target = into / path.name
    command = [python, "-m", "papermill", "--no-progress-bar", "--cwd", str(path.parent)]
    for name, value in {"BUDGET": "fast", **parameters}.items():
        command += ["-p", name, str(value)]
    log = into / f"{path.stem}.log"
    started = time.perf_counter()
    with log.open("w") as stream:
        watched = [sys.executable, "-c", WATCH, *command, path, target]
        done = subprocess.run(watched, stdout=subprocess.PIPE, stderr=stream, text=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise AssertionError(f"{path.name} failed:\n{log.read_text()[-4000:]}")
    cpu_seconds, peak = json.loads(done.stdout)
    return Run(json.loads(target.read_text()), seconds, cpu_seconds, peak / 1024)
