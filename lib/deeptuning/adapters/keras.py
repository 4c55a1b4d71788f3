"""Any rule as a real `keras.optimizers.Optimizer`."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any

from deeptuning._validation import known
from deeptuning.adapters._step import check, rule_defaults, with_decay
from deeptuning.optimizers.catalogue import Entry, find

try:
    import keras
    from keras import ops
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.keras needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error

FROM_KERAS = (
    "clipnorm",
    "clipvalue",
    "global_clipnorm",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
)


@keras.saving.register_keras_serializable("deeptuning")
class RuleOptimizer(keras.optimizers.Optimizer):
    r"""Let a rule train a Keras model.

    Each variable $\theta$ gets $(\theta, s) \leftarrow \text{rule}(\theta, g, s)$. Its state $s$ is
    kept in optimizer variables of the variable's own type, and is saved with the model.

    Args:
        rule: a rule of the catalogue, its name, or an `Entry` that describes a rule of your own.
        learning_rate: a number $\ge 0$ or a `LearningRateSchedule`. By default the rule's own.
        weight_decay: $\lambda \ge 0$. By default 0, or the rule's own default (`adamw`).
            `exclude_from_weight_decay` is honoured.
        decoupled: whether the decay shrinks the weights, as in Keras, or is added to the
            (clipped) gradient (L2), as in torch. `adamw` always shrinks them.
        name: name of the optimizer.
        **arguments: hyperparameters of the rule, such as `momentum` or `beta1`, and Keras's own:
            `clipnorm`, `clipvalue`, `global_clipnorm`, `use_ema`, `ema_momentum`,
            `ema_overwrite_frequency`, `loss_scale_factor`, `gradient_accumulation_steps`.

    Raises:
        ValueError: an unknown rule or argument, one out of range, or a 16-bit variable.

    Example:
        >>> weight = keras.Variable([1.0, -1.0])
        >>> optimizer = RuleOptimizer("adam", learning_rate=0.1, eps_place="hat")
        >>> optimizer.apply([ops.convert_to_tensor([2.0, -2.0])], [weight])
        >>> weight.numpy().round(4)
        array([ 0.9, -0.9], dtype=float32)
        >>> RuleOptimizer.from_config(optimizer.get_config()).hyperparameters["eps_place"]
        'hat'

    Source: the rules in `deeptuning.optimizers`; conventions in `convention_table()`.
    """

    def __init__(
        self,
        rule: str | Callable | Entry,
        *,
        learning_rate: Any = None,
        weight_decay: float | None = None,
        decoupled: bool = False,
        name: str | None = None,
        **arguments: Any,
    ) -> None:
        entry = rule if isinstance(rule, Entry) else find(rule)
        defaults = rule_defaults(entry.rule)
        learning_rate = defaults["learning_rate"] if learning_rate is None else learning_rate
        if weight_decay is None:
            weight_decay = defaults.get("weight_decay", 0.0)
        for argument in arguments:
            known(f"argument of {entry.rule.__name__}:", argument, [*defaults, *FROM_KERAS])
        ours = {name: value for name, value in arguments.items() if name in defaults}
        check(entry.rule, ours, weight_decay)
        if not callable(learning_rate):
            check(entry.rule, {"learning_rate": learning_rate}, 0.0)
        if isinstance(learning_rate, Real):
            learning_rate = float(learning_rate)  # Keras refuses whole numbers
        theirs = {name: value for name, value in arguments.items() if name in FROM_KERAS}
        super().__init__(learning_rate, weight_decay=weight_decay, name=name, **theirs)
        self.entry, self.decoupled = entry, decoupled
        own = defaults.keys() - {"learning_rate", "weight_decay"}
        self.hyperparameters = {name: ours.get(name, defaults[name]) for name in own}

    def build(self, variables: list) -> None:
        """Create the state of every variable."""
        if self.built:
            return
        super().build(variables)
        self.slots = [self._new_state(variable) for variable in variables]

    def _new_state(self, variable: Any) -> dict[str, Any]:
        dtype = keras.backend.standardize_dtype(variable.dtype)
        if dtype in ("float16", "bfloat16"):  # 1 - 0.999 is 0 there
            raise ValueError(
                f"Variable `{variable.name}` must have 32 bits or more. Received: dtype={dtype}. "
                f"Use the policy 'mixed_{dtype}', which keeps variables in float32."
            )
        names = self.entry.slots_under(**self.hyperparameters)
        state = {name: self.add_variable_from_reference(variable, name) for name in names}
        for name, start in self.entry.scalars.items():
            constant = keras.initializers.Constant(start)
            state[name] = self.add_variable((), constant, dtype, name=f"{variable.name}_{name}")
        return state

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply the rule to one variable."""
        slots = self.slots[self._get_variable_index(variable)]
        theta = ops.convert_to_tensor(variable)
        # An embedding's gradient comes as a few rows; adding zeros makes it dense.
        g = ops.add(ops.cast(gradient, theta.dtype), ops.zeros_like(theta))
        eta = ops.cast(learning_rate, theta.dtype)
        state = {name: ops.convert_to_tensor(slot) for name, slot in slots.items()}
        weight_decay = self.weight_decay if self._use_weight_decay(variable) else 0.0
        step = with_decay(self.entry.rule, weight_decay, self.decoupled)
        theta, state = step(theta, g, state, learning_rate=eta, **self.hyperparameters)
        for name, value in state.items():
            self.assign(slots[name], value)
        self.assign(variable, theta)

    def _apply_weight_decay(self, variables: list) -> None:
        """Do nothing: the decay is part of `update_step`."""

    def get_config(self) -> dict[str, Any]:
        """Return the arguments from which `from_config` makes the same optimizer."""
        own = {"rule": self.entry.rule.__name__, "decoupled": self.decoupled}
        return {**super().get_config(), **own, **self.hyperparameters}
