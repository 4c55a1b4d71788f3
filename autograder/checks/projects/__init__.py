"""The checks of the lab `projects`, in the order of the lab."""

from autograder.checks.projects.audit import AUDIT
from autograder.checks.projects.capstone import CAPSTONE
from autograder.checks.projects.class_report import CLASS_REPORT
from autograder.checks.projects.effect import EFFECT
from autograder.checks.projects.leave_out import LEAVE_OUT
from autograder.checks.projects.select import SELECT

PROJECTS = (CLASS_REPORT, LEAVE_OUT, EFFECT, AUDIT, SELECT, CAPSTONE)
