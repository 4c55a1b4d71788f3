import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import adam, radam
from tests.lib.optimizers.paths import deviation, follow_rule, follow_torch, problem, travelled


def slow_twin(given, beta1, beta2, eps):
    """The paper's algorithm 2 with torch's threshold and ε, branch and all, weights written out."""
    theta, path, gs = given.start, [], []
    for t, (g, eta) in enumerate(zip(given.gradients, given.rates, strict=True), start=1):
        gs.append(g)
        age = np.arange(t)[::-1]
        m = sum((1 - beta1) * beta1**a * past for a, past in zip(age, gs, strict=True))
        v = sum((1 - beta2) * beta2**a * past**2 for a, past in zip(age, gs, strict=True))
        # ρ is twice the mean age (counted from 1) of the gradients in v, minus one.
        rho = 2 * np.sum((age + 1.0) * beta2**age) / np.sum(beta2**age * 1.0) - 1
        rho_inf = (1 + beta2) / (1 - beta2)
        step = m / (1 - beta1**t)
        if rho > 5:
            share = [(r - 4) * (r - 2) / r for r in (rho, rho_inf)]
            step = step * (share[0] / share[1] * (1 - beta2**t)) ** 0.5 / (v**0.5 + eps)
        theta = theta - eta * step
        path.append(theta)
    return np.array(path)


@pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.5, 0.9), (0.9, 0.75), (0.0, 0.6)])
def test_equals_a_twin_that_branches(beta1, beta2, agrees):
    """ρ∞ − 2tβ₂ᵗ/(1−β₂ᵗ) loses digits when β₂ is near 1; torch has the same formula."""
    ours = follow_rule(radam, problem(), beta1=beta1, beta2=beta2, eps=1e-3)
    theirs = slow_twin(problem(), beta1, beta2, 1e-3)
    within = 1e-10 if beta2 > 0.9 else 1e-12
    agrees("radam", "by hand", *travelled(ours, theirs), within=within)


# ρ∞ is 19, 7, just above 5, just below it, exactly 4, 3 and 2 (where r divides by 0), and 1.
@pytest.mark.parametrize("beta2", [0.9, 0.75, 0.67, 0.66, 0.6, 0.5, 1 / 3, 0.0])
def test_equals_torch_whatever_the_memory(beta2, agrees):
    torch = pytest.importorskip("torch")
    theirs = follow_torch(lambda p: torch.optim.RAdam(p, betas=(0.9, beta2), eps=1e-3), problem())
    ours = follow_rule(radam, problem(), beta2=beta2, eps=1e-3)
    agrees("radam", "torch", *travelled(ours, theirs), within=1e-12)


def test_first_step_by_hand(agrees):
    # ρ = 1: momentum alone. m = 0.5·4, m̂ = 2/0.5 = 4
    theta, state = radam(10.0, 4.0, {}, learning_rate=0.5, beta1=0.5, beta2=0.75)
    agrees("radam", "by hand", theta, 8.0, within=0)
    assert state == {"t": 1, "m": 2.0, "v": 4.0}


def test_a_rectified_step_by_hand(agrees):
    # β₂ = 0.9: ρ∞ = 19. After many steps β₂ᵗ = 0, ρ = ρ∞ and r = 1: Adam with ε in its own place.
    state = {"t": 10**6, "m": 1.0, "v": 4.0}
    theta, state = radam(10.0, 1.0, state, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=0.5)
    # m = 1, v = 0.75·4 + 0.25 = 3.25
    agrees("radam", "by hand", theta, 10 - 0.5 * 1 / (3.25**0.5 + 0.5), within=1e-15)


def test_after_five_steps_the_size_counts_no_more():
    sizes = []
    for scale in (1.0, 1000.0):
        theta, state = 0.0, {}
        for _ in range(8):
            before = theta
            theta, state = radam(theta, scale, state, learning_rate=1.0, eps=0.0)
            sizes.append(before - theta)
    small, large = sizes[:8], sizes[8:]
    np.testing.assert_allclose(np.divide(large, small), [1000.0] * 5 + [1.0] * 3, rtol=1e-10)
    assert small[5] < 0.1 < 1 <= small[4] + 1e-12  # from full steps to careful ones


def test_it_becomes_adam():
    start = {"t": 100_000, "m": np.ones(3), "v": np.array([1.0, 4.0, 9.0])}
    g = np.array([0.5, -1.0, 3.0])
    ours, _ = radam(np.zeros(3), g, start, eps=0.0)
    theirs, _ = adam(np.zeros(3), g, start, eps=0.0)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@given(st.floats(0, 0.9999), st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_the_step_is_finite_and_r_at_most_one(beta2, t):
    """With v = 1/(1−β₂ᵗ)⁻¹ the root cancels, and the step is r itself, or 1."""
    state = {"t": t - 1, "m": 1 - 0.5 ** (t - 1), "v": 1 - beta2 ** (t - 1)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        theta, _ = radam(0.0, 1.0, state, learning_rate=1.0, beta1=0.5, beta2=beta2, eps=0.0)
    assert -1 - 1e-6 <= theta < 0


def test_nan_is_not_hidden():
    theta, _ = radam(np.zeros(2), np.array([np.nan, 1.0]), {}, learning_rate=0.5)
    np.testing.assert_array_equal(theta, [np.nan, -0.5])


@pytest.mark.filterwarnings("ignore:Dynamo detected a call to a `functools.lru_cache`:UserWarning")
def test_compiled_by_torch_it_walks_the_same_path():
    torch = pytest.importorskip("torch")
    step = torch.compile(radam.formula, backend="eager", fullgraph=True)  # traced, not translated
    given, theta = problem(steps=12), torch.tensor(problem().start)
    t = torch.tensor(0.0, dtype=torch.float64)
    state, path = {"t": t, "m": 0 * theta, "v": 0 * theta}, []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        theta, state = step(theta, torch.tensor(g), state, learning_rate=eta)
        path.append(theta.numpy())
    assert deviation(path, follow_rule(radam, given)) <= 1e-10


@pytest.mark.filterwarnings("ignore:Dynamo detected a call to a `functools.lru_cache`:UserWarning")
def test_the_whole_torch_optimizer_compiles():
    torch = pytest.importorskip("torch")
    from deeptuning.adapters.torch import RuleOptimizer

    def path(compiled):
        theta, given, found = torch.nn.Parameter(torch.tensor(problem().start)), problem(12), []
        optimizer = RuleOptimizer([theta], "radam", learning_rate=0.01)
        step = torch.compile(optimizer.step, backend="eager") if compiled else optimizer.step
        for g in given.gradients:
            theta.grad = torch.tensor(g)
            step()
            found.append(theta.detach().numpy().copy())
        return found

    assert deviation(path(True), path(False)) <= 1e-12


@pytest.mark.parametrize("compiled", [False, True])
def test_in_keras_with_t_a_variable_it_starts_and_goes_on(compiled):
    """In float32 ρ loses digits; what must not happen is a branch taken at the wrong step."""
    tf = pytest.importorskip("tensorflow")
    keras = pytest.importorskip("keras")
    from deeptuning.adapters.keras import RuleOptimizer

    weight = keras.Variable([0.0, 0.0])
    optimizer = RuleOptimizer("radam", learning_rate=1.0)
    optimizer.build([weight])

    def step():
        optimizer.apply([keras.ops.convert_to_tensor([1.0, 1000.0])], [weight])

    step = tf.function(step) if compiled else step
    for t in range(1, 9):
        before = weight.numpy()
        step()
        small, large = before - weight.numpy()
        assert large / small == pytest.approx(1000.0 if t <= 5 else 1.0, rel=0.02)
