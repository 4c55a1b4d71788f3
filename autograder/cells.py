"""Recognise the cells of a lab that hold a check."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from autograder.checks import CHECKS


class CheckCell(NamedTuple):
    """A cell that consists of `check("topic/name", subject)`: the name, and the subject's text."""

    check: str
    subject: str


def read_check(cell: Any) -> CheckCell | None:
    """Return what a graded cell checks, or None when it is not the call of a known check alone.

    Example:
        >>> from nbformat.v4 import new_code_cell
        >>> cell = new_code_cell('check("optimizers/adam_step", adam_step)')
        >>> cell.metadata["nbgrader"] = {"grade": True, "solution": False}
        >>> read_check(cell)
        CheckCell(check='optimizers/adam_step', subject='adam_step')
    """
    marks = cell.metadata.get("nbgrader", {})
    if cell.cell_type != "code" or not marks.get("grade") or marks.get("solution"):
        return None
    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return None
    if (
        len(body) != 1
        or not isinstance(body[0], ast.Expr)
        or not isinstance(body[0].value, ast.Call)
    ):
        return None
    call = body[0].value
    names_check = isinstance(call.func, ast.Name) and call.func.id == "check"
    if not names_check or call.keywords or len(call.args) != 2:
        return None
    name = call.args[0]
    if not isinstance(name, ast.Constant) or name.value not in CHECKS:
        return None
    return CheckCell(name.value, ast.unparse(call.args[1]))
