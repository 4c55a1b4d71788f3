"""The checks of the lab `monitoring`, in the order of the lab."""

from autograder.checks.monitoring.log_run import LOG_RUN
from autograder.checks.monitoring.monitor import MONITOR
from autograder.checks.monitoring.script_a import SCRIPT_A
from autograder.checks.monitoring.script_b import SCRIPT_B
from autograder.checks.monitoring.script_c import SCRIPT_C
from autograder.checks.monitoring.script_d import SCRIPT_D
from autograder.checks.monitoring.script_e import SCRIPT_E
from autograder.checks.monitoring.script_f import SCRIPT_F
from autograder.checks.monitoring.signals import SIGNALS

MONITORING = (LOG_RUN, SIGNALS, MONITOR, SCRIPT_A, SCRIPT_B, SCRIPT_C, SCRIPT_D, SCRIPT_E, SCRIPT_F)
