"""Grade the same submissions with stock nbgrader and with ours, and watch time and memory.

python -m tests.bench.grading --submissions 60 --stock 60
python -m tests.bench.grading --many 1000
python -m tests.bench.grading --profile
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.bench.rows import Row

IMPORTS = {
    "torch": "import torch\nfrom deeptuning.checks import check",
    "tensorflow": "import tensorflow as tf\nfrom deeptuning.checks import check",
}
ANSWERS = {
    "convert_momentum": """
def convert_momentum(learning_rate, momentum, source, target):
    scale = {"heavy_ball": 1.0, "velocity": 1.0, "average": 1.0 - momentum}
    return learning_rate * scale[source] / scale[target]
""",
    "adam_step": """
def adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = learning_rate * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - step, m, v
""",
}
OURS = '''"""Settings."""

from pathlib import Path

from autograder.configure import configure

configure(get_config(), Path(__file__).resolve().parent)
'''
STOCK = '''"""Settings of stock nbgrader."""

c = get_config()
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
c.Execute.timeout = 120
'''


def lab(framework: str) -> nbformat.NotebookNode:
    """A small lab with its answers: imports, two functions, two checks."""
    cells = [new_markdown_cell("# A small lab"), new_code_cell(IMPORTS[framework])]
    for name, answer in ANSWERS.items():
        body = f"### BEGIN SOLUTION\n{answer.strip()}\n### END SOLUTION"
        for cell, marks in (
            (new_code_cell(body), {"grade": False, "solution": True, "grade_id": f"{name}_code"}),
            (
                new_code_cell(f'check("optimizers/{name}", {name})'),
                {"grade": True, "solution": False, "grade_id": name, "points": 2},
            ),
        ):
            locked = not marks["solution"]
            marks |= {"locked": locked, "task": False, "schema_version": 3}
            cell.metadata["nbgrader"] = marks
            cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(folder: Path, framework: str, settings: str, submissions: int) -> None:
    """Release the lab and put submissions of it in place, all right and all a little different."""
    source = folder / "solutions/bench/bench.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(lab(framework), source)
    (folder / "nbgrader_config.py").write_text(settings)
    command(folder, "nbgrader", "generate_assignment", "bench")
    for number in range(submissions):
        notebook = lab(framework)
        for cell in notebook.cells:
            cell.source = cell.source.replace("### BEGIN SOLUTION", f"# student {number}")
        path = folder / f"submitted/student{number:04}/bench/bench.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def command(folder: Path, *words: str) -> None:
    """Run a command of the environment in a course."""
    words = (str(Path(sys.prefix) / "bin" / words[0]), *words[1:])
    path = os.pathsep.join([f"{sys.prefix}/bin", os.environ["PATH"]])
    done = subprocess.run(
        words, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])


@contextlib.contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Watch the memory of this process's children; the list ends with the peak in MiB."""
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            peak[0] = max(peak[0], held(os.getpid()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def held(root: int) -> float:
    """MiB that the descendants of a process hold, shared pages counted once."""
    parent = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                stat = (path / "stat").read_text().rsplit(")", 1)[1].split()
                parent[int(path.name)] = int(stat[1])
    total = 0
    for pid in parent:
        line = pid
        while line in parent and line != root:
            line = parent[line]
        if line == root and pid != root:
            with contextlib.suppress(OSError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += next(int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:"))
    return total / 1024


def timed(folder: Path, count: int, *words: str) -> tuple[float, float]:
    """Seconds a submission and peak MiB of one command."""
    with peak_memory() as peak:
        started = time.perf_counter()
        command(folder, *words)
        taken = time.perf_counter() - started
    return taken / count, peak[0]


def rows(submissions: int = 60, stock: int = 6) -> Iterator[Row]:
    """Seconds a submission: stock nbgrader, ours with one and two workers."""
    for framework in IMPORTS:
        with tempfile.TemporaryDirectory() as scratch:
            plain, ours = Path(scratch) / "stock", Path(scratch) / "ours"
            make_course(plain, framework, STOCK, stock)
            make_course(ours, framework, OURS, submissions)
            slow, used = timed(plain, stock, "nbgrader", "autograde", "bench")
            name = f"{framework} lab, stock nbgrader, {stock} submissions"
            yield Row(name, f"{slow:.2f} s each", f"{used:.0f} MiB")
            for workers in (1, 2):
                shutil.rmtree(ours / ".autograder", ignore_errors=True)
                arguments = ("grade", "bench", "--workers", str(workers), "--force")
                quick, used = timed(ours, submissions, "autograder", *arguments)
                name = f"{framework} lab, ours, {workers} workers, {submissions} submissions"
                yield Row(name, f"{quick:.3f} s each", f"{used:.0f} MiB")
                yield Row(f"  stock / ours, {workers} workers", f"{slow / quick:.1f}×", "≥ 20×")


def many(submissions: int) -> Iterator[Row]:
    """Seconds a submission, in a tenth of a class and in the whole of it."""
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch) / "ours"
        make_course(course, "torch", OURS, submissions)
        waiting = Path(scratch) / "waiting"
        shutil.move(course / "submitted", waiting)
        (course / "submitted").mkdir()
        for count in (submissions // 10, submissions):
            for name in sorted(path.name for path in waiting.iterdir())[:count]:
                shutil.move(waiting / name, course / "submitted" / name)
            shutil.rmtree(course / ".autograder", ignore_errors=True)
            (course / "gradebook.db").unlink(missing_ok=True)
            command(course, "nbgrader", "generate_assignment", "bench", "--force")
            quick, used = timed(course, count, "autograder", "grade", "bench", "--workers", "2")
            what = f"torch lab, ours, 2 workers, {count} submissions"
            yield Row(what, f"{quick:.3f} s each", f"{used:.0f} MiB")


# Submissions run in threads, which a profiler of the main thread does not see: one for each.
PROFILE = """
import cProfile, pstats
from autograder import batch
from autograder.cli import main

whole, each, grade_one = cProfile.Profile(), cProfile.Profile(), batch.grade_one
batch.grade_one = lambda *what: each.runcall(grade_one, *what)
whole.runcall(main, ["grade", "bench", "--workers", "1"])
with open("profile.txt", "w") as file:
    for title, measured in (("the writer", whole), ("the worker", each)):
        file.write(title)
        pstats.Stats(measured, stream=file).sort_stats("cumulative").print_stats("autograder", 25)
"""


def profile(submissions: int = 60) -> str:
    """Grade with one worker under Python's profiler; return the tables of where time goes."""
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch) / "ours"
        make_course(course, "torch", OURS, submissions)
        command(course, "python", "-c", PROFILE)
        return (course / "profile.txt").read_text()


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--many", type=int, help="grade a class of this size and a tenth of it")
    parser.add_argument("--profile", action="store_true", help="print where our time goes")
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--stock", type=int, default=6)
    options = parser.parse_args()
    if options.profile:
        print(profile(options.submissions))
        return
    found = many(options.many) if options.many else rows(options.submissions, options.stock)
    for row in found:
        print(f"{row.what:<66} {row.measured:>16}  {row.promised}", flush=True)


if __name__ == "__main__":
    main()
