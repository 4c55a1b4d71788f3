"""The graders are graded: for every check, right answers pass, wrong ones fail and are named."""

import ast
import dataclasses
import inspect

import numpy as np
import pytest

from autograder.checks import CHECKS
from autograder.hidden import hidden_cases
from autograder.record import build, public_cases, record
from autograder.rehearsal import loops, tensors, vectorised
from deeptuning.checks.compare import difference
from deeptuning.checks.drivers import drive
from deeptuning.checks.judge import judge
from deeptuning.checks.recorded_cases import FOLDER, known_checks, recorded
from deeptuning.checks.verdict import NOT_ATTEMPTED, PASSED

DRAWS = 20
STYLES = (loops, vectorised, tensors)
SUBJECTS = {"optimizers/beat_target": "optimize"}  # functions not named like their check
MISCONCEPTIONS = [(name, wrong) for name, check in CHECKS.items() for wrong in check.misconceptions]


@pytest.fixture(scope="module")
def draws():
    """For each check: its recorded public cases, then hidden cases of 20 courses."""
    return {
        name: [
            recorded(name),
            *(hidden_cases(name, b"course %d" % i * 4, "a lab") for i in range(DRAWS)),
        ]
        for name in CHECKS
    }


def verdicts(cases, function):
    return [judge(each, drive(each.driver, function, each.inputs)) for each in cases]


def style(module, name):
    return getattr(module, SUBJECTS.get(name, name.partition("/")[2]))


@pytest.mark.parametrize("name", CHECKS)
def test_does_the_reference_pass(name, draws):
    assert {v.status for v in verdicts(draws[name], CHECKS[name].reference)} == {PASSED}


@pytest.mark.parametrize("module", STYLES, ids=lambda module: module.__name__.split(".")[-1])
@pytest.mark.parametrize("name", CHECKS)
def test_do_independent_right_styles_pass(name, module, draws):
    assert {v.status for v in verdicts(draws[name], style(module, name))} == {PASSED}


@pytest.mark.parametrize(
    ("name", "wrong"), MISCONCEPTIONS, ids=[f"{n}-{w.name}" for n, w in MISCONCEPTIONS]
)
def test_is_every_misconception_rejected_and_named(name, wrong, draws):
    for verdict in verdicts(draws[name], wrong.variant):
        assert verdict.status not in (PASSED, NOT_ATTEMPTED)
        assert verdict.mistake == wrong.name
        assert verdict.hint == wrong.hint
        assert verdict.score(CHECKS[name].points) < CHECKS[name].points


@pytest.mark.parametrize("name", CHECKS)
def test_is_an_untouched_stub_not_attempted(name, draws):
    def stub(**inputs):
        raise NotImplementedError()

    assert {v.status for v in verdicts(draws[name], stub)} == {NOT_ATTEMPTED}
    assert {v.score(10) for v in verdicts(draws[name], stub)} == {0.0}


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
def test_does_no_work_earn_nothing(name, lazy, draws):
    assert {v.score(10) for v in verdicts(draws[name][:5], lazy)} == {0.0}


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
def test_do_draws_differ_in_numbers_only(name, draws):
    groups = {tuple(case.group for case in each.cases) for each in draws[name]}
    assert len(groups) == 1
    public, first, second = (each.cases[0].inputs for each in draws[name][:3])
    for one, other in ((public, first), (first, second)):
        assert difference(one, other, draws[name][0].tolerance) is not None


@pytest.mark.parametrize("name", CHECKS)
def test_does_recording_again_change_nothing(name, tmp_path):
    files = [FOLDER / f"{name}{end}" for end in (".json", ".safetensors")]
    assert record(CHECKS[name], tmp_path)
    assert not record(CHECKS[name], tmp_path)
    for path in files:
        again = tmp_path / path.relative_to(FOLDER)
        assert again.read_bytes() == path.read_bytes(), f"{path.name}: run `make labs`"


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


def test_write_the_table_of_checks(draws, artefacts):
    """Not a test of its own: the counts that the tests above have proven, for people."""
    lines = ["| check | points | misconceptions | rejected | named | draws |", "|---" * 6 + "|"]
    totals = np.zeros(3, int)
    for name, check in CHECKS.items():
        found = [verdicts(draws[name], wrong.variant) for wrong in check.misconceptions]
        rejected = sum(all(v.status != PASSED for v in each) for each in found)
        pairs = zip(check.misconceptions, found, strict=True)
        named = sum(all(v.mistake == wrong.name for v in each) for wrong, each in pairs)
        counts = np.array([len(found), rejected, named])
        totals += counts
        told = " | ".join(map(str, counts))
        lines.append(f"| {name} | {check.points:g} | {told} | {DRAWS + 1} |")
    points = sum(check.points for check in CHECKS.values())
    lines.append(f"| **{len(CHECKS)} checks** | {points:g} | {' | '.join(map(str, totals))} | |")
    (artefacts / "checks.md").write_text("\n".join(lines) + "\n")
    print("\n" + "\n".join(lines))
    assert totals[0] == totals[1] == totals[2]
