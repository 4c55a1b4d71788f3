"""No attack succeeds: whole classes of attackers are graded, and every one must have failed."""

import os

import pytest

from autograder.sandbox.jail import NoSandboxError, bubblewrap
from tests.attacks.course import Attacked
from tests.attacks.outcome import CLASSES, run_class

try:
    bubblewrap()
except NoSandboxError as error:
    pytest.skip(str(error), allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader, SQLAlchemy and zmq warn of themselves
LONGEST = 150  # seconds for a class of attackers, on a busy machine too


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    before = os.environ.get("AUTOGRADER_CANARY")
    yield Attacked(tmp_path_factory.mktemp("attacked"))
    os.environ.pop("AUTOGRADER_CANARY")
    if before is not None:
        os.environ["AUTOGRADER_CANARY"] = before


@pytest.fixture(scope="session")
def graded(course):
    """Each class of attackers, graded once, in one batch."""
    batches = {}

    def graded(name):
        if name not in batches:
            batches[name] = run_class(course, name)
        return batches[name]

    return graded


ATTACKS = [(name, attack) for name, module in CLASSES.items() for attack in module.ATTACKS]


def test_are_there_enough_attacks_each_under_a_name_of_its_own():
    assert len(ATTACKS) >= 60
    assert len({attack.who for _, attack in ATTACKS}) == len(ATTACKS)
    assert all(attack.aim for _, attack in ATTACKS)


@pytest.mark.parametrize(
    ("name", "attack"), ATTACKS, ids=[f"{name}-{attack.name}" for name, attack in ATTACKS]
)
def test_does_the_attack_fail(name, attack, graded):
    assert graded(name).found[attack.who] == []


@pytest.mark.parametrize("name", CLASSES)
def test_are_host_neighbours_and_grader_unharmed(name, graded):
    batch = graded(name)
    assert batch.faults == []
    assert batch.seconds < LONGEST


@pytest.mark.parametrize(
    ("name", "who"),
    [("forging", "classic cell (less protected)"), ("stealing", "own memory searched")],
)
def test_would_a_success_be_noticed(name, who, graded, course):
    """The look itself: an attack that had got something would show."""
    from dataclasses import replace

    from tests.attacks.outcome import successes

    graded(name)
    attack = next(attack for attack in CLASSES[name].ATTACKS if attack.name == who)
    record, result = course.record(attack.who), course.results()[attack.who]
    strict = replace(attack, earns=-1.0, status="never", fault="none of these")
    found = successes(strict, record, result, {"a word": "matrix of parameters"})
    assert len(found) == 4
