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
from deeptuning.plots.style import LABELS
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
SYMBOLS = {
    "learning_rate": "η",
    "momentum": "γ",
    "rho": "γ",
    "beta1": "β₁",
    "beta2": "β₂",
    "initial_accumulator": "G₀",
    "eps": "ε",
    "momentum_decay": "ψ",
    "weight_decay": "λ",
}
OWN_SYMBOLS = {"rmsprop": {"momentum": "μ"}, "adadelta": {"rho": "ρ"}}
# Few binary digits: Keras rounds some coefficients to float32.
LOUD = {"momentum": 0.875, "rho": 0.75, "beta1": 0.875, "beta2": 0.75, "eps": 0.5}
GAMMA, RHO, BETA1, BETA2, EPS, DECAY = 0.875, 0.75, 0.875, 0.75, 0.5, 0.125
GIVEN = Problem(
    start=np.array([1.0, -2.0, 3.0]),
    gradients=list(np.random.default_rng(3).normal(size=(24, 3))),
    rates=[0.2, 0.4, 0.1, 0.3, 0.25, 0.5] * 4,
)

HEAVY_BALL = "v ← γv + g, step ηv"
VELOCITY = "v ← γv + ηg, step v"
AVERAGE = "v ← γv + (1−γ)g, step ηv"
HEAVY_AHEAD = "v ← γv + g, step η(g + γv)"
VELOCITY_AHEAD = "v ← γv + ηg, step ηg + γv"
CORRECTED = "m̂ = m/(1−β₁ᵗ)"
UNCORRECTED = "m, not corrected"
RECTIFIED = "m̂ · r where ρ > 5, else m̂ itself"
RECTIFIED_EARLY = "m̂ · r where ρ > 4, else m̂ itself"
AHEAD_SLOW = "look-ahead m̂, ψ = 0.004"
AHEAD_FAST = "look-ahead m̂, ψ = 1"
ROLLING = "w ← μw + g/√s, step ηw"
ROLLING_RATE = "w ← μw + ηg/√s, step w"
SIGN = "step η sign(β₁m + (1−β₁)g)"
SIGN_OF_M = "step η sign(m)"
ROOTS = {
    "√v̂ + ε": lambda v, c: (v / c) ** 0.5 + EPS,
    "√v̂ + ε/√(1−β₂ᵗ)": lambda v, c: (v / c) ** 0.5 + EPS / c**0.5,
    "√(v̂ + ε)": lambda v, c: (v / c + EPS) ** 0.5,
}
LEAKY_ROOTS = {"√s + ε": ROOTS["√v̂ + ε"], "√(s + ε)": ROOTS["√(v̂ + ε)"]}
SUM_ROOTS = {"√G + ε": ROOTS["√v̂ + ε"], "√(G + ε)": ROOTS["√(v̂ + ε)"]}
OF_V, OF_V_HAT = ", v̂ = max(v)/(1−β₂ᵗ)", ", v̂ = max(v/(1−β₂ᵗ))"
MAX_ROOTS = [place + of for of in (OF_V, OF_V_HAT) for place in ROOTS]
BOTH_INSIDE, BOTH_OUTSIDE = "√(s + ε), √(Δ + ε)", "√s + ε, √Δ + ε"
IN_MAXIMUM, AFTER_MAXIMUM = "max(β₂u, |g| + ε)", "u + ε"
NONE = "–"
# What a library might do: forms of momentum, and places of ε.
POSSIBLE = {
    "sgd": ([NONE], [NONE]),
    "momentum": ([HEAVY_BALL, VELOCITY, AVERAGE], [NONE]),
    "nesterov": ([HEAVY_AHEAD, VELOCITY_AHEAD], [NONE]),
    "adagrad": ([NONE], [*SUM_ROOTS]),
    "rmsprop": ([ROLLING, ROLLING_RATE], [*LEAKY_ROOTS]),
    "adadelta": ([NONE], [BOTH_INSIDE, BOTH_OUTSIDE]),
    "adam": ([CORRECTED, UNCORRECTED], [*ROOTS]),
    "amsgrad": ([CORRECTED, UNCORRECTED], [*MAX_ROOTS, *ROOTS]),
    "nadam": ([AHEAD_SLOW, AHEAD_FAST], [*ROOTS]),
    "adamax": ([CORRECTED, UNCORRECTED], [IN_MAXIMUM, AFTER_MAXIMUM]),
    "adamw": ([CORRECTED, UNCORRECTED], [*ROOTS]),
    "radam": ([RECTIFIED, RECTIFIED_EARLY], [*ROOTS]),
    "lion": ([SIGN, SIGN_OF_M], [NONE]),
}
STARTS = (0.0, 0.1, 1.0)
L2, SHRINK, SHRINK_PLAIN = "g ← g + λθ", "θ ← θ − ηλθ", "θ ← θ − λθ"


def simulate(form: str, place: str, start: float, decay: str | None = None) -> np.ndarray:
    """Walk by the textbook; `form`, `place`, `start` and `decay` choose the textbook."""
    theta, path = GIVEN.start, []
    memory = dict.fromkeys(("m", "v", "v_max", "delta"), start) | {"w": 0.0, "mus": 1.0}
    for t, (g, eta) in enumerate(zip(GIVEN.gradients, GIVEN.rates, strict=True), start=1):
        if decay == L2:
            g = g + DECAY * theta
        elif decay is not None:
            theta = theta - (eta if decay == SHRINK else 1) * DECAY * theta
        if place != NONE:
            step = _scaled(form, place, memory, t, g, eta)
        elif form in (SIGN, SIGN_OF_M):
            step = eta * _sign(form, memory, g)
        else:
            step = _momentum(form, memory, g, eta)
        theta = theta - step
        path.append(theta)
    return np.array(path)


def _momentum(form: str, memory: dict, g: np.ndarray, eta: float) -> np.ndarray:
    """Step without any scaling."""
    v = memory["v"]
    if form == NONE:
        return eta * g
    if form in (HEAVY_BALL, HEAVY_AHEAD):
        memory["v"] = v = GAMMA * v + g
        return eta * (v if form == HEAVY_BALL else g + GAMMA * v)
    if form == AVERAGE:
        memory["v"] = v = GAMMA * v + (1 - GAMMA) * g
        return eta * v
    memory["v"] = v = GAMMA * v + eta * g
    return v if form == VELOCITY else eta * g + GAMMA * v


def _sign(form: str, memory: dict, g: np.ndarray) -> np.ndarray:
    """Direction of a step of which only the sign counts."""
    seen = BETA1 * memory["m"] + (1 - BETA1) * g
    memory["m"] = BETA2 * memory["m"] + (1 - BETA2) * g
    return np.sign(seen if form == SIGN else memory["m"])


def _scaled(form: str, place: str, memory: dict, t: int, g: np.ndarray, eta: float) -> np.ndarray:
    """Step divided by a size of past gradients."""
    if place in (BOTH_INSIDE, BOTH_OUTSIDE):
        inside, outside = (EPS, 0) if place == BOTH_INSIDE else (0, EPS)
        memory["v"] = RHO * memory["v"] + (1 - RHO) * g**2
        above = (memory["delta"] + inside) ** 0.5 + outside
        step = above / ((memory["v"] + inside) ** 0.5 + outside) * g
        memory["delta"] = RHO * memory["delta"] + (1 - RHO) * step**2
        return eta * step
    root = _root(place, memory, t, g)
    if form == NONE:
        return eta * g / root
    if form in (ROLLING, ROLLING_RATE):
        before, after = (eta, 1) if form == ROLLING_RATE else (1, eta)
        memory["w"] = GAMMA * memory["w"] + before * g / root
        return after * memory["w"]
    if form in (RECTIFIED, RECTIFIED_EARLY):
        return eta * _rectified(form, memory, t, g, root)
    return eta * _direction(form, memory, t, g) / root


def _rectified(form: str, memory: dict, t: int, g: np.ndarray, root: np.ndarray) -> np.ndarray:
    """RAdam's step: not divided by anything before enough gradients were seen."""
    m_hat = _direction(CORRECTED, memory, t, g)
    whole = 2 / (1 - BETA2) - 1
    rho = whole - 2 * t * BETA2**t / (1 - BETA2**t)
    if rho <= (5 if form == RECTIFIED else 4):
        return m_hat
    share = [(r - 4) * (r - 2) / r for r in (rho, whole)]
    return (share[0] / share[1]) ** 0.5 * m_hat / root


def _direction(form: str, memory: dict, t: int, g: np.ndarray) -> np.ndarray:
    """Adam's average gradient, or Nadam's."""
    memory["m"] = m = BETA1 * memory["m"] + (1 - BETA1) * g
    if form == UNCORRECTED:
        return m
    if form == CORRECTED:
        return m / (1 - BETA1**t)
    psi = 0.004 if form == AHEAD_SLOW else 1.0
    mu, mu_next = (BETA1 * (1 - 0.96 ** (s * psi) / 2) for s in (t, t + 1))
    memory["mus"] = mus = memory["mus"] * mu
    return mu_next * m / (1 - mus * mu_next) + (1 - mu) * g / (1 - mus)


def _root(place: str, memory: dict, t: int, g: np.ndarray) -> np.ndarray:
    """Size of past gradients, with ε in its place."""
    if place in (IN_MAXIMUM, AFTER_MAXIMUM):
        within, after = (EPS, 0) if place == IN_MAXIMUM else (0, EPS)
        memory["v"] = np.maximum(BETA2 * memory["v"], abs(g) + within)
        return memory["v"] + after
    if place in SUM_ROOTS:
        memory["v"] = memory["v"] + g**2
        return SUM_ROOTS[place](memory["v"], 1)
    memory["v"] = v = BETA2 * memory["v"] + (1 - BETA2) * g**2
    if place in LEAKY_ROOTS:
        return LEAKY_ROOTS[place](v, 1)
    if place in ROOTS:
        return ROOTS[place](v, 1 - BETA2**t)
    correction = 1 - BETA2**t
    seen = v if place.endswith(OF_V) else v / correction
    memory["v_max"] = largest = np.maximum(memory["v_max"], seen)
    v = largest if place.endswith(OF_V) else largest * correction
    return ROOTS[place.split(", v̂")[0]](v, correction)


def missing(name: str, library: str) -> bool:
    """Whether a library does not have the optimizer."""
    entry = CATALOGUE[name]
    return {"torch": entry.torch, "Keras": entry.keras}.get(library, entry) is None


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
    if missing(name, library):
        return NONE, NONE, 0.0
    path = walk(name, library)
    forms, places = POSSIBLE[name]
    starts = STARTS if CATALOGUE[name].slots else STARTS[:1]
    (found,) = (c for c in product(forms, places, starts) if same(path, simulate(*c)))
    return found


def decay_of(name: str, library: str) -> str:
    """Find what `weight_decay` does."""
    if missing(name, library):
        return NONE
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
    if missing(name, library):
        return {}
    if library == "this library":
        found = entry.rule.defaults
    elif library == "torch":
        parameters = [torch.nn.Parameter(torch.ones(1))]
        group = getattr(torch.optim, entry.torch.name)(parameters).param_groups[0]
        names = TORCH_NAMES | dict(entry.torch.spells)
        found = {ours: group[theirs] for ours, theirs in names.items() if theirs in group}
        if "betas" in group:
            found["beta1"], found["beta2"] = group["betas"]
    else:
        config = getattr(keras.optimizers, entry.keras.name)().get_config()
        names = KERAS_NAMES | dict(entry.keras.spells)
        found = {ours: config[theirs] for ours, theirs in names.items() if theirs in config}
    return {key: found[key] for key in SYMBOLS if key in entry.rule.defaults and key in found}


def memory_of(name: str, library: str) -> str:
    """Name the arrays an optimizer keeps per parameter, with what they start from."""
    import keras
    import torch

    if missing(name, library):
        return NONE
    entry, start = CATALOGUE[name], fit(name, library)[2]
    ours = {"momentum": 0.5} if entry.rule.defaults.get("momentum") else {}
    if library == "this library":
        names = entry.slots
    elif library == "torch":
        theta = torch.nn.Parameter(torch.ones(3))
        theta.grad = torch.ones(3)
        optimizer = getattr(torch.optim, entry.torch.name)(
            [theta], **entry.torch.torch_arguments(**ours)
        )
        optimizer.step()
        state = optimizer.state[theta]
        names = [key for key, value in state.items() if getattr(value, "shape", ()) == (3,)]
    else:
        theta = keras.Variable([1.0, 1.0, 1.0], name="theta")
        optimizer = getattr(keras.optimizers, entry.keras.name)(**ours, **entry.keras.extra)
        optimizer.build([theta])
        slots = [variable for variable in optimizer.variables if variable.shape == (3,)]
        assert all(np.allclose(slot.numpy(), start) for slot in slots)
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
        differ = cells[0] != cells[1] and NONE not in cells and "`" not in cells[0]
        lines.append(f"| {'**' * differ}{LABELS[name]}{'**' * differ} | {' | '.join(cells)} |")
    return "\n".join(lines)


def render() -> str:
    """Measure everything and return the Markdown."""

    def defaults(name: str, library: str) -> str:
        found, symbols = defaults_of(name, library), SYMBOLS | OWN_SYMBOLS.get(name, {})
        return ", ".join(f"{symbols[key]} {number(value)}" for key, value in found.items()) or NONE

    with float64():
        parts = [
            table(
                "Defaults",
                "What you get if you say nothing. A momentum of 0 is none at all. "
                "Optimizers on which torch and Keras differ are bold; a dash stands where a "
                "library does not have one.",
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
