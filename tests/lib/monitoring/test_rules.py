"""Each rule on numbers worked out by hand, on real nets, and at the edges."""

import dataclasses
import inspect
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning import monitoring
from deeptuning.foundations import mlp_backward, mlp_forward, mlp_init, mlp_loss
from deeptuning.gradients import glorot_uniform, he_normal
from deeptuning.monitoring import (
    Finding,
    dead_units,
    diverged,
    expected_initial_loss,
    exploding_gradients,
    initial_loss,
    loss_spikes,
    overfits_tiny_set,
    overfitting,
    stalled,
    unit_activity,
    update_ratio,
    update_ratios,
    vanishing_gradients,
)
from tests.lib.monitoring.runs import CLASSES, digits

nan, inf = float("nan"), float("inf")


# Vanishing


def test_the_decay_of_a_geometric_series_is_found(agrees):
    norms = 7.0 * 0.3 ** np.arange(6)[::-1]
    finding = vanishing_gradients(norms)
    agrees("vanishing_gradients", "by hand", finding.evidence["decay"], 0.3, within=1e-12)
    agrees("vanishing_gradients", "by hand", finding.evidence["reach"], 0.3**5, within=1e-12)
    assert finding.fault
    assert not vanishing_gradients(norms, reach=0.3**5 / 2).fault


@given(st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=8), st.floats(1e-3, 1e3))
@settings(max_examples=50, deadline=None)
def test_scale_does_not_matter_and_the_fit_is_scipys(norms, scale):
    from scipy.stats import linregress

    decay = vanishing_gradients(norms).evidence["decay"]
    slope = linregress(np.arange(len(norms)), np.log(norms)).slope
    assert decay == pytest.approx(np.exp(-slope), rel=1e-9)
    assert vanishing_gradients(np.multiply(norms, scale)).evidence["decay"] == pytest.approx(decay)


def test_one_strange_layer_or_step_decides_nothing():
    # one layer 1000 times smaller in the middle: the fit through ten layers hardly sees it
    norms = np.ones(10)
    norms[5] = 1e-3
    assert not vanishing_gradients(norms).fault
    steps = np.ones((9, 4))
    steps[:4, 0] = 1e-9
    assert not vanishing_gradients(steps).fault
    steps[4, 0] = 1e-9
    assert vanishing_gradients(steps).fault


def test_layers_without_a_gradient_and_steps_without_a_number():
    assert vanishing_gradients([0.0, 1.0]).evidence == {"decay": 0.0, "reach": 0.0}
    assert vanishing_gradients([[nan, 1.0], [1.0, 1.0]]).evidence == {"decay": 1.0, "reach": 1.0}
    finding = vanishing_gradients([[nan, 1.0], [inf, 1.0]])
    assert not finding.fault
    assert np.isnan(finding.evidence["reach"])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("activation", "initializer", "vanishes"),
    [
        ("sigmoid", glorot_uniform, True),
        ("relu", he_normal, False),
        ("tanh", glorot_uniform, False),
    ],
)
def test_ten_layers_of_each_kind(activation, initializer, vanishes, seed):
    rng = np.random.default_rng(seed)
    net = mlp_init([20] * 10 + [3], rng, initializer=initializer)
    _, cache = mlp_forward(net, rng.normal(size=(64, 20)), activation=activation, head="multiclass")
    gradients = mlp_backward(net, cache, np.eye(3)[rng.integers(0, 3, 64)])
    finding = vanishing_gradients([np.linalg.norm(layer["w"]) for layer in gradients])
    assert finding.fault is vanishes
    assert not vanishes or finding.evidence["decay"] < 0.4


# Exploding


def test_growth_is_measured_against_all_that_came_before(agrees):
    # totals 5, 5, 10, 100: medians before: 5, 5, 5
    finding = exploding_gradients([[3.0, 4.0], [4.0, 3.0], [6.0, 8.0], [60.0, 80.0]])
    agrees("exploding_gradients", "by hand", finding.evidence["growth"], 20.0, within=1e-12)
    # medians over the steps: 5 and 6
    agrees("exploding_gradients", "by hand", finding.evidence["reach"], 5 / 6, within=1e-12)
    assert not finding.fault
    assert exploding_gradients([[3.0], [4.0], [90.0 * 3.6]], growth=90).fault


def test_growth_from_layer_to_layer_is_found_without_time():
    assert exploding_gradients([1000.0, 30.0, 1.0]).fault
    assert not exploding_gradients([1000.0, 30.0, 1.0], reach=2000.0).fault
    assert exploding_gradients([1000.0, 30.0, 1.0]).evidence["growth"] == 1.0


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_one_step_without_a_number_is_an_explosion(bad):
    finding = exploding_gradients([[1.0, 1.0], [bad, 1.0], [1.0, 1.0]])
    assert finding.fault
    assert finding.evidence["not finite"] == 1
    assert exploding_gradients([[bad], [bad]]).fault


def test_gradients_that_shrink_or_are_zero_do_not_explode():
    assert not exploding_gradients(0.5 ** np.arange(60)[:, None]).fault
    assert not exploding_gradients(np.zeros((5, 1))).fault
    assert exploding_gradients([[0.0], [1.0], [2.0]]).evidence["growth"] == 4.0


@pytest.mark.parametrize("seed", range(3))
def test_a_recurrent_net_explodes_or_not_with_its_largest_eigenvalue(seed):
    """Back through 30 steps of time: the gradient at each step, seen as a layer."""
    rng = np.random.default_rng(seed)
    w = np.linalg.qr(rng.normal(size=(16, 16)))[0]
    for gain, explodes, vanishes in ((1.0, False, False), (1.5, True, False), (0.6, False, True)):
        g, norms = rng.normal(size=16), []
        for _ in range(30):
            norms.insert(0, np.linalg.norm(g))
            g = gain * w.T @ g
        assert exploding_gradients(norms).fault is explodes
        assert vanishing_gradients(norms).fault is vanishes
        assert vanishing_gradients(norms).evidence["decay"] == pytest.approx(gain)


# Dead units


def test_activity_is_the_share_of_examples(agrees):
    a = np.array([[[0.0, 2.0, -1.0], [1.0, 0.0, 0.0]], [[0.0, 5.0, 0.0], [0.0, 1.0, 0.0]]])
    agrees("unit_activity", "by hand", unit_activity(a), [0.25, 0.75, 0.0], within=0)
    torch = pytest.importorskip("torch")
    ours = unit_activity(torch.tensor(a, dtype=torch.float32))
    frequency = (torch.tensor(a) > 0).double().mean((0, 1))
    agrees("unit_activity", "torch", ours, frequency, within=0)


def test_nan_is_not_taken_for_death():
    assert np.isnan(unit_activity(np.array([[nan, 1.0], [1.0, 1.0]]))[0])
    with pytest.raises(ValueError, match=r"one share in \[0, 1\].*2 numbers such as nan"):
        dead_units([nan, 0.5])


def test_dead_units_are_counted(agrees):
    finding = dead_units([0.0, 1e-9, 0.5, 1.0])
    agrees("dead_units", "by hand", finding.evidence["dead"], 0.25, within=0)
    assert not finding.fault
    assert dead_units([0.0, 1e-9, 0.5, 1.0], share=0.2).fault
    assert dead_units(np.zeros((2, 2))).evidence == {"dead": 1.0, "units": 4.0}


# Curves


def test_overfitting_by_hand(agrees):
    train = [9.0, 7.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    validation = [9.0, 8.0, 6.0, 5.0, 6.0, 7.0, 8.0]
    # smoothed: 9, 8, 6, 6, 6, 7, 8, so the end is a third above the best
    finding = overfitting(train, validation)
    agrees("overfitting", "by hand", finding.evidence["rise"], 1 / 3, within=1e-12)
    agrees("overfitting", "by hand", finding.evidence["train"], 0.25, within=1e-12)
    assert finding.fault
    assert finding.evidence["best"] == 3
    assert not overfitting(train, validation, rise=0.34).fault


def test_both_must_part():
    falling, rising = np.linspace(3, 1, 30), np.linspace(1, 3, 30)
    assert not overfitting(falling, falling).fault
    assert not overfitting(rising, rising).fault
    assert not overfitting(rising, falling).fault
    assert not overfitting(np.ones(30), rising).fault  # nothing is learned: not overfitted
    assert overfitting(falling, rising).fault


def test_a_single_jump_is_not_overfitting():
    falling = np.linspace(3, 1, 30)
    for place in (10, 28):
        jump = falling.copy()
        jump[place] = 0.01
        assert not overfitting(falling, jump).fault
        jump[place] = 50.0
        assert not overfitting(falling, jump).fault


def test_what_follows_nan_is_left_out():
    train = [9.0, 6.0, 4.0, 2.0, 1.0, 0.5, nan, nan]
    validation = [9.0, 7.0, 6.0, 7.0, 8.0, 9.0, 1.0, 1.0]
    assert overfitting(train, validation).evidence["best"] == 2
    early = overfitting([1.0, nan, 1.0, 1.0], [1.0, 2.0, 3.0, 4.0])
    assert not early.fault
    assert np.isnan(early.evidence["rise"])


def test_progress_by_hand(agrees):
    losses = np.concatenate([[4.0, 2.0], np.linspace(2, 1, 16), [1.0, 0.5]])
    # start: median of 4 and 2; end: median of 1 and 0.5
    agrees("stalled", "by hand", stalled(losses).evidence["improvement"], 0.75, within=1e-12)
    agrees("diverged", "by hand", diverged(losses).evidence["factor"], 0.25, within=1e-12)
    spikes = loss_spikes([2.0, 4.0, 1.0, 20.0, nan, 3.0])
    # medians before: 2, 3, 2, 3 (NaN is left out)
    agrees("loss_spikes", "by hand", spikes.evidence["height"], 10.0, within=1e-12)
    assert (spikes.fault, spikes.evidence["step"]) == (True, 3)
    assert not loss_spikes([2.0, 4.0, 1.0, 20.0], factor=10.5).fault


@pytest.mark.parametrize(
    ("end", "is_stalled", "is_diverged"),
    [
        (0.5, False, False),
        (0.97, False, False),
        (0.99, True, False),
        (1.2, True, False),
        (1.3, False, True),
        (nan, False, True),
        (inf, False, True),
    ],
)
def test_a_run_that_goes_nowhere_and_one_that_runs_away(end, is_stalled, is_diverged):
    losses = np.linspace(1.0, end, 11) if np.isfinite(end) else np.array([1.0, 1.0, end])
    losses = np.concatenate([[1.0] * 5, losses, [end] * 5])
    assert stalled(losses).fault is is_stalled
    assert diverged(losses).fault is is_diverged


def test_positions_of_spikes_count_what_is_left_out():
    finding = loss_spikes([1.0, nan, inf, 1.0, 9.0])
    assert finding.evidence == {"height": 9.0, "step": 4}
    assert loss_spikes([nan, nan]).evidence == {"height": 1.0, "step": 0}
    assert not loss_spikes([0.0, 0.0, 1.0]).fault
    assert not diverged([0.0, 0.0]).fault


def test_one_nan_in_the_middle_is_divergence():
    finding = diverged([1.0, nan, 0.5, 0.4])
    assert finding.fault
    assert finding.evidence["not finite"] == 1


# Ratios and the first loss


def test_update_ratio_by_hand_and_with_torch(agrees):
    before, after = np.array([[3.0, 0.0], [0.0, 4.0]]), np.array([[3.0, 0.3], [-0.4, 4.0]])
    agrees("update_ratio", "by hand", update_ratio(before, after), 0.1, within=1e-12)
    torch = pytest.importorskip("torch")
    weight = torch.nn.Parameter(torch.randn(5, 4, generator=torch.Generator().manual_seed(0)))
    weight.grad = torch.ones_like(weight)
    copied = weight.detach().clone()
    torch.optim.SGD([weight], lr=0.01).step()
    ours = update_ratio(copied, weight.detach())
    theirs = torch.linalg.norm(torch.full((5, 4), 0.01)) / torch.linalg.norm(copied)
    agrees("update_ratio", "torch", ours, theirs, within=1e-6)  # float32


def test_update_ratio_of_zeros():
    assert update_ratio(np.zeros(2), np.zeros(2)) == 0.0
    assert update_ratio(np.zeros(2), np.ones(2)) == inf
    with pytest.raises(ValueError, match=r"shape of `before`, \(2,\).*\(3,\)"):
        update_ratio(np.zeros(2), np.zeros(3))


def test_the_extreme_layer_decides(agrees):
    steps = [[1e-3, 2e-3], [3e-3, 9.0], [2e-3, 4e-3]]
    finding = update_ratios(steps)
    agrees("update_ratios", "by hand", [*finding.evidence.values()], [2e-3, 4e-3], within=1e-12)
    assert not finding.fault
    small, large = update_ratios(steps, low=3e-3), update_ratios(steps, high=3e-3)
    both = update_ratios([1e-9, 1.0])
    assert small.fault
    assert large.fault
    assert "Raise" in small.advice
    assert "Lower" in large.advice
    assert "Lower" in both.advice
    assert not update_ratios([[inf, 1.0], [nan, 1.0]]).fault
    assert update_ratios([[inf, 1.0], [1e-3, 1e-3]]).evidence["largest"] == 1e-3
    assert update_ratios([0.0, 1e-3]).fault


def test_expected_initial_loss_is_the_loss_of_zero_logits(agrees):
    torch = pytest.importorskip("torch")
    for classes in (2, 3, 10, 1000):
        logits = torch.zeros(4, classes, dtype=torch.float64)
        theirs = torch.nn.functional.cross_entropy(logits, torch.arange(4) % classes)
        agrees(
            "expected_initial_loss", "torch", expected_initial_loss(classes), theirs, within=1e-14
        )


@pytest.mark.parametrize(
    ("loss", "fault"),
    [
        (2.3026, False),
        (2.9, False),
        (3.1, True),
        (1.7, False),
        (1.5, True),
        (nan, True),
        (inf, True),
    ],
)
def test_initial_loss_around_ln_10(loss, fault):
    assert initial_loss(loss, 10).fault is fault


@pytest.mark.parametrize("seed", range(4))
def test_a_fresh_net_passes_and_each_slip_is_caught(seed, agrees):
    images, labels, *_ = digits(seed)
    y, rng = np.eye(CLASSES)[labels[:200]], np.random.default_rng(seed)
    net = mlp_init([64, 32, CLASSES], rng, initializer=he_normal)
    _, cache = mlp_forward(net, images[:200], activation="relu", head="multiclass")
    loss = float(mlp_loss(cache, y))
    finding = initial_loss(loss, CLASSES)
    agrees("initial_loss", "by hand", finding.evidence["ratio"], loss / np.log(10), within=1e-15)
    assert not finding.fault
    assert initial_loss(200 * loss, CLASSES).fault  # summed over the batch
    _, cache = mlp_forward(net, 16 * images[:200], activation="relu", head="multiclass")
    assert initial_loss(float(mlp_loss(cache, y)), CLASSES).fault  # inputs not scaled


# The tiny set


def fit_digits(x, y, steps=200, rate=0.3, batch_statistics=None, corrupt=None):
    rng = np.random.default_rng(0)
    net, losses = mlp_init([64, 32, CLASSES], rng, initializer=he_normal), []
    for _ in range(steps):
        truth = y if corrupt is None else corrupt(y, rng)
        _, cache = mlp_forward(net, x, activation="relu", head="multiclass")
        losses.append(float(mlp_loss(cache, truth)))
        gradients = mlp_backward(net, cache, truth)
        for layer, g in zip(net, gradients, strict=True):
            for name in layer:
                layer[name] = layer[name] - rate * g[name]
    return losses


@pytest.mark.parametrize("seed", range(3))
def test_a_sound_pipeline_learns_eight_examples_by_heart(seed, agrees):
    images, labels, *_ = digits(0)
    rng, y = np.random.default_rng(seed), np.eye(CLASSES)[labels]
    finding = overfits_tiny_set(fit_digits, images, y, rng=rng)
    assert not finding.fault
    chosen = np.random.default_rng(seed).choice(len(y), size=8, replace=False)
    losses = fit_digits(images[chosen], y[chosen])
    ratio = losses[-1] / losses[0]
    agrees("overfits_tiny_set", "by hand", finding.evidence["left"], ratio, within=0)
    assert finding.evidence["loss"] == losses[-1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("slip", ["labels drawn anew", "no update", "rate far too small"])
def test_a_broken_one_does_not(seed, slip):
    images, labels, *_ = digits(0)
    arguments = {
        "labels drawn anew": {"corrupt": lambda y, rng: rng.permutation(y)},
        "no update": {"rate": 0.0},
        "rate far too small": {"rate": 1e-4},
    }[slip]

    def fit(x, y):
        return fit_digits(x, y, **arguments)

    rng, y = np.random.default_rng(seed), np.eye(CLASSES)[labels]
    assert overfits_tiny_set(fit, images, y, rng=rng).fault


def test_the_tiny_set_is_tiny_distinct_and_stays_paired():
    seen = []

    def fit(x, y):
        seen.append((x, y))
        return [1.0, 0.05]

    x = np.arange(30.0)[:, None]
    finding = overfits_tiny_set(fit, x, x[:, 0] * 10, rng=np.random.default_rng(0), examples=30)
    assert finding.fault  # 0.05 is not below 0.05
    ((small, targets),) = seen
    assert sorted(small[:, 0]) == list(range(30))
    assert np.array_equal(small[:, 0] * 10, targets)
    exploded = overfits_tiny_set(lambda x, y: [1.0, nan], x, x, rng=np.random.default_rng(0))
    assert exploded.fault
    assert not overfits_tiny_set(fit, x, x, rng=np.random.default_rng(0), below=0.06).fault


# What all rules promise

RULES = {
    vanishing_gradients: ([1.0, 1.0],),
    exploding_gradients: ([1.0, 1.0],),
    dead_units: ([0.5],),
    overfitting: ([1.0] * 4, [1.0] * 4),
    stalled: ([1.0, 1.0],),
    diverged: ([1.0, 1.0],),
    loss_spikes: ([1.0, 1.0],),
    update_ratios: ([0.001],),
    initial_loss: (2.3, 10),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_has_numbers_and_advice_and_its_input_is_left_alone(rule):
    arguments = [np.array(a) if isinstance(a, list) else a for a in RULES[rule]]
    before = [np.copy(a) for a in arguments]
    finding = rule(*arguments)
    assert type(finding) is Finding
    assert type(finding.fault) is bool
    assert finding.advice.endswith(".")
    assert all(isinstance(value, (int, float)) for value in finding.evidence.values())
    assert all(np.array_equal(a, b) for a, b in zip(arguments, before, strict=True))
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding.fault = True


@pytest.mark.parametrize("rule", RULES)
def test_thresholds_are_checked_and_documented(rule):
    names = [
        p.name for p in inspect.signature(rule).parameters.values() if p.kind is p.KEYWORD_ONLY
    ]
    assert names
    doc = inspect.getdoc(rule)
    for name in names:
        for wrong in (-1.0, nan):
            with pytest.raises(ValueError, match=rf"`{name}` must be in .*{name}={wrong}"):
                rule(*RULES[rule], **{name: wrong})
        assert re.search(rf"^    {name}: .*\d|^    {name}: (in|>) ", doc, re.MULTILINE)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: vanishing_gradients([1.0]), "must have two layers or more. Received: 1"),
        (lambda: vanishing_gradients(np.ones((2, 2, 2))), r"\(steps, layers\).*\(2, 2, 2\)"),
        (lambda: exploding_gradients([]), r"`norms` must have the shape.*shape \(0,\)"),
        (lambda: exploding_gradients([1.0], growth=1.0), r"`growth` must be in \(1, inf\)"),
        (lambda: unit_activity(np.ones(3)), r"\(examples, \.\.\., units\).*shape \(3,\)"),
        (lambda: unit_activity(np.ones((0, 3))), r"none of them 0.*\(0, 3\)"),
        (lambda: dead_units([]), "Received: 0 numbers. Pass unit_activity"),
        (lambda: dead_units([1.5]), "1 numbers such as 1.5"),
        (lambda: overfitting([1.0] * 3, [1.0] * 3), r"`train` must be a list of 4.*\(3,\)"),
        (lambda: overfitting([1.0] * 5, [1.0] * 4), "same length.*Received: 5 and 4"),
        (lambda: stalled([1.0]), r"`losses` must be a list of 2 numbers or more.*\(1,\)"),
        (lambda: diverged(np.ones((2, 2))), r"shape \(2, 2\)"),
        (lambda: loss_spikes([]), "Log more often, or longer"),
        (lambda: update_ratios([]), "`ratios` must have the shape"),
        (lambda: update_ratios([1.0], low=0.1, high=0.1), r"rising order.*low=0\.1, high=0\.1"),
        (lambda: expected_initial_loss(1), "at least 2. Received: classes=1"),
        (lambda: expected_initial_loss(2.5), "classes=2.5"),
        (lambda: expected_initial_loss(True), "classes=True"),
        (
            lambda: overfits_tiny_set(len, [1], [1, 2], rng=None, examples=2),
            r"\[2, 1\].*1 inputs, 2 targets",
        ),
        (lambda: overfits_tiny_set(len, [1] * 3, [1] * 3, rng=None, examples=1), "examples=1"),
        (lambda: overfits_tiny_set(len, [1] * 3, [1] * 3, rng=None, examples=4), "examples=4"),
    ],
)
def test_what_cannot_be_judged_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_public_name_says_where_it_comes_from():
    for name in monitoring.__all__:
        doc = inspect.getdoc(getattr(monitoring, name))
        assert doc, name
