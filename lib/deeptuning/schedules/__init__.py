"""Schedules: the learning rate as a pure function of the step or the epoch.

Each factory checks its arguments and returns that function: `rate = cosine(maximum=0.1,
period=100)`, then `rate(50)`, or `rate(numpy.arange(200))`. Counts begin at 0. `plateau` looks at a
metric instead, and is a function with explicit state.
"""

from deeptuning.schedules._schedule import Schedule
from deeptuning.schedules.catalogue import CATALOGUE, Entry, Twin, find
from deeptuning.schedules.chain import chain
from deeptuning.schedules.constant import constant
from deeptuning.schedules.cosine import cosine
from deeptuning.schedules.cyclic import cyclic
from deeptuning.schedules.description import build, describe
from deeptuning.schedules.each_epoch import each_epoch
from deeptuning.schedules.exponential import exponential
from deeptuning.schedules.inverse_time import inverse_time
from deeptuning.schedules.one_cycle import one_cycle
from deeptuning.schedules.piecewise_constant import piecewise_constant
from deeptuning.schedules.plateau import plateau
from deeptuning.schedules.polynomial import polynomial
from deeptuning.schedules.power import power
from deeptuning.schedules.rate_range import range_test, suggest_rate
from deeptuning.schedules.step_decay import step_decay
from deeptuning.schedules.sweep import sweep
from deeptuning.schedules.warm_restarts import warm_restarts
from deeptuning.schedules.warmup import warmup

__all__ = [
    "CATALOGUE",
    "Entry",
    "Schedule",
    "Twin",
    "build",
    "chain",
    "constant",
    "cosine",
    "cyclic",
    "describe",
    "each_epoch",
    "exponential",
    "find",
    "inverse_time",
    "one_cycle",
    "piecewise_constant",
    "plateau",
    "polynomial",
    "power",
    "range_test",
    "step_decay",
    "suggest_rate",
    "sweep",
    "warm_restarts",
    "warmup",
]
