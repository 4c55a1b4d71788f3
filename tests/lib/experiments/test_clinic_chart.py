"""Does the chart hold what really happened?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_chart import examine
from deeptuning.experiments.clinic_compare import stages
from deeptuning.experiments.clinic_patients import FrozenLayer, UndefinedLayer
from deeptuning.experiments.clinic_wards import ExplodingRnn


@pytest.fixture(scope="module")
def sound():
    return examine(Training, 2)


def test_first_entries_are_those_of_the_plain_loop(sound):
    found = stages(Training, 2)
    scalars = sound.run.scalars
    assert scalars["loss/train"].values[0] == pytest.approx(found["first loss"][0].item())
    before, after = found["first weights"][0], found["first step"][0]
    ratio = float((after - before).norm() / before.norm())
    assert scalars["update_ratio/fc1.weight"].values[0] == pytest.approx(ratio, rel=1e-4)
    rms = float(found["first gradient"][0].norm()) / (48 * 64) ** 0.5
    assert scalars["gradient_norm/fc1.weight"].values[0] == pytest.approx(rms, rel=1e-5)


def test_clock_counts_steps(sound):
    assert sound.run.scalars["loss/train"].steps.tolist() == list(range(72))
    assert sound.run.scalars["loss/validation"].steps.tolist() == [12, 24, 36, 48, 60, 72]
    assert sound.run.scalars["update_ratio/fc2.weight"].steps.tolist() == list(range(0, 72, 2))


def test_answers_are_those_of_the_last_epoch(sound):
    right = np.mean(sound.outputs.argmax(1) == sound.labels)
    assert sound.accuracy[-1] == pytest.approx(right)
    np.testing.assert_array_equal(sound.outputs, sound.again)
    assert sound.run.histograms["activity/relu"].values[-1].total == 48


def test_looking_changes_nothing(sound):
    state = torch.random.get_rng_state()
    seldom = examine(Training, 2, every=10**6)
    assert torch.equal(state, torch.random.get_rng_state())
    np.testing.assert_array_equal(seldom.outputs, sound.outputs)


def test_what_is_not_there_is_not_logged():
    frozen = examine(FrozenLayer).run.scalars
    assert not frozen["update_ratio/fc1.weight"].values.any()
    assert np.isnan(examine(ExplodingRnn).run.scalars["loss/train"].values[-1])
    assert "fc2" in examine(UndefinedLayer).error
