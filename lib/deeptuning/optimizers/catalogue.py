"""Every rule in one table: what it remembers, and its twins in torch and Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deeptuning._validation import known
from deeptuning.optimizers.adadelta import adadelta
from deeptuning.optimizers.adagrad import adagrad
from deeptuning.optimizers.adam import adam
from deeptuning.optimizers.adamax import adamax
from deeptuning.optimizers.adamw import adamw
from deeptuning.optimizers.amsgrad import amsgrad
from deeptuning.optimizers.lion import lion
from deeptuning.optimizers.momentum import momentum
from deeptuning.optimizers.nadam import nadam
from deeptuning.optimizers.nesterov import nesterov
from deeptuning.optimizers.radam import radam
from deeptuning.optimizers.rmsprop import rmsprop
from deeptuning.optimizers.sgd import sgd

TORCH_NAMES = {
    "learning_rate": "lr",
    "momentum": "momentum",
    "rho": "alpha",
    "centered": "centered",
    "initial_accumulator": "initial_accumulator_value",
    "eps": "eps",
    "momentum_decay": "momentum_decay",
    "weight_decay": "weight_decay",
}
KERAS_NAMES = {
    "learning_rate": "learning_rate",
    "momentum": "momentum",
    "rho": "rho",
    "centered": "centered",
    "initial_accumulator": "initial_accumulator_value",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "eps": "epsilon",
    "weight_decay": "weight_decay",
}


@dataclass(frozen=True)
class Twin:
    """The same optimizer in a framework.

    Args:
        name: class in `torch.optim` or `keras.optimizers`.
        extra: arguments that make it the twin, such as `nesterov=True`.
        agrees: our hyperparameters under which both walk the same path.
        constant_rate: whether they agree only while the learning rate does not change.
        spells: our names that this class spells otherwise than its framework does elsewhere.
    """

    name: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    agrees: Mapping[str, Any] = field(default_factory=dict)
    constant_rate: bool = False
    spells: Mapping[str, str] = field(default_factory=dict)

    def torch_arguments(self, **ours: Any) -> dict[str, Any]:
        """Our hyperparameters in torch's spelling; those torch has no word for are left out."""
        names = TORCH_NAMES | dict(self.spells)
        theirs = {names[name]: ours[name] for name in ours if name in names}
        if "beta1" in ours:
            theirs["betas"] = (ours["beta1"], ours["beta2"])
        return theirs | dict(self.extra)

    def keras_arguments(self, **ours: Any) -> dict[str, Any]:
        """Our hyperparameters in Keras's spelling; those Keras has no word for are left out."""
        names = KERAS_NAMES | dict(self.spells)
        theirs = {names[name]: ours[name] for name in ours if name in names}
        return theirs | dict(self.extra)


@dataclass(frozen=True)
class Entry:
    """One rule: the function, its state, its twins.

    Args:
        rule: the function.
        slots: names in the state with the shape of the parameter; they start at zero.
        scalars: names in the state that are one number, with the value they start from.
        torch: the twin in `torch.optim`, if there is one.
        keras: the twin in `keras.optimizers`, if there is one.
        optional: slots that exist only under a hyperparameter that is neither 0 nor False.
    """

    rule: Callable
    slots: tuple[str, ...] = ()
    scalars: Mapping[str, float] = field(default_factory=dict)
    torch: Twin | None = None
    keras: Twin | None = None
    optional: Mapping[str, str] = field(default_factory=dict)

    def slots_under(self, **hyperparameters: Any) -> tuple[str, ...]:
        """Name the slots that the rule keeps under these hyperparameters."""
        extra = [slot for name, slot in self.optional.items() if hyperparameters.get(name)]
        return (*self.slots, *extra)


CATALOGUE: dict[str, Entry] = {
    "sgd": Entry(sgd, torch=Twin("SGD"), keras=Twin("SGD")),
    "momentum": Entry(
        momentum,
        slots=("v",),
        torch=Twin("SGD", agrees={"form": "heavy_ball"}),
        keras=Twin("SGD", agrees={"form": "velocity"}),
    ),
    "nesterov": Entry(
        nesterov,
        slots=("v",),
        torch=Twin("SGD", extra={"nesterov": True}),
        # Keras remembers each gradient together with the rate at which it came in.
        keras=Twin("SGD", extra={"nesterov": True}, constant_rate=True),
    ),
    "adagrad": Entry(
        adagrad,
        slots=("G",),
        torch=Twin("Adagrad", agrees={"eps_place": "outside"}),
        keras=Twin("Adagrad", agrees={"eps_place": "inside"}),
    ),
    "rmsprop": Entry(
        rmsprop,
        slots=("s",),
        torch=Twin("RMSprop", agrees={"eps_place": "outside"}),
        # With momentum, Keras remembers each step together with the rate at which it was taken.
        keras=Twin("RMSprop", agrees={"eps_place": "inside", "momentum": 0.0}),
        optional={"centered": "m", "momentum": "w"},
    ),
    "adadelta": Entry(
        adadelta,
        slots=("s", "delta"),
        torch=Twin("Adadelta", spells={"rho": "rho"}),
        keras=Twin("Adadelta"),
    ),
    "adam": Entry(
        adam,
        slots=("m", "v"),
        scalars={"t": 0},
        torch=Twin("Adam", agrees={"eps_place": "outside"}),
        keras=Twin("Adam", agrees={"eps_place": "hat"}),
    ),
    "amsgrad": Entry(
        amsgrad,
        slots=("m", "v", "v_max"),
        scalars={"t": 0},
        torch=Twin("Adam", extra={"amsgrad": True}, agrees={"eps_place": "outside"}),
        keras=Twin("Adam", extra={"amsgrad": True}, agrees={"eps_place": "hat"}),
    ),
    "nadam": Entry(
        nadam,
        slots=("m", "v"),
        scalars={"t": 0, "product": 1},
        torch=Twin("NAdam"),
        keras=Twin("Nadam", agrees={"momentum_decay": 1.0}),
    ),
    "adamax": Entry(
        adamax,
        slots=("m", "u"),
        scalars={"t": 0},
        torch=Twin("Adamax"),
        # Keras adds eps to u, not to |g|: the same only without it.
        keras=Twin("Adamax", agrees={"eps": 0.0}),
    ),
    "adamw": Entry(
        adamw,
        slots=("m", "v"),
        scalars={"t": 0},
        torch=Twin("AdamW", agrees={"eps_place": "outside"}),
        keras=Twin("AdamW", agrees={"eps_place": "hat"}),
    ),
    "radam": Entry(radam, slots=("m", "v"), scalars={"t": 0}, torch=Twin("RAdam")),
    "lion": Entry(lion, slots=("m",), keras=Twin("Lion")),
}


def find(rule: str | Callable) -> Entry:
    """Look a rule up by its name, or by the function itself.

    Args:
        rule: a name such as `"adam"`, or a rule of this package.

    Returns:
        Its entry in the catalogue.

    Raises:
        ValueError: a rule that is not in the catalogue; the message lists those that are.

    Example:
        >>> find("adam").slots
        ('m', 'v')
        >>> find("adma")
        Traceback (most recent call last):
        ...
        ValueError: Unknown rule 'adma'. Known: adadelta, adagrad, adam, adamax, adamw, amsgrad, \
lion, momentum, nadam, nesterov, radam, rmsprop, sgd.
    """
    name = rule if isinstance(rule, str) else getattr(rule, "__name__", repr(rule))
    known("rule", name, CATALOGUE)
    entry = CATALOGUE[name]
    if callable(rule) and rule is not entry.rule:
        raise ValueError(
            f"Argument `rule` must be a rule of the catalogue. Received: another function called "
            f"{name!r}. Pass the name {name!r}, or describe yours: Entry(rule, slots=(...))."
        )
    return entry
