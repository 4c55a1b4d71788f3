import subprocess
import sys

import numpy as np
import pytest

from deeptuning.optimizers import CATALOGUE, Entry, adam, coupled_decay, decoupled_decay, momentum
from tests.lib.optimizers.paths import deviation, follow_keras, follow_rule, problem

keras = pytest.importorskip("keras")
from deeptuning.adapters.keras import RuleOptimizer  # noqa: E402

each_rule = pytest.mark.parametrize("name", CATALOGUE)
each_twin = pytest.mark.parametrize("name", [n for n, entry in CATALOGUE.items() if entry.keras])
rng = np.random.default_rng(0)
INPUTS = rng.normal(size=(40, 3)).astype("float32")
TARGETS = np.sin(INPUTS.sum(1, keepdims=True))


def small_net():
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input((3,)), *layers])


def flat(net):
    return np.concatenate([weight.ravel() for weight in net.get_weights()])


def train(net, optimizer=None, epochs=6):
    """Ten full steps an epoch, compiled; return all weights as one vector."""
    if optimizer is not None:
        net.compile(optimizer, "mse")
    net.fit(INPUTS, TARGETS, batch_size=4, epochs=epochs, shuffle=False, verbose=0)
    return flat(net)


def twin_of(name, ours, **extra):
    twin = CATALOGUE[name].keras
    return getattr(keras.optimizers, twin.name)(**twin.keras_arguments(**ours), **extra)


@each_twin
def test_fit_trains_like_the_twin_under_kerass_own_schedule(name):
    """In float32, over 60 steps of a compiled tf.function."""
    entry = CATALOGUE[name]
    ours = {**entry.rule.defaults, **entry.keras.agrees}
    rate = 5.0 if name == "adadelta" else 0.02  # its steps start at √ε

    def schedule():
        if entry.keras.constant_rate:
            return rate
        return keras.optimizers.schedules.CosineDecay(rate, 60)

    oracle = train(small_net(), twin_of(name, ours | {"learning_rate": schedule()}))
    adapted = train(small_net(), RuleOptimizer(name, **ours | {"learning_rate": schedule()}))
    np.testing.assert_allclose(adapted, oracle, rtol=2e-3, atol=2e-4)
    assert np.abs(adapted - flat(small_net())).max() > 0.05


@pytest.mark.usefixtures("float64")
class TestInFloat64:
    """The adapter against the rule itself: nothing is lost on the way."""

    @each_rule
    def test_walks_the_path_of_the_rule(self, name):
        path = follow_keras(RuleOptimizer(name), problem())
        assert deviation(path, follow_rule(CATALOGUE[name].rule, problem())) <= 1e-11

    @each_twin
    def test_walks_the_path_of_the_twin(self, name):
        entry = CATALOGUE[name]
        exact = {"momentum": 0.875, "rho": 0.875, "beta1": 0.875, "beta2": 1 - 2**-10}
        exact |= {"weight_decay": 2**-6}
        ours = {**entry.rule.defaults}
        ours |= {argument: exact[argument] for argument in exact if argument in ours}
        ours |= entry.keras.agrees
        given = problem(always_zero=ours.get("eps") != 0, constant_rate=entry.keras.constant_rate)
        path = follow_keras(RuleOptimizer(name, **ours), given)
        tolerance = 5e-7 if name == "nadam" else 1e-11  # Keras's 0.96 is a float32
        assert deviation(path, follow_keras(twin_of(name, ours), given)) <= tolerance

    @pytest.mark.parametrize(
        "options", [{"centered": True}, {"momentum": 0.9}, {"centered": True, "momentum": 0.9}]
    )
    def test_walks_the_path_of_a_rule_with_optional_state(self, options):
        path = follow_keras(RuleOptimizer("rmsprop", **options), problem())
        oracle = follow_rule(CATALOGUE["rmsprop"].rule, problem(), **options)
        assert deviation(path, oracle) <= 1e-11

    @pytest.mark.parametrize("name", sorted(CATALOGUE.keys() - {"adamw"}))
    @pytest.mark.parametrize("decoupled", [False, True])
    def test_decay(self, name, decoupled):
        optimizer = RuleOptimizer(name, weight_decay=0.02, decoupled=decoupled)
        decay = decoupled_decay if decoupled else coupled_decay
        oracle = follow_rule(decay(CATALOGUE[name].rule, 0.02), problem())
        assert deviation(follow_keras(optimizer, problem()), oracle) <= 1e-11

    def test_adamw_brings_its_own_decay(self):
        oracle = follow_rule(CATALOGUE["adamw"].rule, problem(), weight_decay=0.3)
        for decoupled in (False, True):
            optimizer = RuleOptimizer("adamw", weight_decay=0.3, decoupled=decoupled)
            assert deviation(follow_keras(optimizer, problem()), oracle) <= 1e-11

    def test_clipnorm_comes_before_the_rule(self):
        given = problem(steps=20)
        clipped = [g / max(1.0, np.linalg.norm(g) / 3.0) for g in given.gradients]
        oracle = follow_rule(momentum, given._replace(gradients=clipped))
        path = follow_keras(RuleOptimizer("momentum", clipnorm=3.0), given)
        # tf.clip_by_norm casts the norm through float32
        assert deviation(path, oracle) <= 1e-6

    @pytest.mark.parametrize("decoupled", [False, True])
    @pytest.mark.parametrize("name", ["sgd", "adamw"])
    def test_excluded_variables_do_not_decay(self, name, decoupled):
        kernel, bias = keras.Variable([1.0], name="kernel"), keras.Variable([1.0], name="bias")
        optimizer = RuleOptimizer(name, weight_decay=0.5, decoupled=decoupled, learning_rate=0.5)
        optimizer.exclude_from_weight_decay(var_names=["bias"])
        optimizer.apply([keras.ops.zeros(1), keras.ops.zeros(1)], [kernel, bias])
        assert (kernel.numpy().item(), bias.numpy().item()) == (0.75, 1.0)


@each_rule
def test_config_makes_the_same_optimizer(name):
    changed = {"learning_rate": 0.5, "beta1": 0.5, "momentum": 0.25, "rho": 0.5, "eps": 0.125}
    changed |= {"initial_accumulator": 0.5, "centered": True}
    own = {k: v for k, v in changed.items() if k in CATALOGUE[name].rule.defaults}
    optimizer = RuleOptimizer(
        name, **own, weight_decay=0.25, decoupled=True, clipnorm=2.0, use_ema=True, name="mine"
    )
    config = optimizer.get_config()
    assert config.items() >= {**own, "weight_decay": 0.25, "decoupled": True, "rule": name}.items()
    again = RuleOptimizer.from_config(dict(config))
    assert again.get_config() == config
    revived = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert type(revived) is RuleOptimizer
    assert revived.get_config() == config


def test_a_schedule_survives_the_config():
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    optimizer = RuleOptimizer("sgd", learning_rate=schedule)
    again = RuleOptimizer.from_config(optimizer.get_config())
    assert again.get_config() == optimizer.get_config()
    variable = keras.Variable([0.0])
    for _ in range(11):
        again.apply([keras.ops.ones(1)], [variable])
    assert variable.numpy()[0] == pytest.approx(-sum(0.1 * 0.5 ** (t / 10) for t in range(11)))


# No state, one slot, and everything there is.
@pytest.mark.parametrize("name", ["sgd", "momentum", "nadam"])
def test_a_saved_model_goes_on_as_if_nothing_had_happened(name, tmp_path):
    uninterrupted = small_net()
    train(uninterrupted, RuleOptimizer(name, learning_rate=0.02, weight_decay=0.01), epochs=1)
    uninterrupted.save(tmp_path / "net.keras")
    resumed = keras.models.load_model(tmp_path / "net.keras")
    assert isinstance(resumed.optimizer, RuleOptimizer)
    assert int(resumed.optimizer.iterations) == 10
    assert np.array_equal(train(resumed, epochs=1), train(uninterrupted, epochs=1))


@each_rule
def test_every_variable_has_its_own_state(name):
    entry = CATALOGUE[name]
    variables = [keras.Variable(np.ones((2, 3))), keras.Variable(np.ones(4))]
    optimizer = RuleOptimizer(name)
    optimizer.build(variables)
    for variable, slots in zip(variables, optimizer.slots, strict=True):
        assert set(slots) == {*entry.slots, *entry.scalars}
        assert all(slots[slot].shape == variable.shape for slot in entry.slots)
        assert all(float(slots[key].numpy()) == entry.scalars[key] for key in entry.scalars)
    per_variable = len(entry.slots) + len(entry.scalars)
    assert len(optimizer.variables) == 2 + 2 * per_variable
    optimizer.build(variables)
    assert len(optimizer.variables) == 2 + 2 * per_variable


def test_slots_are_made_only_for_the_options_in_use():
    def slots(**options):
        optimizer = RuleOptimizer("rmsprop", **options)
        optimizer.build([keras.Variable(np.ones(4))])
        return set(optimizer.slots[0])

    assert slots() == {"s"}
    assert slots(centered=True) == {"s", "m"}
    assert slots(momentum=0.5) == {"s", "w"}
    assert slots(centered=True, momentum=0.5) == {"s", "m", "w"}


def test_a_variable_without_a_gradient_does_not_age():
    seen, unseen = keras.Variable([1.0]), keras.Variable([1.0])
    optimizer = RuleOptimizer("adam")
    with pytest.warns(UserWarning, match="Gradients do not exist"):
        optimizer.apply([keras.ops.ones(1), None], [seen, unseen])
    optimizer.apply([keras.ops.ones(1), keras.ops.ones(1)], [seen, unseen])
    assert [float(slots["t"].numpy()) for slots in optimizer.slots] == [2.0, 1.0]


def test_gradients_of_an_embedding():
    """They come as rows. The oracle is the same model as a matrix product, with dense gradients.

    Keras's own Adam is no oracle here: it squares before it sums, so it takes (g₁² + g₂²) for
    (g₁ + g₂)² where a word occurs twice in a batch, as word 2 does.
    """
    words, goal, start = np.array([[1, 2], [2, 5]]), np.ones((2, 2, 2)), np.ones((6, 2)) / 4

    def trained(layer, inputs, optimizer):
        net = keras.Sequential([keras.Input(inputs.shape[1:]), layer])
        layer.set_weights([start])
        net.compile(optimizer, "mse")
        net.fit(inputs, goal, epochs=20, verbose=0)
        return layer.get_weights()[0]

    dense = keras.layers.Dense(2, use_bias=False)
    oracle = trained(dense, np.eye(6)[words], keras.optimizers.Adam(0.1))
    optimizer = RuleOptimizer("adam", learning_rate=0.1, eps=1e-7, eps_place="hat")
    adapted = trained(keras.layers.Embedding(6, 2), words, optimizer)
    np.testing.assert_allclose(adapted, oracle, rtol=1e-4)


def test_gradient_accumulation_counts_updates_not_batches():
    variable = keras.Variable([0.0])
    optimizer = RuleOptimizer("adam", learning_rate=0.1, gradient_accumulation_steps=3)
    for _ in range(6):
        optimizer.apply([keras.ops.ones(1)], [variable])
    assert float(optimizer.slots[0]["t"].numpy()) == 2.0
    assert variable.numpy()[0] == pytest.approx(-0.2, rel=1e-5)


def test_the_rate_can_be_set_and_is_used():
    variable = keras.Variable([1.0])
    optimizer = RuleOptimizer("sgd", learning_rate=1)
    optimizer.learning_rate = 0.25
    optimizer.apply([keras.ops.ones(1)], [variable])
    assert variable.numpy()[0] == 0.75


def test_a_rule_of_your_own_comes_with_an_entry():
    mine = Entry(CATALOGUE["momentum"].rule, slots=("v",))
    variable = keras.Variable([1.0])
    optimizer = RuleOptimizer(mine, learning_rate=0.5, momentum=0.5)
    for _ in range(2):
        optimizer.apply([keras.ops.ones(1)], [variable])
    assert variable.numpy()[0] == 1 - 0.5 * (1 + 1.5)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_variables_are_refused(dtype):
    variable = keras.Variable(np.ones(2), dtype=dtype, name="kernel")
    with pytest.raises(ValueError, match=f"`kernel` must have 32 bits.*{dtype}.*'mixed_{dtype}'"):
        RuleOptimizer("adam").build([variable])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rule": "adma"}, ValueError, "Unknown rule 'adma'. Known: adadelta, "),
        ({"rule": "adam", "beta1": 1.0}, ValueError, r"`beta1` must be in \[0, 1\).*beta1=1\.0"),
        ({"rule": "adam", "learning_rate": -1}, ValueError, "`learning_rate`.*learning_rate=-1"),
        ({"rule": "adam", "learning_rate": "1"}, TypeError, "`learning_rate` must be a number"),
        ({"rule": "sgd", "weight_decay": -1}, ValueError, "`weight_decay`.*weight_decay=-1"),
        ({"rule": "adam", "beta_1": 0.9}, ValueError, "argument of adam: 'beta_1'. Known: beta1,"),
        ({"rule": "sgd", "momentum": 0.9}, ValueError, "argument of sgd: 'momentum'. Known: clip"),
        ({"rule": coupled_decay(adam, 0.1)}, ValueError, "Unknown rule 'step'"),
        ({"rule": Entry(len)}, TypeError, "`rule` must be a rule"),
    ],
)
def test_arguments_are_checked_at_construction(arguments, error, message):
    with pytest.raises(error, match=message):
        RuleOptimizer(**arguments)


def test_without_keras_the_remedy_is_named():
    program = "import sys; sys.modules['keras'] = None; import deeptuning.adapters.keras"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(
        "ImportError: deeptuning.adapters.keras needs Keras and TensorFlow, which are not "
        "installed. Run: pip install tensorflow"
    )
