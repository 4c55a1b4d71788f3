"""Feedback on the functions of a lab: `check(name, function)`.

Cases are recorded data: inputs, expected values, and the answers of known misconceptions. There is
no solution in this package.
"""

from deeptuning.checks.checking import CheckFailed, check

__all__ = ["CheckFailed", "check"]
