"""What every rule of the catalogue promises."""

import inspect
import re

import numpy as np
import pytest

from deeptuning._validation import Choice
from deeptuning.optimizers import CATALOGUE
from tests.lib.optimizers.paths import deviation, follow_rule, problem

each_rule = pytest.mark.parametrize("name", CATALOGUE)
VARIANTS = [
    (name, {argument: value})
    for name, entry in CATALOGUE.items()
    for argument, legal in entry.rule.legal.items()
    if isinstance(legal, Choice)
    for value in legal.values
] + [(name, {}) for name in CATALOGUE]
VARIANTS += [("rmsprop", {"momentum": 0.9}), ("rmsprop", {"momentum": 0.9, "centered": True})]
VARIANTS += [("adagrad", {"initial_accumulator": 0.1})]
each_variant = pytest.mark.parametrize(("name", "variant"), VARIANTS)


def to_array_api_strict(x):
    return pytest.importorskip("array_api_strict").asarray(x)


def to_torch(x):
    return pytest.importorskip("torch").tensor(x)


def to_tensorflow(x):
    return pytest.importorskip("tensorflow").constant(x)


ON = {
    to_array_api_strict: "on array-api-strict",
    to_torch: "on torch",
    to_tensorflow: "on TensorFlow",
}


def two_steps(rule, theta, gradients, **hyperparameters):
    state = {}
    for g in gradients:
        theta, state = rule(theta, g, state, **hyperparameters)
    return theta, state


@each_variant
def test_inputs_are_not_modified(name, variant):
    rule, given = CATALOGUE[name].rule, problem(steps=3)
    theta, g = given.start.copy(), given.gradients[2].copy()
    _, state = two_steps(rule, given.start, given.gradients[:2], **variant)
    before = {key: np.array(value) for key, value in state.items()}
    rule(theta, g, state, **variant)
    assert np.array_equal(theta, given.start)
    assert np.array_equal(g, given.gradients[2])
    assert state.keys() == before.keys()
    assert all(np.array_equal(state[key], before[key]) for key in state)


@each_variant
def test_result_shares_no_memory_with_the_inputs(name, variant):
    given = problem(steps=2)
    theta, state = CATALOGUE[name].rule(given.start, given.gradients[0], {}, **variant)
    for value in [theta, *(state[slot] for slot in CATALOGUE[name].slots_under(**variant))]:
        assert not np.shares_memory(value, given.start)
        assert not np.shares_memory(value, given.gradients[0])


@each_rule
def test_nothing_is_remembered_outside_the_state(name):
    rule, given = CATALOGUE[name].rule, problem(steps=6)
    first, half = follow_rule(rule, given), given.gradients[:3]
    theta, state = given.start, {}
    for g, eta in zip(half, given.rates, strict=False):
        theta, state = rule(theta, g, state, learning_rate=eta)
    follow_rule(rule, problem(steps=4))  # somebody else's run in between
    for g, eta in zip(given.gradients[3:], given.rates[3:], strict=True):
        theta, state = rule(theta, g, state, learning_rate=eta)
    assert np.array_equal(theta, first[-1])


@each_variant
def test_state_is_what_the_catalogue_says(name, variant):
    entry, given = CATALOGUE[name], problem(steps=2)
    _, state = two_steps(entry.rule, given.start, given.gradients, **variant)
    slots = entry.slots_under(**variant)
    assert set(state) == {*slots, *entry.scalars}
    assert all(state[slot].shape == given.start.shape for slot in slots)
    assert all(isinstance(state[scalar], (int, float)) for scalar in entry.scalars)


@each_variant
def test_empty_state_means_the_catalogues_start(name, variant):
    entry, given = CATALOGUE[name], problem(steps=1)
    slots = entry.slots_under(**variant)
    start = {slot: np.zeros_like(given.start) for slot in slots} | dict(entry.scalars)
    from_empty = entry.rule(given.start, given.gradients[0], {}, **variant)
    from_start = entry.rule(given.start, given.gradients[0], start, **variant)
    assert np.array_equal(from_empty[0], from_start[0])
    assert all(np.array_equal(from_empty[1][key], from_start[1][key]) for key in start)


@each_variant
@pytest.mark.parametrize("convert", [to_array_api_strict, to_torch, to_tensorflow])
def test_every_framework_gives_the_same_values(name, variant, convert, agrees):
    rule, given = CATALOGUE[name].rule, problem(steps=5)
    theta, state = two_steps(rule, given.start, given.gradients, **variant)
    converted = [convert(g) for g in given.gradients]
    other, other_state = two_steps(rule, convert(given.start), converted, **variant)
    assert type(other) is type(converted[0])
    found, expected = {"theta": other} | other_state, {"theta": theta} | state
    agrees(name, ON[convert], found, expected, within=1e-13)
    np.testing.assert_allclose(np.asarray(other), theta, rtol=1e-13)
    for key in state:
        np.testing.assert_allclose(np.asarray(other_state[key]), state[key], rtol=1e-13)


@each_variant
def test_a_float_walks_like_an_array(name, variant, agrees):
    rule, given = CATALOGUE[name].rule, problem(steps=5)
    paths = [[float(g[1, 3]) for g in given.gradients], [g[1, 3:4] for g in given.gradients]]
    number, _ = two_steps(rule, float(given.start[1, 3]), paths[0], **variant)
    array, _ = two_steps(rule, given.start[1, 3:4], paths[1], **variant)
    assert np.shape(number) == ()
    agrees(name, "on floats", number, array[0], within=1e-15)


@each_variant
def test_float32_stays_float32(name, variant):
    given = problem(steps=3)
    gradients = [g.astype(np.float32) for g in given.gradients]
    theta, state = two_steps(
        CATALOGUE[name].rule, given.start.astype(np.float32), gradients, **variant
    )
    assert theta.dtype == np.float32
    assert all(state[slot].dtype == np.float32 for slot in CATALOGUE[name].slots_under(**variant))


@each_variant
def test_a_rate_of_zero_moves_nothing(name, variant):
    rule, given = CATALOGUE[name].rule, problem(steps=3)
    theta, _ = two_steps(rule, given.start, given.gradients, **variant, learning_rate=0.0)
    assert np.array_equal(theta, given.start)


@each_variant
def test_a_gradient_that_is_always_zero_moves_nothing(name, variant):
    rule = CATALOGUE[name].rule
    undecayed = {"weight_decay": 0.0} if "weight_decay" in rule.defaults else {}
    theta = np.array([1.0, -2.0])
    moved, _ = two_steps(rule, theta, [0 * theta] * 3, **variant, **undecayed)
    assert np.array_equal(moved, theta)


@each_variant
def test_the_first_step_goes_downhill(name, variant):
    given = problem(steps=1)
    theta, _ = two_steps(
        CATALOGUE[name].rule, 0 * given.start, given.gradients, **variant, learning_rate=0.1
    )
    assert np.array_equal(np.sign(theta), -np.sign(given.gradients[0]))


@each_rule
def test_shapes_must_agree(name):
    with pytest.raises(ValueError, match=r"`g` must have the shape of `theta`, \(3,\).*\(1,\)"):
        CATALOGUE[name].rule(np.ones(3), np.ones(1), {})


def illegal_values():
    for name, entry in CATALOGUE.items():
        for argument, legal in entry.rule.legal.items():
            if isinstance(legal, Choice):
                yield name, argument, "between"
                continue
            for value in (-0.1, float("nan"), float("inf")):
                yield name, argument, value
            if "(" in repr(legal)[0]:
                yield name, argument, 0.0
            if np.isfinite(legal.high):
                yield name, argument, 1.0
                yield name, argument, 1.5


@pytest.mark.parametrize(("name", "argument", "value"), [*illegal_values()])
def test_illegal_values_are_named(name, argument, value):
    rule = CATALOGUE[name].rule
    legal = rule.legal[argument]
    constraint = ", ".join(map(repr, legal.values)) if isinstance(legal, Choice) else repr(legal)
    with pytest.raises(ValueError, match=f"`{argument}`") as caught:
        rule(1.0, 1.0, {}, **{argument: value})
    assert f"{argument}={value!r}" in str(caught.value)
    assert constraint in str(caught.value)
    with pytest.raises(ValueError, match=re.escape(str(caught.value))):
        rule.validate(**{argument: value})


@each_rule
@pytest.mark.parametrize("value", ["0.1", None, True])
def test_a_rate_must_be_a_number(name, value):
    with pytest.raises(TypeError, match=r"`learning_rate` must be a number.*learning_rate="):
        CATALOGUE[name].rule(1.0, 1.0, {}, learning_rate=value)


@each_rule
def test_unknown_arguments_are_refused(name):
    with pytest.raises(ValueError, match=f"Unknown argument of {name}: 'lr'. Known: .*learning"):
        CATALOGUE[name].rule(1.0, 1.0, {}, lr=0.1)


@each_rule
def test_defaults_are_legal_and_are_used(name):
    rule, given = CATALOGUE[name].rule, problem(steps=3)
    rule.validate(**rule.defaults)
    implicit, _ = two_steps(rule, given.start, given.gradients)
    explicit, _ = two_steps(rule, given.start, given.gradients, **rule.defaults)
    assert np.array_equal(implicit, explicit)


@each_rule
def test_docstring_follows_the_template(name):
    doc = inspect.getdoc(CATALOGUE[name].rule)
    for heading in ("$$", "Args:", "Returns:", "Raises:", "Example:", "Source:"):
        assert heading in doc
    arguments = doc.split("Args:")[1].split("Returns:")[0]
    documented = re.findall(r"^    (\w+):", arguments, re.MULTILINE)
    assert documented == ["theta", "g", "state", *CATALOGUE[name].rule.defaults]


# The numbers the lessons print; a change here changes the lessons.
DEFAULTS = {
    "sgd": {"learning_rate": 0.01},
    "momentum": {"learning_rate": 0.01, "momentum": 0.9, "form": "heavy_ball"},
    "nesterov": {"learning_rate": 0.01, "momentum": 0.9},
    "adagrad": {
        "learning_rate": 0.01,
        "initial_accumulator": 0.0,
        "eps": 1e-8,
        "eps_place": "outside",
    },
    "rmsprop": {
        "learning_rate": 0.001,
        "rho": 0.9,
        "eps": 1e-8,
        "eps_place": "outside",
        "centered": False,
        "momentum": 0.0,
    },
    "adadelta": {"learning_rate": 1.0, "rho": 0.9, "eps": 1e-6},
    "adam": {
        "learning_rate": 0.001,
        "beta1": 0.9,
        "beta2": 0.999,
        "eps": 1e-8,
        "eps_place": "outside",
    },
    "amsgrad": {
        "learning_rate": 0.001,
        "beta1": 0.9,
        "beta2": 0.999,
        "eps": 1e-8,
        "eps_place": "outside",
    },
    "nadam": {
        "learning_rate": 0.002,
        "beta1": 0.9,
        "beta2": 0.999,
        "eps": 1e-8,
        "momentum_decay": 0.004,
    },
    "adamax": {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "adamw": {
        "learning_rate": 0.001,
        "beta1": 0.9,
        "beta2": 0.999,
        "eps": 1e-8,
        "eps_place": "outside",
        "weight_decay": 0.01,
    },
    "radam": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "lion": {"learning_rate": 1e-4, "beta1": 0.9, "beta2": 0.99},
}


@each_rule
def test_defaults_are_those_of_the_papers(name):
    assert CATALOGUE[name].rule.defaults == DEFAULTS[name]


@each_rule
def test_every_name_is_spelled_for_both_frameworks(name):
    """A twin built from our defaults has our defaults: nothing is lost in translation."""
    torch = pytest.importorskip("torch")
    keras = pytest.importorskip("keras")
    entry = CATALOGUE[name]
    ours = entry.rule.defaults
    assert entry.torch or entry.keras
    if entry.torch:
        theirs = entry.torch.torch_arguments(**ours)
        twin = getattr(torch.optim, entry.torch.name)([torch.nn.Parameter(torch.ones(1))], **theirs)
        assert twin.defaults["lr"] == ours["learning_rate"]
        assert twin.defaults.items() >= theirs.items()
    if entry.keras:
        theirs = entry.keras.keras_arguments(**ours)
        twin = getattr(keras.optimizers, entry.keras.name)(**theirs)
        assert float(twin.learning_rate) == pytest.approx(ours["learning_rate"])
        config = twin.get_config()
        assert {key: config[key] for key in theirs} == pytest.approx(theirs)


def test_paths_that_differ_are_told_apart():
    """The measure itself bites: half a permille of one step is seen."""
    given = problem(steps=4)
    path = follow_rule(CATALOGUE["adam"].rule, given)
    shifted = path.copy()
    shifted[1, 0, 0] += 1e-5
    assert deviation(path, path) == 0
    assert deviation(shifted, path) > 1e-5
