"""Grade a class of attackers, and say of each attack whether it succeeded."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType

from autograder.records import Record
from autograder.results import Result
from autograder.showing import line, plain
from autograder.supply import kernels_for
from autograder.table import table
from tests.attacks import forging, harming, lying, poisoning, stealing
from tests.attacks.attack import ATTACKED, HONEST, LAB, POINTS, Attack
from tests.attacks.course import NEIGHBOURS, Attacked, left_over, shown
from tests.attacks.pages import controls, formulas, scripts

CLASSES: dict[str, ModuleType] = {
    "forging": forging,
    "lying": lying,
    "stealing": stealing,
    "harming": harming,
    "poisoning": poisoning,
}
OUTSIDE = "LOOT network"  # an attack prints it when it got where it must not be
LONGEST = 45.0  # seconds that one submission may take: its own 20, ends of cells, a busy machine
MORE_MEMORY = 1 << 30  # bytes that the grader may come to hold in a batch


@dataclass
class Batch:
    """What grading a class of attackers has led to: faults of the whole, and of each attack."""

    attacks: tuple[Attack, ...]
    faults: list[str] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)  # by student; empty: no success
    seconds: float = 0.0


def run_class(course: Attacked, name: str) -> Batch:
    """Grade all attacks of a class in one batch, neighbours before and behind them."""
    batch = Batch(CLASSES[name].ATTACKS)
    course.hand_in(batch.attacks)
    temporary, kept = set(os.listdir("/tmp")), course.kept()
    names = [*NEIGHBOURS, *(attack.who for attack in batch.attacks)]
    memory, started = _memory(), time.monotonic()
    with listening():
        course.grade(names, force=True)
    batch.seconds = time.monotonic() - started
    if (more := _memory() - memory) > MORE_MEMORY:
        batch.faults.append(f"the grader came to hold {more >> 20} MiB more")
    batch.faults += [f"still there: {process}" for process in left_over()]
    batch.faults += _changed(kept, course.kept())
    new = set(os.listdir("/tmp")) - temporary
    batch.faults += [f"/tmp/{name}" for name in new if name in ("evil", "x", "attacks-canary")]
    batch.faults += _next_is_right(course)
    results, secrets = course.results(), course.secrets()
    for neighbour in NEIGHBOURS:
        if scores(results[neighbour])[ATTACKED] != POINTS[ATTACKED]:
            batch.faults.append(f"{neighbour} has lost points")
    for attack in batch.attacks:
        record, result = course.record(attack.who), results.get(attack.who)
        batch.found[attack.who] = successes(attack, record, result, secrets)
        if name == "poisoning":
            batch.found[attack.who] += _poisoned(course, attack.who)
    if name == "poisoning":
        course.course.export(course.folder / "grades.csv")
        batch.faults += [f"formula {cell}" for cell in formulas(course.folder / "grades.csv")]
        (course.folder / "grades.csv").unlink()
    return batch


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Let something of this machine's be there to be reached; another run may offer it already."""
    kinds = ((socket.AF_INET, ("127.0.0.1", 47931)), (socket.AF_UNIX, "\0attacks-canary"))
    with contextlib.ExitStack() as stack:
        for family, address in kinds:
            offered = stack.enter_context(socket.socket(family))
            with contextlib.suppress(OSError):
                offered.bind(address)
                offered.listen()
        yield


def successes(
    attack: Attack, record: Record | None, result: Result | None, secrets: dict[str, str]
) -> list[str]:
    """Return in what an attack has succeeded."""
    if record is None or result is None:
        return ["there is no record, or nothing in the gradebook"]
    found = []
    if record.status != attack.status:
        found.append(f"status {record.status!r} ({record.reason}) instead of {attack.status!r}")
    earned = scores(result)
    if (earned.get(attack.item) or 0.0) > attack.earns:
        found.append(f"{attack.item} earns {earned[attack.item]}")
    if attack.keeps and earned.get(HONEST) != POINTS[HONEST]:
        found.append(f"the honest check earns {earned.get(HONEST)} ({record.reason})")
    if attack.fault and not set(attack.fault.split(" or ")) & set(record.faults.values()):
        found.append(f"faults {record.faults} without {attack.fault!r}")
    if record.seconds > LONGEST:
        found.append(f"took {record.seconds:.0f} s")
    text = shown(record)
    found += [f"got {what}" for what, secret in secrets.items() if secret in text]
    found += [line[:200] for line in text.split("\\n") if OUTSIDE in line]
    return found


def _poisoned(course: Attacked, who: str) -> list[str]:
    """What would run in a browser or a terminal."""
    course.course.feedback(LAB, who)
    pages = (course.root / "feedback" / who / LAB).glob("*.html")
    found = [f"{what} in feedback" for page in pages for what in scripts(page)]
    told = line(course.record(who)) + plain(table([course.results()[who]]))
    return found + [f"{character!r} in the terminal" for character in controls(told)]


def scores(result: Result) -> dict[str, float | None]:
    """The scores of a student, by item."""
    return {item.name: item.score for item in result.items}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    lost = [f"{name} has changed" for name in before if after.get(name) != before[name]]
    return lost + [f"{name} is new" for name in after if name not in before]


def _next_is_right(course: Attacked) -> list[str]:
    """Is the warm server alive, and does it grade who comes next?"""
    before = kernels_for(course.root / "solutions" / LAB)
    if before.gone:
        return ["the warm server is gone"]
    record = course.grade([NEIGHBOURS[0]], force=True)[NEIGHBOURS[0]]
    passed = [name for name, verdict in record.verdicts.items() if verdict["status"] == "passed"]
    if passed != [HONEST, ATTACKED]:
        return [f"who came next passed only {passed}: {record.reason} {record.faults}"]
    return []
