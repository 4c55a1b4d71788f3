"""The same attacks on stock nbgrader, in a throw-away course, in a sandbox of their own.

Stock nbgrader runs students' code under the account of whoever grades, so it is run here as nobody,
without a network, in namespaces of its own, with bounded memory, processes, files and time.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path, PurePath

import nbformat

from autograder.sandbox.jail import parents
from tests.attacks.attack import ATTACKED, HONEST, LAB, POINTS, Attack
from tests.attacks.course import CANARIES, KEPT, LIMITS, ROOT, TOKEN, neighbour, tiny_lab
from tests.attacks.outcome import OUTSIDE
from tests.attacks.pages import formulas, scripts
from tests.attacks.poisoning import PAGE, SCREEN, SHEET

SECONDS = 60
NOBODY = 65534
SHOWN = (PAGE, SHEET, SCREEN)
CONFIG = f"""c = get_config()
c.Execute.timeout = {LIMITS["cell_seconds"]}
c.Execute.interrupt_on_timeout = True
c.Execute.raise_on_iopub_timeout = False
"""
# What is left when the grading has ended, told by the first process of the namespace.
SCRIPT = """
cd "$1"; shift
"$@" -m nbgrader autograde {lab} --student "$WHO" --create; echo "exit $?"
sleep 0.2; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -o "leftover-[0-9a-f]\\{{12\\}}"
[ "$PAGES" ] || exit 0
"$@" -m nbgrader generate_feedback {lab} --student "$WHO"
"$@" -m nbgrader export --to grades.csv
"""
SCORES = """
select base_cell.name, grade.auto_score, grade.manual_score, grade.extra_credit
from grade join base_cell on grade.cell_id = base_cell.id
join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
where submitted_assignment.student_id = ?
"""


class Stock:
    """A course as nbgrader's own commands make it; every attack meets a fresh copy.

    Args:
        folder: an empty directory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        course = folder / "base/course"
        (course / "source" / LAB).mkdir(parents=True)
        (folder / "base" / KEPT).write_text(CANARIES["a file beside the course"])
        (course / ".autograder-secret").write_text(self.secret)
        (course / "nbgrader_config.py").write_text(CONFIG)
        nbformat.write(tiny_lab(), course / f"source/{LAB}/{LAB}.ipynb")
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", LAB, "--create"]
        subprocess.run(command, cwd=course, env=_environment(), check=True, capture_output=True)
        self.released = nbformat.read(course / f"release/{LAB}/{LAB}.ipynb", as_version=4)
        neighbour().hand_in(self.released, course / "submitted/a-neighbour" / LAB)

        self._must_grade_the_honest()

    secret = f"stock-secret-{TOKEN}"

    def _must_grade_the_honest(self) -> None:
        """Without this, a fault of the wrapper would look like a success of every attack."""
        place = self.folder / "honest"
        shutil.copytree(self.folder / "base", place)
        said = _confined(place / "course", "a-neighbour")
        earned = _scores(place / "course/gradebook.db", "a-neighbour")
        shutil.rmtree(place, ignore_errors=True)
        if [earned.get(HONEST), earned.get(ATTACKED)] != [POINTS[HONEST], POINTS[ATTACKED]]:
            raise RuntimeError(f"Stock nbgrader does not grade honest work here: {said[-2000:]}")

    def run(self, attack: Attack, number: int) -> str:
        """Return what became of an attack: how it succeeded, "failed", or "not run: …"."""
        if attack.not_run:
            return f"not run: {attack.not_run}"
        place = self.folder / f"run{number}"
        shutil.copytree(self.folder / "base", place)
        course = place / "course"
        try:
            attack.hand_in(self.released, course / "submitted" / attack.who / LAB)
            before = _kept(place)
            said = _confined(course, attack.who, attack.aim in SHOWN)
            return "; ".join(self._successes(attack, place, said, before)) or "failed"
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _successes(self, attack: Attack, place: Path, said: str, before: dict) -> list[str]:
        course = place / "course"
        graded = course / "autograded" / attack.who / LAB / f"{LAB}.ipynb"
        found = []
        earned = _scores(course / "gradebook.db", attack.who)
        if (earned.get(attack.item) or 0) > 0:
            found.append(f"earns {earned[attack.item]:g}")
        if any((score or 0) > 50 for score in earned.values()):
            found.append("wrote into the gradebook")
        if said == "hung":
            found.append(f"grading hung ({SECONDS} s)")
        elif attack.status != "graded" and graded.exists():
            found.append("graded as if it were the student's own work")
        elif attack.status == "graded" and not graded.exists():
            found.append("no grade at all, honest work included")
        elif attack.status == "graded" and attack.keeps and earned.get(HONEST) != POINTS[HONEST]:
            found.append(f"honest work earns {earned.get(HONEST)}")
        if f"leftover-{TOKEN}" in said:
            found.append("a process is left")
        after = _kept(place)
        found += [f"changed {name}" for name in before if after.get(name) != before[name]][:2]
        found += _shown(graded, CANARIES | {"the course's secret": self.secret})
        for page in (course / "feedback" / attack.who / LAB).glob("*.html"):
            found += [f"{what} in feedback" for what in scripts(page)]
        if (course / "grades.csv").exists() and formulas(course / "grades.csv"):
            found.append("a formula in grades.csv")
        return found


def _environment() -> dict[str, str]:
    here = str(Path(sys.prefix) / "bin")
    kept = {"PATH": os.pathsep.join((here, os.environ["PATH"])), "HOME": "/tmp/home"}
    return kept | {"AUTOGRADER_CANARY": CANARIES["the environment"], "LANG": "C.UTF-8"}


def _confined(course: Path, who: str, pages: bool = False) -> str:
    """Run stock nbgrader on one submission; return what it said, or "hung".

    With `pages`, feedback and the exported grades are made too.
    """
    script = SCRIPT.format(lab=LAB)
    inner = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--bind", "/", "/"]
    inner += ["--proc", "/proc", "--dev", "/dev", "prlimit", "--as=8589934592", "--fsize=50000000"]
    inner += ["--nproc=400", "bash", "-c", script, "bash", str(course), sys.executable]
    shown = ["--ro-bind", "/", "/"]
    for place in ("/root", "/tmp", "/dev/shm"):
        shown += ["--perms", "1777", "--tmpfs", place]
    folders = [Path(sys.base_prefix), Path(sys.prefix), ROOT]
    for parent in parents([*folders, course]):
        if PurePath(parent).parts[:2] in (("/", "root"), ("/", "tmp")) and parent.count("/") > 1:
            shown += ["--perms", "0755", "--dir", parent]
    for path in map(str, folders):
        shown += ["--ro-bind", path, path]
    shown += ["--bind", str(course.parent), str(course.parent)]
    shown += ["--perms", "0777", "--dir", "/tmp/home"]
    command = ["bwrap", "--die-with-parent", *shown, "--dev", "/dev", "--bind", "/proc", "/proc"]
    if os.geteuid() == 0:
        for path in (course.parent, *course.parent.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        command += ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
        command += ["--inh-caps=-all", "--no-new-privs"]
    try:
        done = subprocess.run(
            [*command, *inner],
            env=_environment() | {"WHO": who, "PAGES": "yes" * pages},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "hung"
    return (done.stdout + done.stderr).decode(errors="replace")


def _scores(path: Path, who: str) -> dict[str, float]:
    """The scores in a gradebook; it may be damaged."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
            rows = book.execute(SCORES, (who,)).fetchall()
    except sqlite3.Error:
        return {}
    return {n: (m if m is not None else a or 0) + (x or 0) for n, a, m, x in rows}


def _kept(place: Path) -> dict[str, bytes]:
    """What grading must not change."""
    names = [KEPT, f"course/source/{LAB}/{LAB}.ipynb"]
    names += [f"course/submitted/a-neighbour/{LAB}/{LAB}.ipynb"]
    return {name: (place / name).read_bytes() for name in names}


def _shown(graded: Path, secrets: dict[str, str]) -> list[str]:
    if not graded.is_file():
        return []
    cells = nbformat.read(graded, as_version=4).cells
    text = "\n".join(str(cell.get("outputs", "")) for cell in cells)
    found = [f"got {what}" for what, secret in secrets.items() if secret in text]
    return found + (["got outside"] if OUTSIDE in text else [])
