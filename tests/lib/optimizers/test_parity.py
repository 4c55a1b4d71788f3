"""Rules against torch and Keras, in float64, over 60 steps of a hard problem."""

import numpy as np
import pytest

from deeptuning.optimizers import CATALOGUE, adam, coupled_decay, decoupled_decay, momentum
from tests.lib.optimizers.paths import (
    deviation,
    follow_keras,
    follow_rule,
    follow_torch,
    problem,
    travelled,
)

keras = pytest.importorskip("keras")
torch = pytest.importorskip("torch")
pytestmark = pytest.mark.usefixtures("float64")

TIGHT = 1e-12
# Keras casts some coefficients through float32, so those used here have few binary digits.
# `test_keras_rounds_coefficients_to_float32` pins that nothing else is hidden behind this.
EXACT = {
    "learning_rate": 0.01,
    "momentum": 0.875,
    "rho": 0.875,
    "initial_accumulator": 0.25,
    "beta1": 0.875,
    "beta2": 1 - 2**-10,
    "eps": 1e-3,
    "weight_decay": 2**-6,
}
ROUGH = EXACT | {"momentum": 0.9, "rho": 0.95, "beta1": 0.9, "beta2": 0.999, "weight_decay": 0.013}
# Keras also casts Nadam's constant 0.96 through float32, and that cannot be chosen.
KERAS_TOLERANCE = {"nadam": 5e-7}
DECAYS = ["plain", "decay"]
IN_TORCH = [name for name, entry in CATALOGUE.items() if entry.torch]
KERAS_RMSPROP = CATALOGUE["rmsprop"].keras
IN_KERAS = [name for name, entry in CATALOGUE.items() if entry.keras]


def hyperparameters(name: str, values: dict, **agreed) -> dict:
    return {k: values[k] for k in CATALOGUE[name].rule.defaults if k in values} | agreed


def against_torch(name: str, decay: bool, values: dict = ROUGH, **changed) -> tuple:
    """Our path and that of the twin."""
    entry = CATALOGUE[name]
    ours = hyperparameters(name, values, **{**entry.torch.agrees, **changed})
    theirs, rule = entry.torch.torch_arguments(**ours), entry.rule
    if decay and name != "adamw":
        theirs["weight_decay"] = values["weight_decay"]
        rule = coupled_decay(rule, values["weight_decay"])
    twin = getattr(torch.optim, entry.torch.name)
    given = problem()
    oracle = follow_torch(lambda parameters: twin(parameters, **theirs), given)
    return follow_rule(rule, given, **ours), oracle


def against_keras(name: str, decay: bool, values: dict = EXACT, **changed) -> tuple:
    """Our path and that of the twin."""
    entry = CATALOGUE[name]
    ours = hyperparameters(name, values, **{**entry.keras.agrees, **changed})
    theirs, rule = entry.keras.keras_arguments(**ours), entry.rule
    if decay and name != "adamw":
        theirs["weight_decay"] = values["weight_decay"]
        rule = decoupled_decay(rule, values["weight_decay"])
    given = problem(always_zero=ours.get("eps") != 0, constant_rate=entry.keras.constant_rate)
    oracle = follow_keras(getattr(keras.optimizers, entry.keras.name)(**theirs), given)
    return follow_rule(rule, given, **ours), oracle


@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("name", IN_TORCH)
def test_rule_equals_torch(name, decay, agrees):
    paths = against_torch(name, decay == "decay")
    agrees(name, "torch", *travelled(*paths), within=TIGHT)
    if decay == "decay" and name != "adamw":
        agrees("coupled_decay", "torch", *travelled(*paths), within=TIGHT)


@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("name", IN_KERAS)
def test_rule_equals_keras(name, decay, agrees):
    paths, within = against_keras(name, decay == "decay"), KERAS_TOLERANCE.get(name, TIGHT)
    agrees(name, "Keras", *travelled(*paths), within=within)
    if decay == "decay" and name != "adamw" and within == TIGHT:
        agrees("decoupled_decay", "Keras", *travelled(*paths), within=within)


@pytest.mark.parametrize("name", IN_TORCH)
def test_rule_equals_torch_at_the_default_eps(name, agrees):
    paths = against_torch(name, decay=False, values=ROUGH | {"eps": 1e-8})
    agrees(name, "torch", *travelled(*paths), within=TIGHT)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_adapters_walk_the_path_of_the_rule(name, agrees):
    from deeptuning.adapters.keras import RuleOptimizer as KerasOptimizer
    from deeptuning.adapters.torch import RuleOptimizer as TorchOptimizer

    given = problem()
    path = follow_rule(CATALOGUE[name].rule, given)
    adapted = follow_torch(lambda parameters: TorchOptimizer(parameters, name), given)
    agrees(name, "torch adapter", *travelled(adapted, path), within=TIGHT)
    adapted = follow_keras(KerasOptimizer(name), given)
    agrees(name, "Keras adapter", *travelled(adapted, path), within=1e-11)


def test_adam_with_decoupled_decay_equals_keras_adamw(agrees):
    ours = hyperparameters("adam", EXACT, eps_place="hat")
    theirs = CATALOGUE["adam"].keras.keras_arguments(**ours)
    oracle = follow_keras(keras.optimizers.AdamW(**theirs, weight_decay=2**-6), problem())
    path = follow_rule(decoupled_decay(adam, 2**-6), problem(), **ours)
    agrees("decoupled_decay", "Keras", *travelled(path, oracle), within=TIGHT)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("rmsprop", {"eps_place": "inside"}),
        ("adam", {"eps_place": "hat"}),
        ("adam", {"eps_place": "inside"}),
        ("adagrad", {"eps_place": "inside"}),
        ("amsgrad", {"eps_place": "hat"}),
        ("adamw", {"eps_place": "hat"}),
        ("adamw", {"eps_place": "inside"}),
        ("momentum", {"form": "velocity"}),
        ("momentum", {"form": "average"}),
    ],
)
def test_another_convention_is_not_torch(name, changed):
    assert deviation(*against_torch(name, decay=False, **changed)) > 1e-5


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("rmsprop", {"eps_place": "outside"}),
        ("adam", {"eps_place": "outside"}),
        ("adam", {"eps_place": "inside"}),
        ("adagrad", {"eps_place": "outside"}),
        ("amsgrad", {"eps_place": "outside"}),
        ("rmsprop", {"momentum": 0.875}),
        ("momentum", {"form": "heavy_ball"}),
        ("nadam", {"momentum_decay": 0.004}),
        ("adamax", {"eps": 1e-3}),
        ("adamw", {"eps_place": "outside"}),
        ("adamw", {"eps_place": "inside"}),
    ],
)
def test_another_convention_is_not_keras(name, changed):
    assert deviation(*against_keras(name, decay=False, **changed)) > 1e-5


@pytest.mark.parametrize("name", sorted(CATALOGUE.keys() - {"sgd", "adamw"}))
def test_weight_decay_is_coupled_in_torch_and_decoupled_in_keras(name):
    ours, given = hyperparameters(name, EXACT), problem(always_zero=False)
    rule, decay = CATALOGUE[name].rule, EXACT["weight_decay"]
    coupled = follow_rule(coupled_decay(rule, decay), given, **ours)
    decoupled = follow_rule(decoupled_decay(rule, decay), given, **ours)
    assert deviation(coupled, decoupled) > 1e-4


def test_under_plain_sgd_both_decays_are_one():
    rule, given = CATALOGUE["sgd"].rule, problem()
    coupled = follow_rule(coupled_decay(rule, 0.02), given)
    assert deviation(coupled, follow_rule(decoupled_decay(rule, 0.02), given)) <= TIGHT


def test_keras_rounds_coefficients_to_float32():
    given = problem()
    oracle = follow_keras(keras.optimizers.SGD(momentum=0.9), given)
    rounded = float(np.float32(0.9))
    assert deviation(follow_rule(momentum, given, momentum=0.9, form="velocity"), oracle) > 1e-9
    path = follow_rule(momentum, given, momentum=rounded, form="velocity")
    assert deviation(path, oracle) <= TIGHT


def test_keras_nesterov_remembers_the_rate_of_each_gradient():
    given, gamma = problem(), 0.875
    theta, v, path = given.start, 0, []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        v = gamma * v - eta * g
        theta = theta + (gamma * v - eta * g)
        path.append(theta)
    oracle = follow_keras(keras.optimizers.SGD(momentum=gamma, nesterov=True), given)
    assert deviation(path, oracle) <= TIGHT
    ours = follow_rule(CATALOGUE["nesterov"].rule, given, momentum=gamma)
    assert deviation(ours, oracle) > 1e-3


@pytest.mark.parametrize("centered", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("eps", [1e-3, 1e-8])
def test_rmsprop_with_options_equals_torch(centered, momentum, eps, agrees):
    changed = {"centered": centered, "momentum": momentum}
    paths = against_torch("rmsprop", True, ROUGH | {"eps": eps}, **changed)
    agrees("rmsprop", "torch", *travelled(*paths), within=TIGHT)


@pytest.mark.parametrize("centered", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.875])
def test_rmsprop_with_options_equals_keras_at_a_constant_rate(centered, momentum, agrees):
    given = problem(constant_rate=True)
    ours = {"rho": 0.875, "eps": 1e-3, "centered": centered, "momentum": momentum}
    oracle = follow_keras(keras.optimizers.RMSprop(**KERAS_RMSPROP.keras_arguments(**ours)), given)
    path = follow_rule(CATALOGUE["rmsprop"].rule, given, **ours, eps_place="inside")
    agrees("rmsprop", "Keras", *travelled(path, oracle), within=TIGHT)


def test_keras_rmsprop_remembers_the_rate_of_each_step():
    given, mu, rho, eps = problem(), 0.875, 0.75, 1e-3
    theta, s, w, path = given.start, 0, 0, []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        s = rho * s + (1 - rho) * g**2
        w = mu * w + eta * g / (s + eps) ** 0.5
        theta = theta - w
        path.append(theta)
    twin = keras.optimizers.RMSprop(rho=rho, momentum=mu, epsilon=eps)
    assert deviation(path, follow_keras(twin, given)) <= TIGHT


def test_where_a_gradient_hardly_changes_centred_torch_fails_and_ours_does_not():
    """The mean square minus the squared mean turns negative by rounding; its root is NaN."""
    slope = np.linspace(3, 1000, 64, dtype=np.float32)
    theta = torch.nn.Parameter(torch.ones(64, dtype=torch.float32))
    optimizer = torch.optim.RMSprop([theta], lr=1e-3, alpha=0.9, eps=1.0, centered=True)
    ours, state = np.ones(64, dtype=np.float32), {}
    for _ in range(200):
        theta.grad = torch.tensor(slope)
        optimizer.step()
        ours, state = CATALOGUE["rmsprop"].rule(ours, slope, state, eps=1.0, centered=True)
        assert (state["s"] >= 0).all()
    assert theta.isnan().any()
    assert np.isfinite(ours).all()


def test_torchs_adagrad_decay_of_the_rate_is_a_schedule(agrees):
    given, decay = problem(), 0.25
    oracle = follow_torch(lambda p: torch.optim.Adagrad(p, lr_decay=decay, eps=1e-8), given)
    rates = [eta / (1 + decay * step) for step, eta in enumerate(given.rates)]
    path = follow_rule(CATALOGUE["adagrad"].rule, given._replace(rates=rates))
    agrees("adagrad", "torch", *travelled(path, oracle), within=TIGHT)


def test_inside_the_root_eps_and_the_start_of_adagrad_are_one_number(agrees):
    oracle = follow_keras(keras.optimizers.Adagrad(epsilon=2**-10), problem())
    start = float(np.float32(0.1))  # Keras's default, which it casts
    for eps in (2**-10, start + 2**-10):
        inside = {"eps_place": "inside", "eps": eps, "initial_accumulator": start + 2**-10 - eps}
        path = follow_rule(CATALOGUE["adagrad"].rule, problem(), **inside)
        agrees("adagrad", "Keras", *travelled(path, oracle), within=TIGHT)


def test_without_a_word_keras_adadelta_is_a_thousand_times_slower():
    given = problem()._replace(rates=[0.001] * 60)
    slow = follow_keras(keras.optimizers.Adadelta(rho=0.875, epsilon=1e-6), given)
    ours = follow_rule(CATALOGUE["adadelta"].rule, given._replace(rates=[1.0] * 60), rho=0.875)
    np.testing.assert_allclose(
        slow - given.start, 0.001 * (ours - given.start), rtol=1e-8, atol=1e-13
    )
    assert float(keras.optimizers.Adadelta().learning_rate) == pytest.approx(0.001)
    parameter = torch.nn.Parameter(torch.ones(1))
    assert torch.optim.Adadelta([parameter]).defaults["lr"] == 1.0


def test_neither_framework_takes_the_maximum_of_the_corrected_average():
    given, beta1, beta2, eps = problem(), 0.875, 1 - 2**-10, 1e-8
    theta, m, v, largest, path = given.start, 0, 0, 0 * given.start, []
    for t, (g, eta) in enumerate(zip(given.gradients, given.rates, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v / (1 - beta2**t))
        theta = theta - eta * m / (1 - beta1**t) / (largest**0.5 + eps)
        path.append(theta)
    for twin in (
        follow_torch(
            lambda p: torch.optim.Adam(p, betas=(beta1, beta2), eps=eps, amsgrad=True), given
        ),
        follow_keras(keras.optimizers.Adam(0.1, beta1, beta2, eps, amsgrad=True), given),
    ):
        assert deviation(path, twin) > 1e-3


def test_keras_adamax_adds_eps_to_the_maximum():
    given, beta1, beta2, eps = problem(), 0.875, 1 - 2**-10, 1e-2
    theta, m, u, path = given.start, 0, 0 * given.start, []
    for t, (g, eta) in enumerate(zip(given.gradients, given.rates, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, abs(g))
        theta = theta - eta / (1 - beta1**t) * m / (u + eps)
        path.append(theta)
    twin = keras.optimizers.Adamax(beta_1=beta1, beta_2=beta2, epsilon=eps)
    assert deviation(path, follow_keras(twin, given)) <= TIGHT
