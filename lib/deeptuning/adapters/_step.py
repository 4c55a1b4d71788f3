"""What the adapters of every framework share: checked arguments, and decay around a rule."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from deeptuning._validation import non_negative
from deeptuning.optimizers import coupled_decay, decoupled_decay


def rule_defaults(rule: Any) -> dict[str, Any]:
    """Return the defaults of a rule; raise if it is none."""
    if not hasattr(rule, "formula"):
        raise TypeError(
            "Argument `rule` must be a rule, such as deeptuning.optimizers.adam. Received: "
            f"rule={rule!r}. Pass a rule or its name, and decay as weight_decay=."
        )
    return rule.defaults


def check(rule: Callable, hyperparameters: Mapping[str, Any], weight_decay: float) -> None:
    """Raise unless every hyperparameter belongs to `rule` and is legal, and so is the decay."""
    rule.validate(**hyperparameters)
    non_negative.check("weight_decay", weight_decay)


def with_decay(rule: Callable, weight_decay: float, decoupled: bool) -> Callable:
    """Return the rule's formula with weight decay around it.

    Hyperparameters are not checked again: a framework's schedule may hand in a traced rate, or a
    rate that rounding made -1e-20.
    """
    if "weight_decay" in rule.defaults:  # AdamW brings its own
        return functools.partial(rule.formula, weight_decay=weight_decay)
    if weight_decay == 0:
        return rule.formula
    decay = decoupled_decay if decoupled else coupled_decay
    return decay(rule.formula, weight_decay)
