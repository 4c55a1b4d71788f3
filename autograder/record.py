"""From a definition to cases with expected values: recorded for students, drawn for grading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks import CHECKS
from autograder.definition import Case, Check
from deeptuning.checks.cases import CaseSet, Expectation, KnownMistake
from deeptuning.checks.compare import Tolerance, difference
from deeptuning.checks.criteria import CRITERIA
from deeptuning.checks.drivers import drive
from deeptuning.checks.recorded_cases import FOLDER
from deeptuning.checks.store import load, save

SAME = Tolerance(rtol=1e-12, atol=1e-12)


def build(check: Check, cases: Iterable[Case]) -> CaseSet:
    """Work out what is expected, and what each misconception answers, on the given cases.

    Raises:
        RuntimeError: the reference or a variant could not be run; a mistake of the definition.
    """
    cases = list(cases)
    inputs = [case.inputs for case in cases]
    answers = _run(check, check.reference, inputs)
    expected = [
        check.expect(case.inputs | case.kept, a["returned"]) if check.expect else a["returned"]
        for case, a in zip(cases, answers, strict=True)
    ]
    mistakes = [
        KnownMistake(wrong.name, wrong.hint, _outputs(check, wrong.variant, inputs, expected))
        for wrong in check.misconceptions
    ]
    return CaseSet(
        name=check.name,
        title=check.title,
        driver=check.driver,
        returns=check.returns,
        tolerance=check.tolerance,
        criterion=check.criterion,
        cases=tuple(
            Expectation(case.group, case.inputs, wanted)
            for case, wanted in zip(cases, expected, strict=True)
        ),
        mistakes=tuple(mistakes),
    )


def public_cases(check: Check) -> CaseSet:
    """Return the public cases, drawn from a seed that depends on the check's name alone."""
    seed = int.from_bytes(hashlib.sha256(f"public {check.name}".encode()).digest()[:8], "big")
    return build(check, check.cases(np.random.default_rng(seed)))


def record(check: Check, folder: Path = FOLDER) -> bool:
    """Write the public cases of a check, unless the files already say the same.

    Numbers that differ by rounding only, from one machine to another, leave the files as they are,
    byte for byte.

    Returns:
        True when something was written.
    """
    tree, stem = public_cases(check).to_tree(), folder / check.name
    if stem.with_suffix(".json").exists() and stem.with_suffix(".safetensors").exists():
        try:
            if difference(load(stem), _plain(tree), SAME) is None:
                return False
        except (ValueError, OSError):
            pass  # damaged: written anew
    save(tree, stem)
    return True


def record_all(folder: Path = FOLDER) -> list[str]:
    """Record every check, remove records of checks that are gone, and name what has changed."""
    changed = [name for name, check in CHECKS.items() if record(check, folder)]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix in (".json", ".safetensors") and name not in CHECKS:
            path.unlink()
            if f"{name} (removed)" not in changed:
                changed.append(f"{name} (removed)")
    return changed


def _run(check: Check, function: Any, inputs: list[dict]) -> list[dict]:
    answers = drive(check.driver, function, inputs)
    for answer in answers:
        if answer["status"] != "returned" and check.criterion is None:
            raise RuntimeError(f"{check.name}: {function.__name__} did not return: {answer}")
    return answers


def _outputs(check: Check, variant: Any, inputs: list[dict], expected: list) -> list:
    """Return what tells a variant apart: the values it returns, or its symptoms."""
    answers = _run(check, variant, inputs)
    if check.criterion is None:
        return [answer["returned"] for answer in answers]
    criterion = CRITERIA[check.criterion]
    triples = zip(inputs, expected, answers, strict=True)
    return [criterion(given, wanted, answer).symptom for given, wanted, answer in triples]


def _plain(tree: Any) -> Any:
    """Return the tree with lists for tuples, as it comes back from a file."""
    if isinstance(tree, (list, tuple)):
        return [_plain(item) for item in tree]
    if isinstance(tree, dict):
        return {key: _plain(item) for key, item in tree.items()}
    return tree
