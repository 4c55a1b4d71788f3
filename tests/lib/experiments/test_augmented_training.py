"""Is the stacked training torch's, and are the digits the right ones?"""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from deeptuning.experiments.augmented_training import (
    framed_digits,
    logits,
    percent_right,
    train_augmented,
)
from deeptuning.experiments.image_changes import Change, Changer
from deeptuning.experiments.stacked import Batches, Stack

rng = np.random.default_rng(0)
X, Y = rng.random((40, 6, 6, 1)).astype(np.float32), np.arange(40) % 3
SMALL = {"images": X, "labels": Y, "width": 8, "batch": 8, "steps": 12}


def test_training_is_torch_s_on_the_changed_batches():
    change = Change(degrees=20, shift=1, noise=0.1)
    nets = train_augmented([Change(), change], [5, 6], **SMALL)
    w1, b1, w2, b2 = (w[3].detach().clone() for w in Stack(2, [5, 6], (36, 8, 3)).weights)
    alone = torch.nn.Sequential(torch.nn.Linear(36, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    alone.load_state_dict({"0.weight": w1.T, "0.bias": b1[0], "2.weight": w2.T, "2.bias": b2[0]})
    optimizer = torch.optim.Adam(alone.parameters(), lr=0.005)
    draw, changer = Batches([6], 40, [40], batch=8), Changer([change], [6])
    x, y = torch.tensor(X).permute(0, 3, 1, 2), torch.tensor(Y)
    for _ in range(12):
        rows = draw()
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(alone(changer(x[rows])[0].flatten(1)), y[rows[0]])
        loss.backward()
        optimizer.step()
    said = alone(x.flatten(1)).detach().numpy()
    np.testing.assert_allclose(logits(nets, X)[1, 1], said, rtol=1e-3, atol=1e-4)
    assert percent_right(nets, X, Y)[1, 1] == pytest.approx(100 * (said.argmax(1) == Y).mean())


def test_a_setting_sees_only_its_examples():
    labels = np.concatenate([np.zeros(1, int), np.ones(39, int)])
    nets = train_augmented([Change()] * 2, [0], X, labels, examples=[1, 40], steps=30)
    alone, everything = logits(nets, X)[:, 0]
    assert len(set(alone.argmax(axis=1))) == 1
    assert not np.allclose(alone, everything)


def test_channels_come_in_the_order_of_the_pixels():
    colours = rng.random((4, 5, 5, 3)).astype(np.float32)
    nets = train_augmented([Change()], [0], colours, np.arange(4), steps=0)
    w1 = nets.weights[0][0].detach().numpy()  # (3 · 5 · 5, width)
    hidden = np.maximum(np.moveaxis(colours, 3, 1).reshape(4, -1) @ w1, 0)
    wanted = hidden @ nets.weights[2][0].detach().numpy()
    np.testing.assert_allclose(logits(nets, colours)[0, 0], wanted, rtol=1e-3, atol=1e-4)


def test_the_digits_are_scikit_learn_s_in_a_frame():
    pictures = framed_digits(seed=3, train=1000, margin=1)
    assert pictures.train_images.shape == (1000, 10, 10, 1)
    inside = np.concatenate([pictures.train_images, pictures.test_images])
    assert inside[:, [0, -1]].max() == inside[:, :, [0, -1]].max() == 0
    data = load_digits()
    rows = np.concatenate([pictures.train_labels, pictures.test_labels])
    everything = sorted(map(tuple, np.c_[16 * inside[:, 1:-1, 1:-1, 0].reshape(-1, 64), rows]))
    assert everything == sorted(map(tuple, np.c_[data.data, data.target]))


def test_impossible_arguments_are_refused():
    for wrong in ({"steps": -1}, {"width": 0}, {"learning_rate": 0.0}):
        with pytest.raises(ValueError, match=r"must be"):
            train_augmented([Change()], [0], **{**SMALL, **wrong})
