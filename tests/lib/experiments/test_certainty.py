"""Are certainty and reliability what scikit-learn and torch compute?"""

import numpy as np
import pytest
import torch
from sklearn.calibration import calibration_curve

from deeptuning.experiments.certainty import certainty, reliability

rng = np.random.default_rng(0)
P = rng.dirichlet([0.3] * 4, size=(2, 300))
LABELS = rng.integers(0, 4, 300)


def test_numbers_are_torch_s_for_every_net():
    found = certainty(P, LABELS)
    for k in (0, 1):
        p = torch.tensor(P[k])
        sure, answer = p.max(dim=1)
        wrong = answer != torch.tensor(LABELS)
        loss = torch.nn.functional.nll_loss(p.clamp(min=1e-12).log(), torch.tensor(LABELS))
        assert found.loss[k] == pytest.approx(loss.item())
        assert found.accuracy[k] == pytest.approx(1 - wrong.double().mean().item())
        assert found.confidence[k] == pytest.approx(sure.mean().item())
        assert found.when_wrong[k] == pytest.approx(sure[wrong].mean().item())


def test_without_errors_there_is_no_confidence_in_them():
    assert np.isnan(certainty(np.eye(3), np.arange(3)).when_wrong)


def test_reliability_is_scikit_learn_s():
    sure, right = P.max(axis=-1).ravel(), (P.argmax(axis=-1) == LABELS).ravel()
    accuracy, confidence = calibration_curve(right, sure, n_bins=10)
    found = reliability(P, LABELS, bins=10, fewest=1)
    np.testing.assert_allclose(found, (confidence, accuracy))


def test_rare_confidences_are_left_out():
    p = np.array([[0.95, 0.05]] * 30 + [[0.55, 0.45]] * 3)
    sure, _ = reliability(p, np.zeros(33, int), fewest=20)
    assert sure == pytest.approx([0.95])
