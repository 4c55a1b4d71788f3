"""Does the loop do what a careful hand-written one does, bit for bit?"""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset

from deeptuning.gradients import clip_by_global_norm
from deeptuning.regularization import early_stopping
from deeptuning.schedules import cosine, step_decay
from deeptuning.training import torch_loop
from deeptuning.training.torch_loader import repeatable_loader
from tests.lib.training.setup import CROSS_ENTROPY, accuracy, data, flat, network, run, same


def by_hand(model, loader, optimizer, epochs=3, clip=None, scheduler=None):
    """The loop of torch's tutorial; return the losses of the steps."""
    losses = []
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = CROSS_ENTROPY(model(inputs), targets)
            loss.backward()
            if clip is not None:
                torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            losses.append(loss.item())
    return losses


@pytest.mark.parametrize("make", [torch.optim.SGD, torch.optim.AdamW], ids=["sgd", "adamw"])
def test_it_equals_the_hand_written_loop(make, agrees):
    ours, theirs = network(dropout=0.3, norm=True), network(dropout=0.3, norm=True)
    torch.manual_seed(5)
    model, history = run(model=ours, optimizer=lambda p: make(p, lr=0.05))
    torch.manual_seed(5)
    optimizer = make(theirs.parameters(), lr=0.05)
    losses = by_hand(theirs, repeatable_loader(data(), 4, seed=3), optimizer)
    agrees("fit", "torch", flat(model), flat(theirs), within=0)
    agrees("History step losses", "torch", history.step_loss, losses, within=0)
    assert history.step_examples == [4, 4, 4, 4, 4, 2] * 3
    means = [np.average(losses[6 * e : 6 * e + 6], weights=[4] * 5 + [2]) for e in range(3)]
    agrees("History", "by hand", history.train_loss, means, within=1e-15)
    assert history.learning_rate == [0.05] * 3
    assert (history.validation_loss, history.metrics, history.gradient_norm) == ([], {}, [])


def test_a_shuffled_torch_loader_gives_the_same_order():
    def make():
        return DataLoader(data(), 4, shuffle=True, generator=torch.Generator().manual_seed(2))

    model, _ = run(loader=make())
    theirs = network()
    by_hand(theirs, make(), torch.optim.Adam(theirs.parameters(), lr=0.01))
    assert same(model, theirs)


@pytest.mark.parametrize(("batch", "accumulate"), [(4, 2), (3, 4), (1, 22), (5, 3)])
def test_accumulated_batches_equal_a_big_one_also_the_short_last_group(batch, accumulate, agrees):
    x = data(dtype=torch.float64)
    sgd = {"optimizer": lambda p: torch.optim.SGD(p, lr=0.3, momentum=0.9)}
    small, history = run(
        model=network(torch.float64),
        loader=DataLoader(x, batch),
        accumulate=accumulate,
        clip_norm=0.4,
        **sgd,
    )
    big, expected = run(
        model=network(torch.float64), loader=DataLoader(x, batch * accumulate), clip_norm=0.4, **sgd
    )
    agrees("fit accumulate", "by hand", flat(small), flat(big), within=1e-12)
    agrees("fit accumulate", "by hand", history.step_loss, expected.step_loss, within=1e-12)
    agrees("fit accumulate", "by hand", history.gradient_norm, expected.gradient_norm, within=1e-12)
    assert history.step_examples == expected.step_examples


def test_clipping_is_torch_s_and_the_library_s(agrees):
    for bound in (0.05, math.inf):
        model, history = run(clip_norm=bound, epochs=1)
        theirs = network()
        optimizer = torch.optim.Adam(theirs.parameters(), lr=0.01)
        by_hand(theirs, repeatable_loader(data(), 4, seed=3), optimizer, 1, clip=bound)
        agrees("fit clip_norm", "torch", flat(model), flat(theirs), within=0)
        assert len(history.gradient_norm) == 6
    model = network(torch.float64)
    start = flat(model)
    x, y = data(dtype=torch.float64).tensors
    CROSS_ENTROPY(model(x), y).backward()
    g = [p.grad.numpy() for p in model.parameters()]
    clipped, norm = clip_by_global_norm(g, 0.1, eps=1e-6)
    model, history = run(
        model=model,
        loader=[(x, y)],
        optimizer=lambda p: torch.optim.SGD(p, lr=1.0),
        epochs=1,
        clip_norm=0.1,
    )
    moved = [(s - e).numpy() for s, e in zip(start, flat(model), strict=True)]
    agrees("fit clip_norm", "by hand", moved, clipped, within=1e-12)
    agrees("fit clip_norm", "by hand", history.gradient_norm, [norm], within=1e-12)
    assert norm > 0.1


class FakeScaler:
    """Scales by 1024, and notes the order of the calls; skips the steps it is told to."""

    def __init__(self, skip=()):
        self.calls, self.skip, self.size, self.count = [], skip, 1024.0, 0

    def scale(self, loss):
        self.calls.append("scale")
        return loss * self.size

    def unscale_(self, optimizer):
        self.calls.append("unscale")
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad /= self.size

    def step(self, optimizer):
        self.calls.append("step")
        if self.count not in self.skip:
            optimizer.step()

    def update(self):
        self.calls.append("update")
        self.size *= 0.5 if self.count in self.skip else 1
        self.count += 1

    def get_scale(self):
        return self.size


def with_scaler(monkeypatch, scaler):
    autocast = torch_loop.mixed_precision("float32", torch.device("cpu"))[0]
    monkeypatch.setattr(torch_loop, "mixed_precision", lambda *_: (autocast, scaler))


def test_gradients_are_clipped_after_unscaling(monkeypatch):
    expected, history = run(clip_norm=0.1, epochs=1, accumulate=2)
    scaler = FakeScaler()
    with_scaler(monkeypatch, scaler)
    model, scaled = run(clip_norm=0.1, epochs=1, accumulate=2)
    assert same(model, expected)
    assert (scaled.gradient_norm, scaled.step_loss) == (history.gradient_norm, history.step_loss)
    assert scaler.calls == ["scale", "scale", "unscale", "step", "update"] * 3


def test_a_step_the_scaler_skips_is_none_for_schedule_and_average(monkeypatch):
    with_scaler(monkeypatch, FakeScaler(skip=(0, 3)))
    seen = []
    schedule = step_decay(start=0.1, factor=0.5, every=1)
    _, history = run(
        epochs=1,
        schedule=lambda t: seen.append(t) or schedule(t),
        ema=0.5,
        optimizer=lambda p: torch.optim.SGD(p, lr=1.0),
    )
    # Steps 0 and 3 are skipped, so the count stands still after them.
    assert history.step_rate == [0.1, 0.1, 0.05, 0.025, 0.025, 0.0125]
    assert max(seen) == 4


@pytest.mark.parametrize("per", ["step", "epoch"])
def test_the_rates_of_the_steps_are_torch_s(per, agrees):
    def make(optimizer):
        return lr_scheduler.CosineAnnealingLR(optimizer, T_max=20)

    optimizer = torch.optim.SGD(network().parameters(), lr=0.2)
    scheduler, expected = make(optimizer), []
    for _ in range(3):
        for _ in range(6):
            expected.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if per == "step":
                scheduler.step()
        if per == "epoch":
            scheduler.step()
    model = network()
    theirs = torch.optim.SGD(model.parameters(), lr=0.2)
    _, history = run(
        model=model, optimizer=lambda _: theirs, schedule=make(theirs), schedule_per=per
    )
    agrees("fit schedule", "torch", history.step_rate, expected, within=0)
    ours = cosine(maximum=0.2, period=20)
    _, history = run(
        optimizer=lambda p: torch.optim.SGD(p, lr=9.0), schedule=ours, schedule_per=per
    )
    agrees("fit schedule", "torch", history.step_rate, expected, within=1e-14)
    assert history.learning_rate == history.step_rate[5::6]


def test_a_plateau_scheduler_is_told_the_watched_number():
    def make(optimizer):
        return lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.1, patience=0)

    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=2.0)
    _, history = run(
        model=model,
        optimizer=lambda _: optimizer,
        schedule=make(optimizer),
        schedule_per="epoch",
        validation=DataLoader(data(seed=9), 5),
        epochs=6,
    )
    twin = torch.optim.SGD(network().parameters(), lr=2.0)
    plateau, rates = make(twin), []
    for loss in history.validation_loss:
        rates.append(twin.param_groups[0]["lr"])
        plateau.step(loss)
    assert history.learning_rate == rates
    assert len(set(rates)) > 1


def test_validation_measures_in_eval_mode_and_leaves_no_trace(agrees):
    loader = DataLoader(data(n=13, seed=9), 4)  # its last batch has one example
    arguments = {"validation": loader, "metrics": {"accuracy": accuracy}}
    model, history = run(model=network(dropout=0.5, norm=True), epochs=1, **arguments)
    assert model.training
    model.eval()
    x, y = data(n=13, seed=9).tensors
    expected = CROSS_ENTROPY(model(x), y).item()
    agrees("fit validation", "torch", history.validation_loss, [expected], within=1e-6)
    assert history.metrics["accuracy"] == pytest.approx([accuracy(model(x), y).item()])
    torch.manual_seed(4)
    watched, _ = run(model=network(dropout=0.5), **arguments)
    torch.manual_seed(4)
    loader = DataLoader(data(n=13, seed=9), 4, generator=torch.Generator())
    again, _ = run(model=network(dropout=0.5), **{**arguments, "validation": loader})
    plain, _ = run(model=network(dropout=0.0))
    quiet, _ = run(model=network(dropout=0.0), **arguments)
    assert same(plain, quiet)
    assert not same(watched, plain)
    assert not same(again, plain)


def test_the_averaged_weights_are_torch_s_and_are_what_is_validated(agrees):
    loader = DataLoader(data(seed=9), 22)
    model, history = run(model=network(norm=True), ema=0.8, validation=loader)
    theirs = network(norm=True)
    average = torch.optim.swa_utils.AveragedModel(
        theirs, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.8)
    )
    optimizer = torch.optim.Adam(theirs.parameters(), lr=0.01)

    class Averaging:
        def step(self):
            average.update_parameters(theirs)

    batches = repeatable_loader(data(), 4, seed=3)
    validated = []
    for _ in range(3):
        by_hand(theirs, batches, optimizer, 1, scheduler=Averaging())
        average.eval()
        validated.append(CROSS_ENTROPY(average(data(seed=9).tensors[0]), data(seed=9)[:][1]).item())
    agrees("fit ema", "torch", flat(model), flat(average.module), within=0)
    agrees("fit ema", "torch", history.validation_loss, validated, within=1e-6)


def test_early_stopping_goes_back_to_the_best_weights():
    kept, curve = [], []
    loader = DataLoader(data(n=6, seed=9), 6)

    def remember(outputs, targets):
        kept.append(flat(model))
        return accuracy(outputs, targets)

    model = network()
    model, history = run(
        model=model,
        epochs=60,
        optimizer=lambda p: torch.optim.SGD(p, lr=1.0),
        validation=loader,
        metrics={"seen": remember},
        early_stopping={"patience": 3},
    )
    state = {}
    for epoch, loss in enumerate(history.validation_loss):
        assert not state.get("stop")
        state = early_stopping(loss, epoch, state, patience=3)
        curve.append(loss)
    assert state["stop"]
    assert 3 < len(curve) < 60
    best = kept[state["best_weights"]]
    assert all(torch.equal(a, b) for a, b in zip(best, flat(model), strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(kept[-1], flat(model), strict=True))


def test_early_stopping_keeps_the_averaged_weights_when_they_are_what_is_measured():
    loader = DataLoader(data(n=6, seed=9), 6)
    model, history = run(
        epochs=30,
        ema=0.9,
        validation=loader,
        early_stopping={"patience": 2},
        optimizer=lambda p: torch.optim.SGD(p, lr=1.0),
    )
    model.eval()
    x, y = data(n=6, seed=9).tensors
    assert CROSS_ENTROPY(model(x), y).item() == min(history.validation_loss)


@pytest.mark.parametrize(("precision", "bound"), [("bfloat16", 0.03), ("float16", 0.005)])
def test_16_bits_stay_close_and_keep_weights_in_32(precision, bound):
    exact, full = run(optimizer=lambda p: torch.optim.SGD(p, lr=0.1))
    seen = []

    def loss(outputs, targets):
        seen.append(outputs.dtype)
        return CROSS_ENTROPY(outputs.float(), targets)

    model, history = run(
        optimizer=lambda p: torch.optim.SGD(p, lr=0.1), precision=precision, loss=loss
    )
    assert set(seen) == {getattr(torch, precision)}
    assert {p.dtype for p in model.parameters()} == {torch.float32}
    assert history.train_loss == pytest.approx(full.train_loss, rel=bound)
    assert history.train_loss != full.train_loss
    assert not same(model, exact)


def images(n=10):
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(n, 3, 6, 6)), dtype=torch.float32)
    return TensorDataset(x, torch.tensor(rng.integers(0, 2, n)))


def convolutional():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 2))


def test_channels_last_gives_the_same_results(agrees):
    arguments = {"loader": DataLoader(images(), 4)}
    usual, _ = run(model=convolutional(), **arguments)
    seen = []

    def look(module, inputs):
        seen.append(inputs[0].is_contiguous(memory_format=torch.channels_last))

    model = convolutional()
    model[0].register_forward_pre_hook(look)
    model, _ = run(model=model, channels_last=True, **arguments)
    assert all(seen)
    assert model[0].weight.is_contiguous(memory_format=torch.channels_last)
    agrees("fit channels_last", "torch", flat(model), flat(usual), within=1e-5)


@pytest.mark.slow
def test_a_compiled_model_gives_the_same_results(agrees):
    usual, full = run(validation=DataLoader(data(seed=9), 22))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            torch, "compile", lambda model, f=torch.compile: f(model, backend="aot_eager")
        )
        model, history = run(validation=DataLoader(data(seed=9), 22), compile=True)
    agrees("fit compile", "torch", flat(model), flat(usual), within=1e-5)
    agrees("fit compile", "torch", history.validation_loss, full.validation_loss, within=1e-5)


def test_compile_trains_the_compiled_model(monkeypatch):
    calls = []

    def compiled(model):
        return lambda x: calls.append("compiled") or model(x)

    monkeypatch.setattr(torch, "compile", compiled)
    model, _ = run(compile=True)
    assert same(model, run()[0])
    assert len(calls) == 18


@pytest.mark.gpu
@pytest.mark.filterwarnings("default")  # what torch's compiler says about torch and about the GPU
@pytest.mark.parametrize(
    ("precision", "within"), [("float32", 1e-3), ("bfloat16", 5e-3), ("float16", 5e-3)]
)
@pytest.mark.parametrize("how", [{}, {"compile": True}, {"channels_last": True}])
def test_a_gpu_gives_nearly_the_same(precision, within, how):
    _, expected = run(model=convolutional(), loader=DataLoader(images(), 4), clip_norm=1.0)
    model, history = run(
        model=convolutional(),
        loader=DataLoader(images(), 4, pin_memory=True),
        device="cuda",
        precision=precision,
        clip_norm=1.0,
        ema=0.5,
        **how,
    )
    assert {p.device.type for p in model.parameters()} == {"cuda"}
    assert history.train_loss == pytest.approx(expected.train_loss, rel=within)


def test_the_bar_and_no_bar(capsys):
    run(progress=True, epochs=2)
    shown = capsys.readouterr().err
    assert "epoch 2" in shown
    assert "6/6" in shown
    run(epochs=2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_is_refused_by_its_step(value):
    calls = []

    def spoilt(outputs, targets):
        calls.append(0)
        return CROSS_ENTROPY(outputs, targets) * (value if len(calls) == 9 else 1.0)

    with pytest.raises(ValueError, match=rf"finite. Received: {value} at step 9, .* 0.01. Lower"):
        run(loss=spoilt)
    calls.clear()
    _, history = run(loss=spoilt, non_finite="record")
    assert [math.isfinite(loss) for loss in history.step_loss[:9]] == [True] * 8 + [False]
    assert len(history.train_loss) == 3


def test_a_long_epoch_does_not_hide_a_nan_until_its_end():
    calls = []

    def spoilt(outputs, targets):
        calls.append(0)
        return CROSS_ENTROPY(outputs, targets) * (math.nan if len(calls) == 3 else 1.0)

    with pytest.raises(ValueError, match="at step 3"):
        run(loader=DataLoader(data(n=400), 1), loss=spoilt)
    assert len(calls) == 100


def test_zero_epochs_change_nothing():
    model, history = run(epochs=0, ema=0.9, early_stopping={"patience": 1})
    assert same(model, network())
    assert history.step_loss == []


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"accumulate": 0}, ValueError, "`accumulate` must be a whole number, 1 or more.*te=0"),
        ({"accumulate": 1.5}, ValueError, "accumulate=1.5"),
        ({"epochs": -1}, ValueError, "`epochs` must be a whole number, 0 or more"),
        ({"save_every": 0}, ValueError, "save_every=0"),
        ({"precision": "half"}, ValueError, "'float32', 'bfloat16', 'float16'.*'half'"),
        ({"schedule_per": "batch"}, ValueError, "'step', 'epoch'.*'batch'"),
        ({"non_finite": "skip"}, ValueError, "'raise', 'record'.*'skip'"),
        ({"clip_norm": 0.0}, ValueError, r"`clip_norm` must be in \(0, inf\).*=0.0"),
        ({"clip_norm": math.nan}, ValueError, "clip_norm=nan"),
        ({"ema": 1.0}, ValueError, r"`decay` must be in \[0, 1\).*decay=1.0"),
        ({"early_stopping": {"patience": -1}}, ValueError, "patience=-1"),
        ({"monitor": "accuracy"}, ValueError, "Unknown monitor 'accuracy'. Known: train_loss"),
        ({"device": "abacus"}, ValueError, "'auto' or the name of a torch device.*'abacus'"),
        ({"loader": []}, ValueError, "`loader` must give at least one batch.*none in epoch 1"),
        ({"validation": []}, ValueError, "`validation` must give at least one batch"),
        ({"loader": [torch.ones(4, 5)]}, TypeError, r"pairs \(inputs, targets\). Received: Tens"),
        (
            {"loader": [(torch.ones(0, 5), torch.ones(0))]},
            ValueError,
            r"at least one example. Received: targets of shape \(0,\)",
        ),
        ({"log": 3}, TypeError, r"`log` must be a folder or a SummaryWriter. Received: log=3"),
    ],
)
def test_what_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        run(**arguments)


def test_a_generator_that_is_used_up_is_named():
    batches = ((x[None], y[None]) for x, y in data())
    with pytest.raises(ValueError, match="none in epoch 2. A generator is used up after one epoch"):
        run(loader=batches)


@given(st.integers(1, 6), st.integers(1, 7), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_every_example_counts_once_an_epoch_however_it_is_cut(batch, n, accumulate):
    _, history = run(
        loader=repeatable_loader(data(n=n), batch, seed=0), accumulate=accumulate, epochs=2
    )
    steps = math.ceil(math.ceil(n / batch) / accumulate)
    assert len(history.step_loss) == 2 * steps
    assert sum(history.step_examples) == 2 * n
