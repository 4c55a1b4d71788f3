"""Monitoring: what a run logs, reading it back, and rules that say whether it is healthy.

Every rule takes logged numbers and returns a `Finding`; `diagnose` applies them all to a run.
"""

from deeptuning.monitoring.dead_units import dead_units, unit_activity
from deeptuning.monitoring.diagnose import Diagnosis, diagnose
from deeptuning.monitoring.event_writer import EventWriter
from deeptuning.monitoring.exploding_gradients import exploding_gradients
from deeptuning.monitoring.finding import Finding
from deeptuning.monitoring.histogram import Histogram, bucket_limits, histogram
from deeptuning.monitoring.initial_loss import expected_initial_loss, initial_loss
from deeptuning.monitoring.overfitting import overfitting
from deeptuning.monitoring.progress import diverged, loss_spikes, stalled
from deeptuning.monitoring.read_events import Run, Series, read_events
from deeptuning.monitoring.tiny_set import overfits_tiny_set
from deeptuning.monitoring.update_ratios import update_ratio, update_ratios
from deeptuning.monitoring.vanishing_gradients import vanishing_gradients

__all__ = [
    "Diagnosis",
    "EventWriter",
    "Finding",
    "Histogram",
    "Run",
    "Series",
    "bucket_limits",
    "dead_units",
    "diagnose",
    "diverged",
    "expected_initial_loss",
    "exploding_gradients",
    "histogram",
    "initial_loss",
    "loss_spikes",
    "overfits_tiny_set",
    "overfitting",
    "read_events",
    "stalled",
    "unit_activity",
    "update_ratio",
    "update_ratios",
    "vanishing_gradients",
]
