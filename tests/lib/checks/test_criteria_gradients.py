"""Are starting weights judged by their spread, and a net by what it learns?"""

from itertools import pairwise

import numpy as np
import pytest
import torch

from deeptuning.checks.criteria import repaired_net, weight_spread
from deeptuning.checks.criteria.repaired_net import MOMENTUM, RATE, STEPS, final_loss
from deeptuning.data import moons

SHAPE = [60, 90]
OTHERS = {"other fan": 0.2, "always 1": 1.0}


def judge(weights, distribution="normal", spread=0.1):
    inputs = {"shape": SHAPE, "distribution": distribution}
    answer = {"status": "returned", "returned": weights}
    return weight_spread(inputs, {"spread": spread, "others": OTHERS}, answer)


def normal(spread, seed=0):
    return np.random.default_rng(seed).normal(0, spread, SHAPE)


def uniform(bound, seed=0):
    return np.random.default_rng(seed).uniform(-bound, bound, SHAPE)


@pytest.mark.parametrize("seed", range(20))
def test_does_the_right_spread_pass(seed):
    assert judge(normal(0.1, seed)).passed
    assert judge(uniform(0.1 * 3**0.5, seed), "uniform").passed
    assert judge(normal(0.1, seed).tolist()).passed


@pytest.mark.parametrize(
    ("weights", "distribution", "symptom"),
    [
        (normal(0.2), "normal", "other fan"),
        (normal(1.0), "normal", "always 1"),
        (normal(0.13), "normal", "spread"),
        (normal(0.1), "uniform", "not uniform"),
        (uniform(0.17), "normal", "not normal"),
        (uniform(0.2 * 3**0.5), "uniform", "other fan"),
        (np.abs(normal(0.1)), "normal", "not centred"),
        (normal(0.1) + 0.02, "normal", "not centred"),
        (np.full(SHAPE, 0.1), "normal", "equal"),
        (np.zeros(SHAPE), "normal", "equal"),
        (np.sign(normal(0.1)) * 0.1, "normal", "equal"),
        (normal(0.1).T, "normal", "not weights"),
        (normal(0.1) * np.nan, "normal", "not weights"),
        (normal(0.1) * np.inf, "normal", "not weights"),
        ("weights", "normal", "not weights"),
        ([[1, 2], [3]], "normal", "not weights"),
        (None, "normal", "not weights"),
    ],
)
def test_are_other_weights_described(weights, distribution, symptom):
    finding = judge(weights, distribution)
    assert (finding.passed, finding.symptom) == (False, symptom)


POINTS = moons(60, np.random.default_rng(0), noise=0.1)
DATA = {"x": POINTS.points, "y": POINTS.labels, "seed": 3, "target": 0.5}
NET = {
    "depth": 3,
    "activation": "tanh",
    "initializer": "glorot",
    "clip_norm": None,
    "skips": False,
}


@pytest.mark.parametrize("skips", [False, True])
@pytest.mark.parametrize("clip", [None, 0.3])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_is_the_net_trained_as_torch_would(activation, clip, skips):
    net = NET | {"activation": activation, "clip_norm": clip, "skips": skips}
    rng, widths = np.random.default_rng(DATA["seed"]), [2, 16, 16, 16, 2]
    shapes = list(pairwise(widths))
    ws = [torch.tensor(rng.normal(0, (2 / sum(s)) ** 0.5, s)) for s in shapes]
    bs = [torch.zeros(s[1], dtype=torch.float64) for s in shapes]
    for p in (*ws, *bs):
        p.requires_grad_()
    x, y = torch.tensor(DATA["x"]), torch.tensor(DATA["y"])

    def loss():
        a = x
        for i, (w, b) in enumerate(zip(ws[:-1], bs[:-1], strict=True)):
            inner = getattr(torch, activation)(a @ w + b)
            a = inner + a if skips and i else inner
        return torch.nn.functional.cross_entropy(a @ ws[-1] + bs[-1], y)

    optimizer = torch.optim.SGD([*ws, *bs], lr=RATE, momentum=MOMENTUM)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss().backward()
        if clip:
            length = sum((p.grad**2).sum() for p in (*ws, *bs)) ** 0.5
            for p in (*ws, *bs):
                p.grad *= min(1.0, clip / length.item())
        optimizer.step()
    assert final_loss(net, DATA) == pytest.approx(loss().item(), rel=1e-6)


def repaired(net):
    return repaired_net({"net": NET}, DATA, {"status": "returned", "returned": net})


def test_does_a_net_that_learns_pass():
    assert repaired(NET | {"activation": "relu", "initializer": "he"}).passed


@pytest.mark.parametrize(
    ("change", "symptom"),
    [
        ({"initializer": "tiny"}, "stuck"),
        ({"depth": 1}, "fixed settings changed"),
        ({"depth": 3.0}, "not settings"),
        ({"activation": "selu"}, "not settings"),
        ({"activation": ["relu"]}, "not settings"),
        ({"initializer": None}, "not settings"),
        ({"skips": 1}, "not settings"),
        ({"clip_norm": 0}, "not settings"),
        ({"clip_norm": -1.0}, "not settings"),
        ({"clip_norm": float("inf")}, "not settings"),
        ({"clip_norm": float("nan")}, "not settings"),
        ({"clip_norm": "1"}, "not settings"),
        ({"rate": 0.1}, "not settings"),
    ],
)
def test_is_a_net_that_fails_or_cheats_described(change, symptom):
    finding = repaired(NET | change)
    assert (finding.passed, finding.symptom) == (False, symptom)


@pytest.mark.parametrize("net", [None, "he", [], {}, np.zeros(3), 1.0])
def test_is_anything_else_no_net(net):
    assert repaired(net).symptom == "not settings"
