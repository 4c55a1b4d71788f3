"""A class of eight, graded once without any disturbance, to compare with."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import pytest

from autograder.records import FOLDER
from tests.autograder.broken.course import LAB, RIGHT, content, folder_of, hand_in, make_course

WRONG = {"momentum_code": "def convert_momentum(learning_rate, *_):\n    return learning_rate"}
DIES = {"rmsprop_code": "import os\nos._exit(3)"}
CLASS = {
    "ada": RIGHT,
    "boris": RIGHT | WRONG,
    "chen": RIGHT | {"seven_code": "seven = 8"},
    "dora": RIGHT | DIES,
    "emil": {},
    "fatma": RIGHT | {"momentum_code": "import time\ntime.sleep(0.5)\n" + RIGHT["momentum_code"]},
    "goran": RIGHT | WRONG | {"why": ""},
}
BROKEN = "hana"
Graded = namedtuple("Graded", "course book verdicts")


@pytest.fixture(scope="session")
def class_of_eight(tmp_path_factory):
    """The class before grading."""
    course = make_course(tmp_path_factory.mktemp("crash") / "course")
    for student, sources in CLASS.items():
        hand_in(course, student, sources)
        stamp = course / "submitted" / student / LAB / "timestamp.txt"
        stamp.write_text("2026-11-01 10:00:00 UTC\n")
    (folder_of(course, BROKEN) / f"{LAB}.ipynb").write_text("{")
    (course / ".autograder-secret").write_text("7" * 64)
    return course


@pytest.fixture(scope="session")
def undisturbed(class_of_eight, tmp_path_factory):
    """The class graded in one go."""
    course = shutil.copytree(class_of_eight, tmp_path_factory.mktemp("undisturbed") / "course")
    process = start(course)
    said = process.communicate(timeout=200)[0]
    assert process.returncode == 1, said  # hana's file is broken
    return Graded(course, content(course), verdicts(course))


@pytest.fixture
def course(class_of_eight, tmp_path):
    """A copy of the class, not graded yet."""
    course = shutil.copytree(class_of_eight, tmp_path / "course")
    yield course
    shutil.rmtree(scratch(course), ignore_errors=True)


@pytest.fixture
def unchanged(monkeypatch):
    """In this process too the grader's own files count as unchanged; see `driver`."""
    monkeypatch.setattr("autograder.job.code_digest", lambda: "unchanged")


def start(course: Path, *options: str) -> subprocess.Popen:
    """Start `autograder grade` on a course."""
    command = [sys.executable, "-m", "tests.autograder.crash.driver", "grade", LAB]
    command += ["--course", str(course), "--workers", "2", *options]
    (scratch(course) / "started").unlink(missing_ok=True)
    return subprocess.Popen(
        command,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"TMPDIR": str(scratch(course))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(course: Path, *options: str) -> str:
    """Run it to its end."""
    process = start(course, *options)
    said = process.communicate(timeout=300)[0]
    assert process.returncode == 1, said  # hana's file is broken
    return said


def scratch(course: Path) -> Path:
    """Where the grader has its temporary folders in these tests; the paths of sockets are short."""
    name = hashlib.sha256(str(course).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"crash-{name}"
    folder.mkdir(exist_ok=True)
    return folder


def records(course: Path) -> dict:
    """The records as they lie there, by student; each must be whole."""
    found = {}
    for path in (course / FOLDER / LAB).glob("[!.]*.json"):
        record = json.loads(path.read_text())
        found[record["student"]] = record
    return found


def verdicts(course: Path) -> dict:
    """What must be the same however often the batch was disturbed."""
    kept = ("status", "reason", "verdicts", "faults", "repairs")
    return {name: {k: record[k] for k in kept} for name, record in records(course).items()}


def executions(course: Path) -> dict:
    """A mark of each execution that has a record: no two take the same time."""
    return {name: record["seconds"] for name, record in records(course).items()}


def left_over(course: Path) -> list[Path]:
    """Temporary files and folders that nobody has cleared away."""
    places = [*course.rglob(".new-*"), *course.rglob(".old-*")]
    return [*places, *scratch(course).glob("autograder-*")]


def processes(course: Path) -> dict[int, str]:
    """Living processes that have to do with a course, and their commands.

    The outermost of a sandbox is known by its environment. What runs within goes with it.
    """
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = ((folder / n).read_bytes() for n in ("cmdline", "environ"))
        except OSError:
            continue
        own = os.fsencode(course.parent), os.fsencode(scratch(course))
        if command and any(each in command or each in environment for each in own):
            found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace")[:200]
    return found


def wait_for(what, seconds: float = 60):
    """Wait until `what()` is true, and return it."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
    return found


def all_is_well(course: Path, undisturbed: Graded) -> None:
    """Compare with the undisturbed class, and look for what was left behind."""
    assert content(course) == undisturbed.book
    assert verdicts(course) == undisturbed.verdicts
    assert left_over(course) == []
    wait_for(lambda: not processes(course), 10)
    graded = {path.parent.parent.name for path in course.glob(f"autograded/*/{LAB}/{LAB}.ipynb")}
    assert graded == set(CLASS)
