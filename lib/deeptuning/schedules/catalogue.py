"""Every schedule in one table, with its twins in torch and Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deeptuning._validation import known
from deeptuning.schedules.chain import chain
from deeptuning.schedules.constant import constant
from deeptuning.schedules.cosine import cosine
from deeptuning.schedules.cyclic import cyclic
from deeptuning.schedules.each_epoch import each_epoch
from deeptuning.schedules.exponential import exponential
from deeptuning.schedules.inverse_time import inverse_time
from deeptuning.schedules.one_cycle import one_cycle
from deeptuning.schedules.piecewise_constant import piecewise_constant
from deeptuning.schedules.polynomial import polynomial
from deeptuning.schedules.power import power
from deeptuning.schedules.step_decay import step_decay
from deeptuning.schedules.sweep import sweep
from deeptuning.schedules.warm_restarts import warm_restarts
from deeptuning.schedules.warmup import warmup


@dataclass(frozen=True)
class Twin:
    """The same schedule in a framework.

    Args:
        name: class in `torch.optim.lr_scheduler` or `keras.optimizers.schedules`.
        spell: turns our arguments into theirs. torch's schedulers find the rate at 0 in the
            optimizer; it is called `lr` among the arguments.
        agrees: our arguments under which both have the same rates.
    """

    name: str
    spell: Callable[[Mapping[str, Any]], dict[str, Any]]
    agrees: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One schedule: the factory and its twins.

    Args:
        factory: the function that makes the schedule.
        torch: the twin in `torch.optim.lr_scheduler`.
        keras: the twin in `keras.optimizers.schedules`.
    """

    factory: Callable
    torch: Twin | None = None
    keras: Twin | None = None


CATALOGUE: dict[str, Entry] = {
    "constant": Entry(
        constant,
        torch=Twin("ConstantLR", lambda a: {"lr": a["rate"], "factor": 1.0}),
    ),
    "step_decay": Entry(
        step_decay,
        torch=Twin(
            "StepLR",
            lambda a: {"lr": a["start"], "gamma": a["factor"], "step_size": a["every"]},
        ),
        keras=Twin(
            "ExponentialDecay",
            lambda a: {
                "initial_learning_rate": a["start"],
                "decay_rate": a["factor"],
                "decay_steps": a["every"],
                "staircase": True,
            },
        ),
    ),
    "piecewise_constant": Entry(
        piecewise_constant,
        # torch multiplies by one gamma at every milestone, so the values must be geometric.
        torch=Twin(
            "MultiStepLR",
            lambda a: {
                "lr": a["values"][0],
                "gamma": a["values"][1] / a["values"][0],
                "milestones": a["boundaries"],
            },
            agrees={"switch": "at"},
        ),
        keras=Twin(
            "PiecewiseConstantDecay",
            lambda a: {"boundaries": list(a["boundaries"]), "values": list(a["values"])},
            agrees={"switch": "after"},
        ),
    ),
    "exponential": Entry(
        exponential,
        torch=Twin(
            "ExponentialLR",
            lambda a: {"lr": a["start"], "gamma": a["factor"] ** (1 / a["every"])},
        ),
        keras=Twin(
            "ExponentialDecay",
            lambda a: {
                "initial_learning_rate": a["start"],
                "decay_rate": a["factor"],
                "decay_steps": a["every"],
            },
        ),
    ),
    "power": Entry(
        power,
        keras=Twin(
            "InverseTimeDecay",
            lambda a: {
                "initial_learning_rate": a["start"],
                "decay_rate": 1.0,
                "decay_steps": a["scale"],
            },
            agrees={"exponent": 1.0},
        ),
    ),
    "inverse_time": Entry(
        inverse_time,
        keras=Twin(
            "InverseTimeDecay",
            lambda a: {
                "initial_learning_rate": a["start"],
                "decay_rate": a["decay"],
                "decay_steps": a["every"],
            },
        ),
    ),
    "polynomial": Entry(
        polynomial,
        torch=Twin(
            "PolynomialLR",
            lambda a: {"lr": a["start"], "total_iters": a["period"], "power": a["exponent"]},
            agrees={"end": 0.0},
        ),
        keras=Twin(
            "PolynomialDecay",
            lambda a: {
                "initial_learning_rate": a["start"],
                "end_learning_rate": a["end"],
                "decay_steps": a["period"],
                "power": a["exponent"],
            },
        ),
    ),
    "cosine": Entry(
        cosine,
        torch=Twin(
            "CosineAnnealingLR",
            lambda a: {"lr": a["maximum"], "eta_min": a["minimum"], "T_max": a["period"]},
            agrees={"after": "rise"},
        ),
        keras=Twin(
            "CosineDecay",
            lambda a: {
                "initial_learning_rate": a["maximum"],
                "alpha": a["minimum"] / a["maximum"],
                "decay_steps": a["period"],
            },
            agrees={"after": "hold"},
        ),
    ),
    "warm_restarts": Entry(
        warm_restarts,
        torch=Twin(
            "CosineAnnealingWarmRestarts",
            lambda a: {
                "lr": a["maximum"],
                "eta_min": a["minimum"],
                "T_0": a["period"],
                "T_mult": a["multiplier"],
            },
            agrees={"peak_factor": 1.0},
        ),
        keras=Twin(
            "CosineDecayRestarts",
            lambda a: {
                "initial_learning_rate": a["maximum"],
                "alpha": a["minimum"] / a["maximum"],
                "first_decay_steps": a["period"],
                "t_mul": float(a["multiplier"]),
                "m_mul": a["peak_factor"],
            },
        ),
    ),
    "cyclic": Entry(
        cyclic,
        torch=Twin(
            "CyclicLR",
            lambda a: {
                "lr": a["minimum"],
                "base_lr": a["minimum"],
                "max_lr": a["maximum"],
                "step_size_up": a["half_cycle"],
                "mode": a["mode"],
                "gamma": a["factor"],
                "cycle_momentum": False,
            },
        ),
    ),
    "one_cycle": Entry(
        one_cycle,
        torch=Twin(
            "OneCycleLR",
            lambda a: {
                "lr": a["maximum"],
                "max_lr": a["maximum"],
                "total_steps": a["steps"],
                "pct_start": a["warm_share"],
                "anneal_strategy": {"cosine": "cos", "linear": "linear"}[a["shape"]],
                "div_factor": a["start_divisor"],
                "final_div_factor": a["final_divisor"],
                "three_phase": a["phases"] == "three",
                "cycle_momentum": False,
            },
        ),
    ),
    "warmup": Entry(warmup),
    "chain": Entry(chain),
    "each_epoch": Entry(each_epoch),
    "sweep": Entry(sweep),
}


def find(schedule: str | Callable) -> Entry:
    """Look a schedule up by its name, or by its factory.

    Args:
        schedule: a name such as `"cosine"`, or a factory of this package.

    Returns:
        Its entry in the catalogue.

    Raises:
        ValueError: a schedule that is not in the catalogue; the message lists those that are.

    Example:
        >>> find("cosine").torch.name
        'CosineAnnealingLR'
        >>> find("cosinus")
        Traceback (most recent call last):
        ...
        ValueError: Unknown schedule 'cosinus'. Known: chain, constant, cosine, cyclic, \
each_epoch, exponential, inverse_time, one_cycle, piecewise_constant, polynomial, power, \
step_decay, sweep, warm_restarts, warmup.
    """
    name = schedule if isinstance(schedule, str) else getattr(schedule, "__name__", repr(schedule))
    known("schedule", name, CATALOGUE)
    entry = CATALOGUE[name]
    if callable(schedule) and schedule is not entry.factory:
        raise ValueError(
            "Argument `schedule` must be a factory of the catalogue. Received: another function "
            f"called {name!r}. Pass the name {name!r}, or use yours without the catalogue."
        )
    return entry
