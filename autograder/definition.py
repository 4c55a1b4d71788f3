"""What a check is: one definition, from which feedback, grading and tests of both follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from deeptuning.checks.compare import Tolerance


@dataclass(frozen=True)
class Case:
    """One set of inputs. Cases of one `group` earn their share of the points together.

    Args:
        group: what the cases have in common, as a card says it.
        inputs: what the student's function is given.
        kept: what stays with the grader and only `expect` sees, such as labels to be predicted.
    """

    group: str
    inputs: dict[str, Any]
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Misconception:
    """A wrong variant worth naming.

    Args:
        name: what a card says after "Looks like:".
        hint: one sentence that names the mistake without giving the solution away.
        variant: the mistake as a function, complete in itself.
    """

    name: str
    hint: str
    variant: Callable


@dataclass(frozen=True)
class Check:
    """One graded item.

    Args:
        name: `topic/name`, the lab and the item in it.
        title: what a card calls it.
        points: what it earns in full.
        cases: draws the cases from a generator; groups and number must not depend on the draw.
        reference: the right answer, independent of any student's.
        misconceptions: the wrong variants that are named.
        driver: how a function is put to a case, from `deeptuning.checks.drivers.DRIVERS`.
        returns: names of the values returned, when there are several.
        tolerance: how far numbers may be off.
        criterion: a name from `deeptuning.checks.criteria.CRITERIA` instead of equality.
        expect: with a criterion, what it is given: a function of the inputs (with what the case
            keeps) and the reference's answer.
    """

    name: str
    title: str
    points: float
    cases: Callable[[np.random.Generator], Iterable[Case]]
    reference: Callable
    misconceptions: tuple[Misconception, ...]
    driver: str = "call"
    returns: tuple[str, ...] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    criterion: str | None = None
    expect: Callable[[dict, Any], Any] | None = None

    def __post_init__(self) -> None:
        if (self.criterion is None) != (self.expect is None):
            raise ValueError(
                f"Check {self.name!r} has a `criterion` without an `expect`, or the reverse. "
                f"Received: criterion={self.criterion!r}, expect={self.expect!r}. Give both."
            )
