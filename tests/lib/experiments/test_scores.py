"""Scores against scikit-learn and SciPy."""

import numpy as np
import pytest
from scipy.special import log_softmax as reference
from scipy.stats import entropy
from sklearn.metrics import log_loss as sklearn_loss
from sklearn.metrics import roc_auc_score

from deeptuning.experiments import scores

rng = np.random.default_rng(0)
Z, LABELS = 3 * rng.normal(size=(2, 4, 30, 5)), np.arange(30) % 5


def test_log_softmax():
    np.testing.assert_allclose(scores.log_softmax(Z + 1000), reference(Z, axis=-1))


def test_error_and_loss_of_every_net():
    for net in np.ndindex(2, 4):
        p = np.exp(reference(Z[net], axis=-1))
        assert scores.log_loss(Z, LABELS)[net] == pytest.approx(sklearn_loss(LABELS, p))
        assert scores.error(Z, LABELS)[net] == pytest.approx(100 * (p.argmax(1) != LABELS).mean())


def test_averages():
    p = np.exp(reference(Z, axis=-1))
    np.testing.assert_allclose(np.exp(scores.average(Z, "arithmetic")), p.mean(axis=0))
    geometric = (p[0] * p[1]) ** 0.5
    geometric /= geometric.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(np.exp(scores.average(Z)), geometric)


def test_distance():
    p, q = np.exp(reference(Z, axis=-1))
    by_hand = np.array([entropy(a, b, axis=-1).mean() for a, b in zip(p, q, strict=True)])
    np.testing.assert_allclose(scores.distance(Z[0], Z[1]), by_hand)


def test_separates():
    score, marked = rng.integers(0, 5, 50), rng.random(50) < 0.3
    assert scores.separates(score, marked) == pytest.approx(roc_auc_score(marked, score))
