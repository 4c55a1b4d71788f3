import numpy as np
import pytest

from deeptuning.optimizers import adam, momentum, sgd
from deeptuning.tuning import hypergradient
from tests.lib.tuning.oracles import rng

A = rng(0).normal(size=(6, 6))
A = A @ A.T / 6 + np.eye(6)
START = rng(1).normal(size=6)


def loss(theta):
    return theta @ A @ theta / 2 + np.cos(theta).sum()


def gradient(theta):
    return A @ theta - np.sin(theta)


def walk(rule, steps, theta=START, **how):
    state, rates, path = {}, [], [theta]
    for _ in range(steps):
        theta, state = hypergradient(rule, theta, gradient(theta), state, **how)
        rates.append(float(state["learning_rate"]))
        path.append(theta)
    return np.array(rates), np.array(path), state


def test_sgd_is_the_papers_by_a_slow_twin(agrees):
    rates, path, _ = walk(sgd, 60, learning_rate=0.02, hyper_rate=1e-3)
    theta, eta, before, twin = START.copy(), 0.02, np.zeros(6), []
    for _ in range(60):
        g = gradient(theta)
        for i in range(6):
            eta += 1e-3 * g[i] * before[i]
        theta, before = theta - eta * g, g
        twin.append(eta)
    agrees("hypergradient", "by hand", rates, twin, within=1e-12)
    agrees("hypergradient", "by hand", path[-1], theta, within=1e-12)


def test_adam_is_the_papers_by_a_slow_twin(agrees):
    rates, path, _ = walk(adam, 60, learning_rate=0.01, hyper_rate=1e-4, beta1=0.8)
    theta, eta, m, v, u = START.copy(), 0.01, np.zeros(6), np.zeros(6), np.zeros(6)
    for t in range(1, 61):
        g = gradient(theta)
        eta = eta + 1e-4 * g @ u
        m, v = 0.8 * m + 0.2 * g, 0.999 * v + 0.001 * g * g
        u = m / (1 - 0.8**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        theta = theta - eta * u
    agrees("hypergradient", "by hand", rates[-1], eta, within=1e-12)
    agrees("hypergradient", "by hand", path[-1], theta, within=1e-12)


@pytest.mark.parametrize("rule", [sgd, momentum, adam])
def test_the_rate_follows_the_slope_of_the_next_loss(agrees, rule):
    theta, state = START, {}
    for step in range(5):
        before, theta_before = state, theta
        theta, state = hypergradient(rule, theta, gradient(theta), state, hyper_rate=0.01)
        after, next_state = hypergradient(rule, theta, gradient(theta), state, hyper_rate=0.01)
        change = float(next_state["learning_rate"] - state["learning_rate"])

        def one_step(eta, before=before, theta_before=theta_before):
            fixed = {**before, "learning_rate": eta}
            moved = hypergradient(
                rule, theta_before, gradient(theta_before), fixed, hyper_rate=0.0
            )[0]
            return loss(moved)

        eta, eps = float(state["learning_rate"]), 1e-5
        slope = (one_step(eta + eps) - one_step(eta - eps)) / (2 * eps)
        agrees("hypergradient", "finite differences", change, -0.01 * slope, within=1e-7)
        assert not np.array_equal(after, theta), step


def test_the_rate_follows_torchs_autograd(agrees):
    torch = pytest.importorskip("torch")
    a = torch.tensor(A)
    theta, state = torch.tensor(START), {}
    for _ in range(20):
        g = a @ theta - torch.sin(theta)
        former = state
        theta_before, g_before = theta, g
        theta, state = hypergradient(sgd, theta, g, former, learning_rate=0.05, hyper_rate=2e-3)
        g = a @ theta - torch.sin(theta)
        _, after = hypergradient(sgd, theta, g, state, hyper_rate=2e-3)
        eta = torch.tensor(float(state["learning_rate"]), dtype=torch.float64, requires_grad=True)
        moved = theta_before - eta * g_before
        (moved @ a @ moved / 2 + torch.cos(moved).sum()).backward()
        change = float(after["learning_rate"] - state["learning_rate"])
        agrees("hypergradient", "torch", change, -2e-3 * eta.grad, within=1e-9)
    assert isinstance(theta, torch.Tensor)


@pytest.mark.parametrize("rule", [sgd, momentum, adam])
def test_without_a_hyper_rate_it_is_the_rule_itself(agrees, rule):
    rates, path, _ = walk(rule, 30, learning_rate=0.05, hyper_rate=0.0)
    assert set(rates) == {0.05}
    theta, state = START, {}
    for _ in range(30):
        theta, state = rule(theta, gradient(theta), state, learning_rate=0.05)
    agrees("hypergradient", "by hand", path[-1], theta, within=1e-12)


def test_a_rate_that_is_too_small_grows_and_one_that_is_too_large_shrinks():
    small, path, _ = walk(sgd, 50, learning_rate=1e-3, hyper_rate=1e-3)
    assert small[0] == 1e-3
    assert small[-1] > 10 * small[0]
    assert loss(path[-1]) < loss(walk(sgd, 50, learning_rate=1e-3, hyper_rate=0.0)[1][-1])
    stable = 2 / np.linalg.eigvalsh(A).max()
    large, _, _ = walk(sgd, 4, learning_rate=1.2 * stable, hyper_rate=1e-3)
    assert large[-1] < large[0]


def test_any_shape_any_float_and_the_state_is_not_changed():
    square = START.reshape(2, 3)
    state = hypergradient(sgd, square, square, {}, hyper_rate=0.1)[1]
    kept = dict(state)
    theta, new = hypergradient(sgd, square, 2 * square, state, hyper_rate=0.1)
    assert theta.shape == (2, 3)
    assert state.keys() == kept.keys()
    assert all(state[name] is kept[name] for name in kept)
    assert new["learning_rate"] == pytest.approx(0.01 + 0.2 * (square**2).sum(), rel=1e-15)
    zero = hypergradient(sgd, 1.0, 0.0, {})
    assert zero[0] == 1.0
    assert hypergradient(sgd, 1.0, 1.0, zero[1])[1]["learning_rate"] == 0.01


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: hypergradient("sgd", 1.0, 1.0, {}), TypeError, "`rule` must be a function.*'sgd'"),
        (
            lambda: hypergradient(sgd, 1.0, 1.0, {}, hyper_rate=-1.0),
            ValueError,
            r"`hyper_rate` must be in \[0, inf\)",
        ),
        (lambda: hypergradient(sgd, 1.0, 1.0, {}, learning_rate=-1.0), ValueError, "learning_rate"),
        (lambda: hypergradient(sgd, START, START[:2], {}), ValueError, "`g` must have the shape"),
        (lambda: hypergradient(sgd, 1.0, 1.0, {}, beta1=0.5), ValueError, "Unknown argument"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
