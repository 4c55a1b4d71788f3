"""The largest step with which gradient descent does not diverge."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Valleys along the axes, and turned ones, in two and more dimensions."""
    for group, size, turned in (
        ("a valley along the axes", 2, False),
        ("a valley along the axes", 4, False),
        ("a turned valley", 2, True),
        ("a turned valley", 5, True),
    ):
        curvatures = np.sort(10 ** rng.uniform(-1, 2, size=size))
        axes = np.linalg.qr(rng.normal(size=(size, size)))[0] if turned else np.eye(size)
        hessian = axes @ np.diag(curvatures) @ axes.T
        yield Case(group, {"hessian": (hessian + hessian.T) / 2})


def step_bound(hessian):
    """Divide 2 by the largest curvature."""
    return 2 / np.linalg.eigvalsh(hessian).max()


def half(hessian):
    """Take the step that jumps to the floor."""
    return 1 / np.linalg.eigvalsh(hessian).max()


def smallest(hessian):
    """Let the flattest direction decide."""
    return 2 / np.linalg.eigvalsh(hessian).min()


def largest_entry(hessian):
    """Read the curvature off the diagonal."""
    return 2 / np.diag(hessian).max()


def trace(hessian):
    """Add up all curvatures."""
    return 2 / np.trace(hessian)


def condition(hessian):
    """Return the condition number."""
    curvatures = np.linalg.eigvalsh(hessian)
    return curvatures.max() / curvatures.min()


STEP_BOUND = Check(
    name="foundations/step_bound",
    title="How large a step is safe?",
    points=2,
    cases=cases,
    reference=step_bound,
    misconceptions=(
        Misconception(
            "half of the bound",
            "That step lands on the floor of the steepest direction at once; a longer one still "
            "ends up lower than it began.",
            half,
        ),
        Misconception(
            "the flattest direction decides",
            "Try your rate on the steepest direction alone.",
            smallest,
        ),
        Misconception(
            "curvature read off the diagonal",
            "Right along the axes. Where is a turned valley steepest?",
            largest_entry,
        ),
        Misconception(
            "all curvatures added up",
            "Safe, but not the bound: each direction is a problem of its own.",
            trace,
        ),
        Misconception(
            "condition number",
            "That says how slow the descent must be, not how large a step may be.",
            condition,
        ),
    ),
)
