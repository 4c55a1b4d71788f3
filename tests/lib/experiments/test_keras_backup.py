"""Keras runs that are interrupted."""

import numpy as np
import pytest

pytest.importorskip("keras")

from deeptuning.experiments import keras_backup
from deeptuning.experiments.keras_backup import PER_EPOCH, Die, Lab


@pytest.fixture(scope="module")
def lab():
    return Lab(dropout=0.0)


def test_a_run_can_be_repeated_and_depends_on_its_seed(lab):
    first, again, other = lab.run(0), lab.run(0), lab.run(1)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_run_dies_at_the_start_of_a_batch(lab):
    lab.run(0, Die(PER_EPOCH + 2))
    assert int(lab.model.optimizer.iterations) == PER_EPOCH + 2
    stopped = keras_backup.flat(lab.model)
    assert np.array_equal(stopped, lab.weights())
    assert not np.array_equal(stopped, lab.run(0))


def test_training_with_exact_resume_goes_on(tmp_path):
    whole = keras_backup.train(tmp_path / "a", 0)
    assert np.array_equal(keras_backup.train(tmp_path / "a", 0), whole)  # nothing left to do
    assert len(list((tmp_path / "a").iterdir())) >= 1
