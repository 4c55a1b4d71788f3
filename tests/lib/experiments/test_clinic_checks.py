"""Do the checks find what they should, and only that?"""

import numpy as np
import pytest

from deeptuning.experiments import clinic_checks as checks
from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_chart import examine
from deeptuning.experiments.clinic_register import PATIENTS


def found_in(name):
    return {check for check, found in checks.checkup(PATIENTS[name]).items() if found}


def test_a_sound_script_is_found_sound():
    assert not any(checks.checkup(Training).values())


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("undefined fc2", "starts"),
        ("summed loss", "first loss"),
        ("softmax twice", "tiny set"),
        ("dead ReLU", "dead units"),
        ("vanishing gradients", "gradients"),
        ("frozen layer", "update ratios"),
        ("rate × 100", "loss curve"),
        ("classes renumbered", "rename classes"),
        ("dropout at test", "ask twice"),
        ("leak", "shuffle labels"),
    ],
)
def test_check_finds_its_fault(name, check):
    assert check in found_in(name)


def test_some_faults_are_found_by_few_checks():
    assert found_in("dropout overwritten") == set()
    assert found_in("leak") == {"shuffle labels"}
    assert found_in("softmax twice") == {"tiny set"}


def test_confusion_and_renaming_by_hand():
    chart = examine(Training)
    turned = chart._replace(labels=(chart.labels + 1) % 10)
    assert np.trace(checks.confusion(chart)) / 600 == pytest.approx(chart.accuracy[-1])
    assert checks.renamed_accuracy(turned) == pytest.approx(checks.renamed_accuracy(chart))
    row, column = chart.labels[0], chart.outputs[0].argmax()
    both = (chart.labels == row) & (chart.outputs.argmax(1) == column)
    assert checks.confusion(chart)[row, column] == both.sum()


def test_tiny_losses_fall_to_nearly_zero():
    data = Training().data()
    losses = checks.tiny_losses(Training, data.train_images[:8], data.train_labels[:8])
    assert losses.shape == (80,)
    assert losses[-1] < 0.1 < losses[0]
