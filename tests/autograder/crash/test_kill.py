"""`autograder grade` killed at any instant goes on where it was."""

import os
import random
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.alone import alone
from tests.autograder.broken.course import LAB
from tests.autograder.crash.conftest import (
    CLASS,
    all_is_well,
    content,
    executions,
    finish,
    left_over,
    processes,
    records,
    scratch,
    start,
    wait_for,
)

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader and SQLAlchemy warn of themselves
GRADING = 2.5  # seconds that a batch takes from its first submission to its end, about
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))]


def started(course):
    """Whether a first submission has been started."""
    return (scratch(course) / "started").exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_is_a_killed_batch_resumed_to_the_same_end(course, undisturbed, seed):
    """Killed again and again, at random instants, each time further on."""
    draw, kept = random.Random(seed), {}
    for _ in range(1 if seed == 0 else 8):
        kill_after(course, draw.uniform(0, GRADING / 2))
        now = executions(course)
        assert {name: now[name] for name in kept} == kept, "graded twice"
        kept = now
    finish(course)
    now = executions(course)
    told = [(name, each["status"], each["reason"]) for name, each in records(course).items()]
    assert {name: now[name] for name in kept} == kept, f"graded twice: {told}"
    all_is_well(course, undisturbed)


def kill_after(course, seconds):
    """Start a batch and kill it some time after its first submission, if it lives so long."""
    process = start(course)
    wait_for(lambda: started(course) or process.poll() is not None)
    time.sleep(seconds)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_for(lambda: not processes(course), 10)


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.3, 0.6, 1.0, 1.5])
@pytest.mark.parametrize("victim", ["kernel", "server", "bwrap"])
def test_is_nobody_the_worse_for_a_kernel_or_server_that_is_killed(
    course, undisturbed, victim, after
):
    process = start(course)
    wait_for(lambda: started(course))
    time.sleep(after)
    kill(wait_for(lambda: found(victim, course)))
    process.communicate(timeout=300)
    finish(course)
    all_is_well(course, undisturbed)


@pytest.mark.slow
def test_does_the_batch_wait_for_a_locked_gradebook(course, undisturbed):
    """Longer than the 5 seconds after which SQLite gives up by itself."""
    process = start(course)
    wait_for(lambda: started(course))
    other = sqlite3.connect(course / "gradebook.db", timeout=20)
    other.execute("BEGIN EXCLUSIVE")
    time.sleep(7)
    other.rollback()
    other.close()
    process.communicate(timeout=300)
    all_is_well(course, undisturbed)


@pytest.mark.slow
def test_are_scores_given_by_a_person_kept(course, undisturbed):
    """Given between a kill and the second run, and again before everything is graded anew."""
    process = start(course)
    wait_for(lambda: any(record["saved"] for record in records(course).values()))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    student = next(name for name, record in records(course).items() if record["saved"])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "deeptuning") as book:
        grade = book.find_grade("why", LAB, LAB, student)
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        book.find_comment("why", LAB, LAB, student).manual_comment = "Well said."
        book.db.commit()
    finish(course)
    now = content(course)[student][LAB]
    assert now["why"][1] == 3.5
    assert now["why says"][1] == "Well said."
    finish(course, "--force")
    now = content(course)[student][LAB]
    assert now["why"][1:] == (3.5, True, 3.5)  # to be looked at again, as with nbgrader
    assert now["why says"][1] == "Well said."


def test_does_a_second_batch_stay_out(course):
    with alone(course):
        process = start(course)
        said = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Another `autograder grade` is at work" in said
    assert records(course) == {}


def test_does_ctrl_c_end_a_batch_in_good_order(course):
    process = start(course)
    wait_for(lambda: started(course))
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Traceback" not in said
    done = records(course)
    assert f"{len(done)} of {len(CLASS) + 1} submissions are done and saved" in said
    assert all(record["saved"] for record in done.values())
    assert 0 < len(done) <= len(CLASS)
    assert set(content(course)) == set(done)
    assert left_over(course) == []


@pytest.mark.slow
def test_does_a_second_ctrl_c_end_it_at_once(course, undisturbed):
    process = start(course)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stdout))
    reader.start()
    wait_for(lambda: started(course))
    process.send_signal(signal.SIGINT)
    wait_for(lambda: any("Stopping" in line for line in lines))
    process.send_signal(signal.SIGINT)
    assert process.wait(5) in (130, 1)
    reader.join()
    finish(course)
    all_is_well(course, undisturbed)


def found(victim: str, course: Path) -> int | None:
    """The process id of a kernel (the last of a chain), the server or its outermost bwrap."""
    chains = [pid for pid, said in processes(course).items() if "bwrap" in said.split(" ")[0]]
    if not chains:
        return None
    if victim == "bwrap":
        return min(chains)
    below = [descendants(pid) for pid in chains]
    line = max(below, key=len)
    servers = [pid for pid in line if "/run/server.py" in name(pid) and "bwrap" not in name(pid)]
    if not servers:
        return None
    return servers[0] if victim == "server" else servers[-1]


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, the nearest first."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    line = [int(child) for child in children]
    return line + [each for child in line for each in descendants(child)]


def name(pid: int) -> str:
    """The first words of a command."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:3]
    except OSError:
        return ""
    return b" ".join(words).decode()


def kill(pid: int) -> None:
    """Kill a process, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
