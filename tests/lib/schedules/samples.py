"""One schedule of every kind, with arguments that are nobody's default, and torch's and Keras's."""

import warnings

import numpy as np

from deeptuning.schedules import CATALOGUE, constant, cosine, exponential, step_decay

SAMPLES = {
    "constant": {"rate": 0.3},
    "step_decay": {"start": 0.7, "factor": 0.3, "every": 7},
    "piecewise_constant": {"values": (0.9, 0.09, 0.009), "boundaries": (10, 23)},
    "exponential": {"start": 0.7, "factor": 0.8, "every": 3.5},
    "power": {"start": 0.7, "scale": 6.5, "exponent": 0.75},
    "inverse_time": {"start": 0.7, "decay": 0.3, "every": 2.5},
    "polynomial": {"start": 0.7, "end": 0.05, "period": 17, "exponent": 1.7},
    "cosine": {"maximum": 0.7, "minimum": 0.02, "period": 13},
    "warm_restarts": {
        "maximum": 0.7,
        "minimum": 0.02,
        "period": 7,
        "multiplier": 3,
        "peak_factor": 0.6,
    },
    "cyclic": {
        "minimum": 0.02,
        "maximum": 0.7,
        "half_cycle": 7,
        "mode": "exp_range",
        "factor": 0.97,
    },
    "one_cycle": {
        "maximum": 0.7,
        "steps": 50,
        "warm_share": 0.37,
        "start_divisor": 12.0,
        "final_divisor": 55.0,
    },
    "warmup": {"schedule": cosine(maximum=0.7, period=20), "steps": 8, "start": 0.1},
    "chain": {
        "schedules": (step_decay(start=0.7, every=3), exponential(start=0.4)),
        "boundaries": (11,),
    },
    "each_epoch": {"schedule": exponential(start=0.7), "steps_per_epoch": 9},
    "sweep": {"minimum": 1e-5, "maximum": 3.0, "steps": 31},
}
VARIANTS = [
    *SAMPLES.items(),
    ("piecewise_constant", SAMPLES["piecewise_constant"] | {"switch": "after"}),
    ("cosine", SAMPLES["cosine"] | {"after": "rise"}),
    ("warm_restarts", SAMPLES["warm_restarts"] | {"multiplier": 1}),
    ("warm_restarts", SAMPLES["warm_restarts"] | {"multiplier": 2}),
    ("cyclic", SAMPLES["cyclic"] | {"mode": "triangular"}),
    ("cyclic", SAMPLES["cyclic"] | {"mode": "triangular2"}),
    ("one_cycle", SAMPLES["one_cycle"] | {"shape": "linear"}),
    ("one_cycle", SAMPLES["one_cycle"] | {"phases": "three"}),
    ("one_cycle", SAMPLES["one_cycle"] | {"phases": "three", "shape": "linear"}),
    ("warmup", SAMPLES["warmup"] | {"shape": "cosine"}),
    ("warmup", SAMPLES["warmup"] | {"place": "over"}),
    ("warmup", SAMPLES["warmup"] | {"schedule": constant(rate=0.2)}),
    ("sweep", SAMPLES["sweep"] | {"shape": "linear"}),
]
NAMES = [f"{i}-{name}" for i, (name, _) in enumerate(VARIANTS)]


def make(name, arguments):
    return CATALOGUE[name].factory(**arguments)


def torch_rates(build, steps, lr=1.0, **arguments):
    """The rates that a torch scheduler sets for steps 0, 1, …"""
    import torch

    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=lr)
    scheduler, rates = build(optimizer, **arguments), []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        with warnings.catch_warnings():  # SequentialLR calls its parts in a way torch deprecates
            warnings.simplefilter("ignore", UserWarning)
            scheduler.step()
    return np.array(rates, dtype=float)


def keras_rates(name, steps, **arguments):
    """The rates of a Keras schedule for steps 0, 1, …, in float64.

    TensorFlow takes Python's floats for float32, and Keras computes in the type of the first rate.
    """
    import keras

    arguments = {key: wide(value) for key, value in arguments.items()}
    schedule = getattr(keras.optimizers.schedules, name)(**arguments)
    return np.array([float(schedule(t)) for t in range(steps)])


def wide(value):
    if isinstance(value, list):
        return [wide(item) for item in value]
    return np.float64(value) if isinstance(value, float) else value
