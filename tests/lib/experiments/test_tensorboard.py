"""Is what lies in the event file what happened?"""

import os
import warnings

import numpy as np
import pytest

from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_chart import examine
from deeptuning.experiments.tensorboard import ByHeart, log_training, quiet, smoothed
from deeptuning.monitoring import diagnose, read_events


def test_the_file_holds_the_same_run(tmp_path):
    run, wanted = (
        read_events(log_training(Training, tmp_path, 1, arrays=True)),
        examine(Training, 1, every=4),
    )
    assert {tag for tag in run.scalars if tag.startswith("gradient_norm/")} == {
        "gradient_norm/fc1.weight",
        "gradient_norm/fc2.weight",
    }
    for tag, series in wanted.run.scalars.items():
        np.testing.assert_allclose(run.scalars[tag].values, series.values, rtol=1e-5)
    assert run.histograms["activity/relu"].values[-1].total == 48
    assert run.histograms["weights/fc1.weight"].values[0].total == 48 * 64


def test_learned_by_heart(tmp_path):
    data = ByHeart(0).data()
    assert len(data.train_labels) == len(data.train_images) == 150
    assert "overfitting" in diagnose(read_events(log_training(ByHeart, tmp_path))).faults


@pytest.mark.parametrize("weight", [0.0, 0.6, 0.95])
def test_smoothing_is_the_weighted_mean_of_all_so_far(weight):
    values = np.random.default_rng(0).normal(size=30)
    for t in (1, 2, 17, 30):
        weights = weight ** np.arange(t - 1, -1, -1.0)
        wanted = np.average(values[:t], weights=weights)
        assert smoothed(values, weight)[t - 1] == pytest.approx(wanted)


def warn_quietly(message):
    with quiet():
        os.write(2, b"chatter")
        warnings.warn(message, UserWarning, stacklevel=1)


def test_quiet_silences_the_tracer_and_nothing_else(capfd):
    warn_quietly("`torch.jit.trace` is deprecated")
    with pytest.warns(UserWarning, match="other"):
        warn_quietly("other")
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"
