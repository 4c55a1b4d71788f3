"""The table of all checks."""

from autograder.checks.optimizers import OPTIMIZERS
from autograder.definition import Check

CHECKS: dict[str, Check] = {check.name: check for check in (*OPTIMIZERS,)}
