"""The graders are graded: for every check, right answers pass, wrong ones fail and are named."""

import ast
import dataclasses
import functools
import inspect
import shutil

import nbformat
import numpy as np
import pytest

from autograder.cells import read_check
from autograder.checks import CHECKS
from autograder.hidden import hidden_cases
from autograder.labs import source_labs
from autograder.record import build, public_cases, record
from autograder.rehearse import style
from deeptuning.checks.compare import difference
from deeptuning.checks.drivers import drive
from deeptuning.checks.judge import judge
from deeptuning.checks.recorded_cases import FOLDER, known_checks, recorded
from deeptuning.checks.verdict import NOT_ATTEMPTED, PASSED
from tests.conftest import ROOT

DRAWS, FEW = 20, 5
# The criteria of checks in which something is trained, case by case: the other fifteen draws of
# these are slow tests.
TRAINING = {
    "accuracy_at_least",
    "chosen_changes",
    "finished_through_kills",
    "loss_at_most",
    "named_and_repaired",
    "protocol_followed",
    "repaired_net",
    "searched",
    "trained_with_rates",
}
STYLES = ("loops", "vectorised", "tensors")
SOURCES = [ROOT / f"solutions/{lab}/{lab}.ipynb" for lab in source_labs(ROOT)]
# the function that a lab hands to each check
SUBJECTS = {
    found.check: found.subject
    for source in SOURCES
    for cell in nbformat.read(source, as_version=4).cells
    if (found := read_check(cell))
}
MISCONCEPTIONS = [(name, wrong) for name, check in CHECKS.items() for wrong in check.misconceptions]


def trains(name):
    return CHECKS[name].criterion in TRAINING


def courses(name, numbers):
    """The hidden cases of a check in some courses."""
    return [hidden_cases(name, b"course %d" % i * 4, "a lab") for i in numbers]


@functools.cache
def draws(name):
    """The recorded public cases of a check, then its hidden cases in 20 courses, or a few."""
    return [recorded(name), *courses(name, range(FEW if trains(name) else DRAWS))]


def verdicts(cases, function):
    return [judge(each, drive(each.driver, function, each.inputs)) for each in cases]


@functools.cache
def verdicts_on(name, mistake):
    """What a misconception earns on every draw."""
    (wrong,) = (each for each in CHECKS[name].misconceptions if each.name == mistake)
    return verdicts(draws(name), wrong.variant)


@pytest.mark.parametrize("name", CHECKS)
def test_does_the_reference_pass(name):
    assert {v.status for v in verdicts(draws(name), CHECKS[name].reference)} == {PASSED}


@pytest.mark.parametrize("kind", STYLES)
@pytest.mark.parametrize("name", CHECKS)
def test_do_independent_right_styles_pass(name, kind):
    function = getattr(style(name.partition("/")[0], kind), SUBJECTS[name])
    assert {v.status for v in verdicts(draws(name), function)} == {PASSED}


def test_does_a_lab_ask_every_check():
    assert sorted(SUBJECTS) == sorted(CHECKS)


@pytest.mark.parametrize(
    ("name", "wrong"), MISCONCEPTIONS, ids=[f"{n}-{w.name}" for n, w in MISCONCEPTIONS]
)
def test_is_every_misconception_rejected_and_named(name, wrong):
    for verdict in verdicts_on(name, wrong.name):
        assert verdict.status not in (PASSED, NOT_ATTEMPTED)
        assert verdict.mistake == wrong.name
        assert verdict.hint == wrong.hint
        assert verdict.score(CHECKS[name].points) < CHECKS[name].points


@pytest.mark.slow
@pytest.mark.parametrize("name", list(filter(trains, CHECKS)))
def test_do_all_twenty_draws_give_these_verdicts(name):
    check, others = CHECKS[name], courses(name, range(FEW, DRAWS))
    right = [getattr(style(name.partition("/")[0], kind), SUBJECTS[name]) for kind in STYLES]
    for function in (check.reference, *right):
        assert {v.status for v in verdicts(others, function)} == {PASSED}
    for wrong in check.misconceptions:
        found = verdicts(others, wrong.variant)
        assert {v.mistake for v in found} == {wrong.name}
        assert PASSED not in {v.status for v in found}


@pytest.mark.parametrize("name", CHECKS)
def test_is_an_untouched_stub_not_attempted(name):
    def stub(**inputs):
        raise NotImplementedError()

    assert {v.status for v in verdicts(draws(name), stub)} == {NOT_ATTEMPTED}
    assert {v.score(10) for v in verdicts(draws(name), stub)} == {0.0}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize(
    "lazy",
    [
        lambda **inputs: None,
        lambda **inputs: 0.0,
        lambda **inputs: next(iter(inputs.values())),
        lambda **inputs: list(inputs.values()),
        lambda **inputs: float("nan"),
    ],
    ids=["None", "zero", "first input", "all inputs", "NaN"],
)
def test_does_no_work_earn_nothing(name, lazy):
    assert {v.score(10) for v in verdicts(draws(name)[:5], lazy)} == {0.0}


@pytest.mark.parametrize("name", CHECKS)
def test_is_each_definition_complete(name):
    check = CHECKS[name]
    assert len(check.misconceptions) >= 3
    assert len({wrong.name for wrong in check.misconceptions}) == len(check.misconceptions)
    for wrong in check.misconceptions:
        assert wrong.hint.endswith((".", "?"))
        assert len(wrong.hint) < 200
        ast.parse(inspect.getsource(wrong.variant))  # complete in itself, for the rehearsal


@pytest.mark.parametrize("name", CHECKS)
def test_do_draws_differ_in_numbers_only(name):
    groups = {tuple(case.group for case in each.cases) for each in draws(name)}
    assert len(groups) == 1
    cases = (each.cases[0] for each in draws(name)[:3])
    public, first, second = ([case.inputs, case.expected] for case in cases)
    for one, other in ((public, first), (first, second)):
        assert difference(one, other, draws(name)[0].tolerance) is not None


@pytest.mark.parametrize("name", CHECKS)
def test_does_recording_again_change_nothing(name, tmp_path):
    # Beside what is committed, because the last bit differs from one processor to another.
    (tmp_path / name).parent.mkdir()
    for end in (".json", ".safetensors"):
        shutil.copyfile(FOLDER / f"{name}{end}", tmp_path / f"{name}{end}")
    assert not record(CHECKS[name], tmp_path), f"{name}: run `make labs`"


def test_is_a_record_written_that_is_not_there(tmp_path):
    check = CHECKS["optimizers/rmsprop_step"]
    assert record(check, tmp_path)
    assert not record(check, tmp_path)


def test_is_a_record_kept_that_differs_by_rounding_only(tmp_path):
    check = CHECKS["optimizers/rmsprop_step"]
    record(check, tmp_path)
    before = (tmp_path / f"{check.name}.safetensors").read_bytes()

    def off_by(error):
        def reference(**inputs):
            theta, s = check.reference(**inputs)
            return theta * (1 + error), s

        return dataclasses.replace(check, reference=reference)

    assert not record(off_by(1e-15), tmp_path)
    assert (tmp_path / f"{check.name}.safetensors").read_bytes() == before
    assert record(off_by(1e-9), tmp_path)


def test_are_exactly_the_defined_checks_recorded():
    assert known_checks() == sorted(CHECKS)


def test_do_public_cases_depend_on_the_name_alone():
    check = CHECKS["optimizers/convert_momentum"]
    one, other = public_cases(check), public_cases(check)
    assert one == other
    fresh = build(check, check.cases(np.random.default_rng(0)))
    assert fresh.cases != one.cases


def test_write_the_table_of_checks(artefacts):
    """Not a test of its own: the counts that the tests above have proven, for people."""
    lines = ["| check | points | misconceptions | rejected | named | draws |", "|---" * 6 + "|"]
    totals = np.zeros(3, int)
    for name, check in CHECKS.items():
        found = [verdicts_on(name, wrong.name) for wrong in check.misconceptions]
        rejected = sum(all(v.status != PASSED for v in each) for each in found)
        pairs = zip(check.misconceptions, found, strict=True)
        named = sum(all(v.mistake == wrong.name for v in each) for wrong, each in pairs)
        counts = np.array([len(found), rejected, named])
        totals += counts
        told = " | ".join(map(str, counts))
        lines.append(f"| {name} | {check.points:g} | {told} | {len(draws(name))} |")
    points = sum(check.points for check in CHECKS.values())
    lines.append(f"| **{len(CHECKS)} checks** | {points:g} | {' | '.join(map(str, totals))} | |")
    (artefacts / "checks.md").write_text("\n".join(lines) + "\n")
    print("\n" + "\n".join(lines))
    assert totals[0] == totals[1] == totals[2]
