"""Is the first difference where the fault is?"""

import pytest

from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_compare import first_difference, repaired
from deeptuning.experiments.clinic_register import PATIENTS

WHERE = {
    "undefined fc2": "starts",
    "dead ReLU": "first weights",
    "exploding RNN": "first weights",
    "raw pixels": "inputs",
    "shuffled labels": "inputs",
    "softmax twice": "first loss",
    "dropout overwritten": "first loss",
    "frozen layer": "first step",
    "rate / 100": "first step",
    "forgotten zero_grad": "later",
    "dropout at test": "test",
    "classes renumbered": "test",
}


@pytest.mark.parametrize("name", WHERE)
def test_first_difference_names_the_stage(name):
    kind = PATIENTS[name]
    assert first_difference(kind, repaired(kind), seed=1) == WHERE[name]


def test_a_script_does_not_differ_from_itself():
    assert first_difference(Training, Training) == "nowhere"
