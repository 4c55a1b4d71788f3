import dataclasses
import inspect

import pytest

from deeptuning import schedules
from deeptuning.schedules import CATALOGUE, build, chain, constant, cosine, describe, find, warmup


def test_every_public_factory_is_listed():
    factories = {name for name in schedules.__all__ if hasattr(getattr(schedules, name), "legal")}
    assert set(CATALOGUE) == factories


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_name_is_the_functions(name):
    assert CATALOGUE[name].factory.__name__ == name
    assert find(name) is find(CATALOGUE[name].factory) is CATALOGUE[name]


@pytest.mark.parametrize("wrong", ["Cosine", 5, len])
def test_unknown_schedules_are_listed_against_the_known_ones(wrong):
    with pytest.raises(ValueError, match=r"Unknown schedule '.*'. Known: chain, constant, cosine"):
        find(wrong)


def test_a_namesake_is_not_taken_for_the_factory():
    def namesake():
        return None

    namesake.__name__ = "cosine"
    with pytest.raises(ValueError, match=r"another function called 'cosine'. Pass the name"):
        find(namesake)


def test_a_description_is_plain_data_all_the_way_down():
    nested = chain(
        schedules=[warmup(constant(rate=0.2), steps=3), cosine(maximum=0.2, period=9)],
        boundaries=[20],
    )
    description = describe(nested)
    inner = description["arguments"]["schedules"]
    assert inner[0]["arguments"]["schedule"] == {
        "schedule": "constant",
        "arguments": {"rate": 0.2},
    }
    assert inner[1]["schedule"] == "cosine"
    assert description["arguments"]["boundaries"] == [20]
    assert repr(build(description)) == repr(nested)


def test_a_schedule_built_from_a_file_by_hand(agrees):
    description = {"schedule": "polynomial", "arguments": {"start": 0.4, "period": 4}}
    nested = {"schedule": "each_epoch", "arguments": {"schedule": description}}
    nested["arguments"]["steps_per_epoch"] = 2
    agrees(
        "build", "by hand", build(nested)([0, 1, 2, 5, 8]), [0.4, 0.4, 0.3, 0.2, 0.0], within=1e-15
    )


def test_a_function_of_your_own_has_no_description():
    with pytest.raises(TypeError, match=r"must be made by a factory.*Received: schedule=<func"):
        describe(warmup(lambda t: 0.1, steps=3))


def test_building_checks_names_and_arguments():
    with pytest.raises(ValueError, match="Unknown schedule 'cosinus'"):
        build({"schedule": "cosinus", "arguments": {}})
    with pytest.raises(ValueError, match="`rate` must be"):
        build({"schedule": "constant", "arguments": {"rate": -1}})


def test_entries_and_twins_cannot_be_changed():
    entry = find("cosine")
    for value, name in ((entry, "factory"), (entry.torch, "name")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)


DEFAULTS = {
    "step_decay": {"factor": 0.5},
    "piecewise_constant": {"switch": "at"},
    "exponential": {"factor": 0.95, "every": 1},
    "power": {"exponent": 1.0},
    "inverse_time": {"every": 1},
    "polynomial": {"end": 0.0, "exponent": 1.0},
    "cosine": {"minimum": 0.0, "after": "hold"},
    "warm_restarts": {"minimum": 0.0, "multiplier": 1, "peak_factor": 1.0},
    "cyclic": {"mode": "triangular", "factor": 0.9994},
    "one_cycle": {
        "warm_share": 0.3,
        "start_divisor": 25.0,
        "final_divisor": 1e4,
        "shape": "cosine",
        "phases": "two",
    },
    "warmup": {"start": 0.0, "shape": "linear", "place": "before"},
    "sweep": {"minimum": 1e-7, "maximum": 10.0, "steps": 100, "shape": "exponential"},
    "plateau": {
        "mode": "min",
        "factor": 0.1,
        "patience": 10,
        "min_delta": 1e-4,
        "measure": "absolute",
        "cooldown": 0,
        "minimum": 0.0,
    },
    "range_test": {"blow_up": 4.0},
    "suggest_rate": {"method": "steepest", "smoothing": 0.0, "blow_up": 4.0},
}


@pytest.mark.parametrize("name", sorted({*CATALOGUE, *DEFAULTS}))
def test_defaults_are_the_documented_ones(name):
    parameters = inspect.signature(getattr(schedules, name)).parameters.values()
    defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
    assert defaults == DEFAULTS.get(name, {})
