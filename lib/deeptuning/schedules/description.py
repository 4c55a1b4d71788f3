"""Schedules as plain data, to save beside a model and to build again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deeptuning.schedules._schedule import Schedule
from deeptuning.schedules.catalogue import find


def describe(schedule: Any) -> dict[str, Any]:
    """Return a schedule as plain data that JSON can hold.

    Args:
        schedule: made by a factory of the catalogue; schedules inside it likewise.

    Returns:
        Its name and its arguments.

    Raises:
        TypeError: a function of your own, which has no such description.

    Example:
        >>> from deeptuning.schedules import constant, warmup
        >>> describe(warmup(constant(rate=0.1), steps=5))["arguments"]["schedule"]
        {'schedule': 'constant', 'arguments': {'rate': 0.1}}
    """
    if not isinstance(schedule, Schedule):
        raise TypeError(
            "Argument `schedule` must be made by a factory of deeptuning.schedules. "
            f"Received: schedule={schedule!r}. Build it from those, such as chain(...)."
        )
    arguments = {name: _described(value) for name, value in schedule.arguments.items()}
    return {"schedule": schedule.factory.__name__, "arguments": arguments}


def build(description: Mapping[str, Any]) -> Schedule:
    """Make the schedule that `describe` described.

    Args:
        description: name and arguments, as `describe` returns them, also after JSON.

    Returns:
        The schedule.

    Raises:
        ValueError: an unknown name, or an argument out of range.

    Example:
        >>> build({"schedule": "constant", "arguments": {"rate": 0.1}})
        constant(rate=0.1)
    """
    arguments = {name: _built(value) for name, value in description["arguments"].items()}
    return find(description["schedule"]).factory(**arguments)


def _described(value: Any) -> Any:
    if callable(value):
        return describe(value)
    return [_described(item) for item in value] if isinstance(value, tuple) else value


def _built(value: Any) -> Any:
    if isinstance(value, Mapping):
        return build(value)
    return [_built(item) for item in value] if isinstance(value, (list, tuple)) else value
