"""Is the noise where it should be, and is training without it torch's?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.measured import confidence, measure, shaken_loss
from deeptuning.experiments.noise import Disturbed, Noise
from deeptuning.experiments.noisy_training import train_noisy
from deeptuning.experiments.stacked import Batches, Stack

rng = np.random.default_rng(0)
X, Y = rng.normal(size=(40, 6)), np.arange(40) % 3
SMALL = {"seeds": [5, 6], "images": X, "labels": Y, "width": 8, "batch": 8}
WATCH = {"all": (X, Y)}


def alone(nets, run):
    w1, b1, w2, b2 = (w[run].detach() for w in nets.weights)
    net = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    net.load_state_dict({"0.weight": w1.T, "0.bias": b1[0], "2.weight": w2.T, "2.bias": b2[0]})
    return net


@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_smoothed_training_is_torch_s(alpha):
    course = train_noisy([Noise(smoothing=alpha)], **SMALL, epochs=4, watch=WATCH)
    net = alone(Stack(1, [5, 6], (6, 8, 3)), 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    loss = torch.nn.CrossEntropyLoss(label_smoothing=alpha)
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y)
    draw = Batches([5, 6], total=40, examples=[40], batch=8)
    for _ in range(4 * 5):
        rows = draw()[1]
        optimizer.zero_grad()
        loss(net(x[rows]), y[rows]).backward()
        optimizer.step()
    torch.testing.assert_close(course.nets(x)[0, 1], net(x), rtol=1e-3, atol=1e-4)
    reached = torch.nn.functional.cross_entropy(net(x), y).item()
    assert course.loss["all"][-1, 0, 1] == pytest.approx(reached, rel=1e-3)
    wrong = 100 * (net(x).argmax(1) != y).float().mean().item()
    assert course.error["all"][-1, 0, 1] == pytest.approx(wrong)


def test_a_net_does_not_depend_on_its_neighbours():
    three = [Noise(), Noise(0.1, 0.1, 0.1, 0.1, 0.1), Noise(inputs=0.5)]
    mixed = train_noisy(three, **SMALL, epochs=2, watch=WATCH)
    single = train_noisy(three[1:2], **SMALL, epochs=2, watch=WATCH)
    np.testing.assert_allclose(mixed.loss["all"][:, 1], single.loss["all"][:, 0], rtol=1e-3)


def test_noise_has_its_size_and_is_shared_by_the_settings():
    noise = Disturbed([Noise(), Noise(inputs=0.2), Noise(inputs=0.4)], [0])
    x = torch.ones(3, 200, 50)
    none, some, more = noise.add(x, "inputs") - x
    assert not none.any()
    assert some.std().item() == pytest.approx(0.2, rel=0.02)
    torch.testing.assert_close(more, 2 * some, rtol=1e-4, atol=1e-5)
    assert noise.add(x, "weights") is x


def test_flipped_targets_are_the_smoothed_ones_on_average():
    noise = Disturbed([Noise(smoothing=0.3), Noise(flips=0.3)], [0])
    labels = torch.full((2, 20_000), 1)
    smoothed, flipped = noise.targets(labels, 4).mean(dim=1)
    torch.testing.assert_close(smoothed, torch.tensor([0.075, 0.775, 0.075, 0.075]))
    torch.testing.assert_close(flipped, smoothed, atol=0.01, rtol=0)


def test_weights_are_clean_again_after_the_gradient():
    course = train_noisy([Noise(), Noise(weights=5.0)], **SMALL, epochs=1)
    start = Stack(2, [5, 6], (6, 8, 3)).weights[0]
    moved = (course.nets.weights[0] - start).abs().max().item()
    assert moved < 5 * 0.01 + 1e-6  # five steps of Adam, and no noise of size 5


def test_a_rate_is_lowered_after_a_plateau_and_only_where_asked():
    frozen = {**SMALL, "learning_rate": 0.0}
    course = train_noisy(
        [Noise(), Noise()], **frozen, epochs=4, watch=WATCH, lower_after=(None, 2), factor=0.5
    )
    np.testing.assert_array_equal(course.rate, 0)
    moving = train_noisy(
        [Noise(), Noise()],
        **{**SMALL, "learning_rate": 1.0},
        epochs=12,
        watch=WATCH,
        lower_after=(None, 1),
        factor=0.5,
    )
    assert (moving.rate[:, 0] == 1).all()
    worse = moving.loss["all"][1:, 1] >= np.minimum.accumulate(moving.loss["all"][1:, 1])
    first_bad = [int(np.argmax(np.diff(moving.loss["all"][1:, 1, s]) >= 0)) + 2 for s in (0, 1)]
    assert worse.any()
    for s, epoch in enumerate(first_bad):
        assert moving.rate[epoch - 1, 1, s] == 1.0
        assert moving.rate[epoch, 1, s] == 0.5


def test_measures():
    nets = Stack(1, [0], (6, 8, 3))
    p = torch.softmax(nets(torch.tensor(X, dtype=torch.float32))[0, 0], dim=1).detach().numpy()
    loss, error = measure(nets, WATCH)
    assert loss["all"][0, 0] == pytest.approx(-np.log(p[np.arange(40), Y]).mean(), rel=1e-5)
    assert error["all"][0, 0] == pytest.approx(100 * (p.argmax(1) != Y).mean())
    assert confidence(nets, X)[0, 0] == pytest.approx(100 * p.max(axis=1).mean(), rel=1e-5)
    before = [w.clone() for w in nets.weights]
    assert shaken_loss(nets, 0.0, X, Y)[0, 0] == pytest.approx(loss["all"][0, 0], rel=1e-5)
    assert shaken_loss(nets, 1.0, X, Y)[0, 0] > loss["all"][0, 0]
    for old, new in zip(before, nets.weights, strict=True):
        torch.testing.assert_close(old, new)


def test_flat_and_parts_are_each_other_s_reverse():
    nets = Stack(2, [0, 1], (6, 8, 3))
    flat = nets.flat(nets.weights)
    assert flat.shape == (4, 6 * 8 + 8 + 8 * 3 + 3)
    for old, new in zip(nets.weights, nets.parts(flat), strict=True):
        torch.testing.assert_close(old, new)


@pytest.mark.parametrize("noise", [Noise(inputs=-1.0), Noise(smoothing=1.5), Noise(flips=-0.1)])
def test_impossible_noise_is_refused(noise):
    with pytest.raises(ValueError, match=r"must be in"):
        train_noisy([noise], **SMALL, epochs=1)
