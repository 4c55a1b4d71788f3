import dataclasses

import pytest

from deeptuning import optimizers
from deeptuning.optimizers import CATALOGUE, adam, find


def test_every_public_rule_is_listed():
    rules = {name for name in optimizers.__all__ if hasattr(getattr(optimizers, name), "formula")}
    assert set(CATALOGUE) == rules


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_name_is_the_functions(name):
    assert CATALOGUE[name].rule.__name__ == name
    assert find(name) is find(CATALOGUE[name].rule) is CATALOGUE[name]


@pytest.mark.parametrize("wrong", ["Adam", "adagrad2", 5, len])
def test_unknown_rules_are_listed_against_the_known_ones(wrong):
    with pytest.raises(
        ValueError, match=r"Unknown rule '.*'. Known: adadelta, adagrad, adam, adamax, "
    ):
        find(wrong)


def test_a_namesake_is_not_taken_for_the_rule():
    def namesake(theta, g, state):
        return theta, state

    namesake.__name__ = adam.__name__
    with pytest.raises(ValueError, match="another function called 'adam'"):
        find(namesake)


def test_entries_and_twins_cannot_be_changed():
    entry = find("adam")
    for value, name in ((entry, "rule"), (entry.torch, "name")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)


def test_torch_spelling():
    spelled = CATALOGUE["nadam"].torch.torch_arguments(**CATALOGUE["nadam"].rule.defaults)
    assert spelled == {"lr": 0.002, "betas": (0.9, 0.999), "eps": 1e-8, "momentum_decay": 0.004}
    spelled = CATALOGUE["rmsprop"].torch.torch_arguments(rho=0.5, centered=True, form="x")
    assert spelled == {"alpha": 0.5, "centered": True}
    assert CATALOGUE["adadelta"].torch.torch_arguments(rho=0.5) == {"rho": 0.5}
    spelled = CATALOGUE["adagrad"].torch.torch_arguments(initial_accumulator=0.5)
    assert spelled == {"initial_accumulator_value": 0.5}
    assert CATALOGUE["amsgrad"].torch.torch_arguments(eps=0.5) == {"eps": 0.5, "amsgrad": True}


def test_keras_spelling():
    spelled = CATALOGUE["nesterov"].keras.keras_arguments(learning_rate=0.1, momentum=0.8)
    assert spelled == {"learning_rate": 0.1, "momentum": 0.8, "nesterov": True}
    spelled = CATALOGUE["adamw"].keras.keras_arguments(beta1=0.8, beta2=0.9, weight_decay=0.1)
    assert spelled == {"beta_1": 0.8, "beta_2": 0.9, "weight_decay": 0.1}
    spelled = CATALOGUE["adagrad"].keras.keras_arguments(initial_accumulator=0.5, eps=0.1)
    assert spelled == {"initial_accumulator_value": 0.5, "epsilon": 0.1}
    assert CATALOGUE["adadelta"].keras.keras_arguments(rho=0.5) == {"rho": 0.5}


def test_optional_slots_come_with_their_option():
    entry = CATALOGUE["rmsprop"]
    assert entry.slots_under(**entry.rule.defaults) == ("s",)
    assert entry.slots_under(centered=True) == ("s", "m")
    assert entry.slots_under(momentum=0.5) == ("s", "w")
    assert CATALOGUE["adam"].slots_under(eps=1.0) == ("m", "v")
