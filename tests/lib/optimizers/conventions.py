"""Measure the conventions of torch, Keras and this library, and write them down.

    python -m tests.lib.optimizers.conventions            # print the table
    python -m tests.lib.optimizers.conventions --write    # store it where the lessons read it

A library's convention is found by running it with an ε, a decay and a rate that cannot be
overlooked, and looking for the one formula that walks the same path.
"""

import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import deeptuning.optimizers
from deeptuning.optimizers import CATALOGUE
from deeptuning.optimizers.catalogue import KERAS_NAMES, TORCH_NAMES
from tests.lib.optimizers.paths import (
    Problem,
    deviation,
    float64,
    follow_keras,
    follow_rule,
    follow_torch,
)

STORED = Path(deeptuning.optimizers.__file__).with_name("conventions.md")
LIBRARIES = ("torch", "Keras", "this library")
TITLES = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "nadam": "Nadam",
    "adamax": "AdaMax",
    "adamw": "AdamW",
}
SYMBOLS = {
    "learning_rate": "η",
    "momentum": "γ",
    "rho": "γ",
    "beta1": "β₁",
    "beta2": "β₂",
    "eps": "ε",
    "momentum_decay": "ψ",
    "weight_decay": "λ",
}
# Few binary digits: Keras rounds some coefficients to float32.
LOUD = {"momentum": 0.875, "rho": 0.75, "beta1": 0.875, "beta2": 0.75, "eps": 0.5}
GAMMA, BETA1, BETA2, EPS, DECAY = 0.875, 0.875, 0.75, 0.5, 0.125
GIVEN = Problem(
    start=np.array([1.0, -2.0, 3.0]),
    gradients=list(np.random.default_rng(3).normal(size=(6, 3))),
    rates=[0.2, 0.4, 0.1, 0.3, 0.25, 0.5],
)

HEAVY_BALL = "v ← γv + g, step ηv"
VELOCITY = "v ← γv + ηg, step v"
AVERAGE = "v ← γv + (1−γ)g, step ηv"
HEAVY_AHEAD = "v ← γv + g, step η(g + γv)"
VELOCITY_AHEAD = "v ← γv + ηg, step ηg + γv"
CORRECTED = "m̂ = m/(1−β₁ᵗ)"
UNCORRECTED = "m, not corrected"
AHEAD_SLOW = "look-ahead m̂, ψ = 0.004"
AHEAD_FAST = "look-ahead m̂, ψ = 1"
ROOTS = {
    "√v̂ + ε": lambda v, c: (v / c) ** 0.5 + EPS,
    "√v̂ + ε/√(1−β₂ᵗ)": lambda v, c: (v / c) ** 0.5 + EPS / c**0.5,
    "√(v̂ + ε)": lambda v, c: (v / c + EPS) ** 0.5,
}
LEAKY_ROOTS = {"√s + ε": ROOTS["√v̂ + ε"], "√(s + ε)": ROOTS["√(v̂ + ε)"]}
IN_MAXIMUM, AFTER_MAXIMUM = "max(β₂u, |g| + ε)", "u + ε"
NONE = "–"
# What a library might do: forms of momentum, and places of ε.
POSSIBLE = {
    "sgd": ([NONE], [NONE]),
    "momentum": ([HEAVY_BALL, VELOCITY, AVERAGE], [NONE]),
    "nesterov": ([HEAVY_AHEAD, VELOCITY_AHEAD], [NONE]),
    "rmsprop": ([NONE], [*LEAKY_ROOTS]),
    "adam": ([CORRECTED, UNCORRECTED], [*ROOTS]),
    "nadam": ([AHEAD_SLOW, AHEAD_FAST], [*ROOTS]),
    "adamax": ([CORRECTED, UNCORRECTED], [IN_MAXIMUM, AFTER_MAXIMUM]),
    "adamw": ([CORRECTED, UNCORRECTED], [*ROOTS]),
}
STARTS = (0.0, 0.1, 1.0)
L2, SHRINK, SHRINK_PLAIN = "g ← g + λθ", "θ ← θ − ηλθ", "θ ← θ − λθ"


def simulate(form: str, place: str, start: float, decay: str | None = None) -> np.ndarray:
    """Walk by the textbook; `form`, `place`, `start` and `decay` choose the textbook."""
    theta, m, v, mus = GIVEN.start, start, start, 1.0
    path = []
    for t, (g, eta) in enumerate(zip(GIVEN.gradients, GIVEN.rates, strict=True), start=1):
        if decay == L2:
            g = g + DECAY * theta
        elif decay is not None:
            theta = theta - (eta if decay == SHRINK else 1) * DECAY * theta
        if form in (HEAVY_BALL, HEAVY_AHEAD):
            v = GAMMA * v + g
            step = eta * (v if form == HEAVY_BALL else g + GAMMA * v)
        elif form in (VELOCITY, VELOCITY_AHEAD):
            v = GAMMA * v + eta * g
            step = v if form == VELOCITY else eta * g + GAMMA * v
        elif form == AVERAGE:
            v = GAMMA * v + (1 - GAMMA) * g
            step = eta * v
        elif place == NONE:
            step = eta * g
        else:
            m = BETA1 * m + (1 - BETA1) * g
            mu, mu_next = (BETA1 * (1 - 0.96 ** (s * _psi(form)) / 2) for s in (t, t + 1))
            mus = mus * mu
            numerator = {
                NONE: g,
                UNCORRECTED: m,
                CORRECTED: m / (1 - BETA1**t),
            }.get(form, mu_next * m / (1 - mus * mu_next) + (1 - mu) * g / (1 - mus))
            if place in (IN_MAXIMUM, AFTER_MAXIMUM):
                v = np.maximum(BETA2 * v, abs(g) + EPS * (place == IN_MAXIMUM))
                root = v + EPS * (place == AFTER_MAXIMUM)
            else:
                v = BETA2 * v + (1 - BETA2) * g**2
                root = (ROOTS | LEAKY_ROOTS)[place](v, 1 if form == NONE else 1 - BETA2**t)
            step = eta * numerator / root
        theta = theta - step
        path.append(theta)
    return np.array(path)


def _psi(form: str) -> float:
    return 0.004 if form == AHEAD_SLOW else 1.0


def walk(name: str, library: str, decay: float = 0.0) -> np.ndarray:
    """Run one optimizer of one library."""
    import keras
    import torch

    entry = CATALOGUE[name]
    ours = {key: value for key, value in LOUD.items() if key in entry.rule.defaults}
    if decay or name == "adamw":
        ours["weight_decay"] = decay
    if library == "this library":
        return follow_rule(entry.rule, GIVEN, **ours)
    if library == "torch":
        make = getattr(torch.optim, entry.torch.name)
        return follow_torch(lambda p: make(p, **entry.torch.torch_arguments(**ours)), GIVEN)
    make = getattr(keras.optimizers, entry.keras.name)
    return follow_keras(make(**entry.keras.keras_arguments(**ours)), GIVEN)


def same(path: np.ndarray, candidate: np.ndarray) -> bool:
    """Whether the two are one path; Keras's Nadam is exact to float32 only."""
    return deviation(candidate, path) < 1e-6


def fit(name: str, library: str) -> tuple[str, str, float]:
    """Find the form of momentum, the place of ε and the initial state of one optimizer."""
    path = walk(name, library)
    forms, places = POSSIBLE[name]
    starts = STARTS if CATALOGUE[name].slots else STARTS[:1]
    (found,) = (c for c in product(forms, places, starts) if same(path, simulate(*c)))
    return found


def decay_of(name: str, library: str) -> str:
    """Find what `weight_decay` does."""
    if library == "this library" and "weight_decay" not in CATALOGUE[name].rule.defaults:
        return "`coupled_decay` or `decoupled_decay`"
    path, found = walk(name, library, DECAY), fit(name, library)
    fitting = [d for d in (L2, SHRINK, SHRINK_PLAIN) if same(path, simulate(*found, d))]
    assert fitting, f"{name} of {library}: no decay fits"
    return ", the same as ".join(fitting)


def defaults_of(name: str, library: str) -> dict[str, float]:
    """Read the default hyperparameters off a new optimizer, in our spelling."""
    import keras
    import torch

    entry = CATALOGUE[name]
    if library == "this library":
        found = entry.rule.defaults
    elif library == "torch":
        parameters = [torch.nn.Parameter(torch.ones(1))]
        group = getattr(torch.optim, entry.torch.name)(parameters).param_groups[0]
        found = {ours: group[theirs] for ours, theirs in TORCH_NAMES.items() if theirs in group}
        if "betas" in group:
            found["beta1"], found["beta2"] = group["betas"]
    else:
        config = getattr(keras.optimizers, entry.keras.name)().get_config()
        found = {ours: config[theirs] for ours, theirs in KERAS_NAMES.items() if theirs in config}
    return {key: found[key] for key in SYMBOLS if key in entry.rule.defaults and key in found}


def memory_of(name: str, library: str) -> str:
    """Name the arrays an optimizer keeps per parameter, with what they start from."""
    import keras
    import torch

    entry, start = CATALOGUE[name], fit(name, library)[2]
    if library == "this library":
        names = entry.slots
    elif library == "torch":
        theta = torch.nn.Parameter(torch.ones(3))
        theta.grad = torch.ones(3)
        ours = {"momentum": 0.5} if "momentum" in entry.rule.defaults else {}
        optimizer = getattr(torch.optim, entry.torch.name)(
            [theta], **entry.torch.torch_arguments(**ours)
        )
        optimizer.step()
        state = optimizer.state[theta]
        names = [key for key, value in state.items() if getattr(value, "shape", ()) == (3,)]
    else:
        theta = keras.Variable([1.0, 1.0, 1.0], name="theta")
        ours = {"momentum": 0.5} if "momentum" in entry.rule.defaults else {}
        optimizer = getattr(keras.optimizers, entry.keras.name)(**ours, **entry.keras.extra)
        optimizer.build([theta])
        slots = [variable for variable in optimizer.variables if variable.shape == (3,)]
        assert all((slot.numpy() == start).all() for slot in slots)
        names = [slot.name.removeprefix("theta_") for slot in slots]
    return ", ".join(f"`{slot}` = {start:g}" for slot in names) or NONE


def number(value: float) -> str:
    """Write 1e-08 as 1e-8."""
    return f"{value:g}".replace("e-0", "e-")


def table(title: str, remark: str, cell: Any) -> str:
    """Render one aspect; optimizers on which torch and Keras differ are bold."""
    lines = [f"### {title}", "", remark, "", f"| | {' | '.join(LIBRARIES)} |", "|---|---|---|---|"]
    for name in CATALOGUE:
        cells = [cell(name, library).replace("|", "\\|") for library in LIBRARIES]
        if set(cells) == {NONE}:
            continue
        differ = cells[0] != cells[1] and "`" not in cells[0]
        lines.append(f"| {'**' * differ}{TITLES[name]}{'**' * differ} | {' | '.join(cells)} |")
    return "\n".join(lines)


def render() -> str:
    """Measure everything and return the Markdown."""

    def defaults(name: str, library: str) -> str:
        found = defaults_of(name, library)
        return ", ".join(f"{SYMBOLS[key]} {number(value)}" for key, value in found.items())

    with float64():
        parts = [
            table(
                "Defaults",
                "What you get if you say nothing. A momentum of 0 is none at all. "
                "Optimizers on which torch and Keras differ are bold.",
                defaults,
            ),
            table(
                "Where ε stands",
                "What the step is divided by. The same number means something else in another "
                "place.",
                lambda name, library: fit(name, library)[1],
            ),
            table(
                "How momentum enters",
                "The forms of a row agree at a constant rate, and part when the rate changes "
                "(Nadam: ψ is how fast the momentum warms up).",
                lambda name, library: fit(name, library)[0],
            ),
            table(
                "What `weight_decay` does",
                "Adding λθ to the gradient (L2) sends the decay through momentum and scaling; "
                "shrinking θ does not. Rules of this library leave it to a wrapper.",
                decay_of,
            ),
            table(
                "What is remembered, and from where it starts",
                "One array each, with the shape of the parameter.",
                memory_of,
            ),
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        STORED.write_text(render(), encoding="utf-8")
    else:
        print(render(), end="")
