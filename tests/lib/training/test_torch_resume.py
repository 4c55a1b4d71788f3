"""Does a run that was killed, and resumed, end with the very bits of one that was not?"""

import functools
import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.amp import GradScaler
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler

from deeptuning.checkpointing import Keeper
from deeptuning.schedules import cosine
from deeptuning.training import torch_saver, torch_state
from deeptuning.training.torch_loader import repeatable_loader
from deeptuning.training.torch_seeding import seed_everything
from tests.lib.training.setup import CROSS_ENTROPY, accuracy, data, flat, network, run

STEPS = 9  # three epochs of three steps: six batches, accumulated by two


class Killed(BaseException):
    """Nothing in the library catches it."""


class Noisy(Dataset):
    """Examples that draw from all three global generators whenever they are looked at."""

    def __init__(self):
        self.data = data()

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        x, y = self.data[i]
        return x + 0.1 * random.random() + 0.1 * np.random.rand() + 0.1 * torch.rand(1), y


def generator():
    return torch.Generator().manual_seed(11)


LOADERS = {
    "repeatable": lambda: repeatable_loader(Noisy(), 4, seed=3),
    "torch generator": lambda: DataLoader(Noisy(), 4, shuffle=True, generator=generator()),
    "torch global": lambda: DataLoader(Noisy(), 4, shuffle=True),
    "weighted": lambda: DataLoader(
        Noisy(), 4, sampler=WeightedRandomSampler([1.0] * 22, 22, generator=generator())
    ),
    "list": lambda: [data()[i : i + 3] for i in range(0, 18, 3)],
}
FULL = {
    "epochs": 3,
    "accumulate": 2,
    "clip_norm": 0.5,
    "ema": 0.7,
    "schedule": cosine(maximum=0.05, period=12),
    "early_stopping": {"patience": 5},
    "precision": "float16",
    "metrics": {"accuracy": accuracy},
}


def train(folder=None, loader="repeatable", kill=None, resume=False, **changed):
    """Train from the same start; `kill` raises when that many batches have been learnt from."""
    keeper = None if folder is None else Keeper(folder)
    # A new process starts elsewhere; without a checkpoint there is nothing to resume.
    start = 99 if resume and keeper.latest() else 1
    count = 0

    def loss(outputs, targets):
        nonlocal count
        if torch.is_grad_enabled():
            count += 1
            if kill is not None and count > kill:
                raise Killed
        return CROSS_ENTROPY(outputs.float(), targets)

    arguments = {**FULL, "loader": LOADERS[loader](), "loss": loss, **changed}
    if folder is not None:
        arguments = {"save_every": 1, **arguments}
    validation = DataLoader(data(seed=8), 11)
    model = network(dropout=0.4, norm=True, seed=start)
    seed_everything(start)
    return run(model=model, checkpoints=keeper, resume=resume, validation=validation, **arguments)


def assert_same(one, other):
    (model, history), (expected, told) = one, other
    for a, b in zip(flat(model), flat(expected), strict=True):
        assert torch.equal(a, b)
    assert repr(history) == repr(told)  # a step the scaler skipped has a norm of NaN


@pytest.mark.parametrize("loader", LOADERS)
def test_a_run_killed_at_any_step_ends_as_if_it_had_not_been(loader, tmp_path, agrees):
    expected = train(loader=loader)
    for kill in range(0, 18, 1 if loader == "repeatable" else 2):  # within a step, and after it
        folder = tmp_path / str(kill)
        with pytest.raises(Killed):
            train(folder, loader, kill=kill)
        resumed = train(folder, loader, resume=True)
        assert_same(resumed, expected)
        agrees("fit resume", "by hand", flat(resumed[0]), flat(expected[0]), within=0)


@pytest.mark.parametrize("kill", [4, 8, 13, 17])
def test_the_same_with_checkpoints_after_epochs_only(kill, tmp_path):
    with pytest.raises(Killed):
        train(tmp_path, kill=kill, save_every=None)
    assert_same(train(tmp_path, resume=True, save_every=None), train())


def test_it_can_be_killed_again_and_again(tmp_path):
    with pytest.raises(Killed):
        train(tmp_path, kill=3)
    for _ in range(5):
        with pytest.raises(Killed):
            train(tmp_path, kill=3, resume=True)
    assert_same(train(tmp_path, resume=True), train())


def test_keeping_checkpoints_changes_nothing(tmp_path):
    assert_same(train(tmp_path), train())


def test_a_finished_run_is_given_back_and_can_be_prolonged(tmp_path):
    assert_same(train(tmp_path), train(tmp_path, resume=True))
    longer = train(epochs=5)
    assert_same(train(tmp_path, resume=True, epochs=5), longer)


def test_a_run_that_stopped_early_stays_stopped(tmp_path):
    stop = {
        "epochs": 40,
        "early_stopping": {"patience": 1},
        "schedule": cosine(maximum=3.0, period=99),
    }
    expected = train(tmp_path, **stop)
    assert len(expected[1].train_loss) < 40
    assert_same(train(tmp_path, resume=True, **stop), expected)


SCHEDULES = {
    "multi step": lambda o: lr_scheduler.MultiStepLR(o, [2, 5], gamma=0.5),
    "one cycle": lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=STEPS),
    "sequence": lambda o: lr_scheduler.SequentialLR(
        o,
        [lr_scheduler.ConstantLR(o, 0.1, 3), lr_scheduler.CosineAnnealingLR(o, 6)],
        milestones=[3],
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_torch_s_own_schedulers_are_resumed_too(name, tmp_path):
    def once(**arguments):
        model = network(seed=5 if arguments.get("resume") else 1)
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
        schedule = SCHEDULES[name](optimizer)
        more = {"schedule": schedule, "accumulate": 2, **arguments}
        return run(model=model, optimizer=lambda _: optimizer, **more)

    def loss(outputs, targets):
        calls.append(0)
        if len(calls) == 10:
            raise Killed
        return CROSS_ENTROPY(outputs, targets)

    calls = []
    expected = once()
    with pytest.raises(Killed):
        once(checkpoints=Keeper(tmp_path), save_every=1, loss=loss)
    assert_same(once(checkpoints=Keeper(tmp_path), save_every=1, resume=True), expected)


@pytest.mark.parametrize(
    "part", ["optimizer", "schedule", "scaler", "average", "model", "position"]
)
def test_each_part_matters(part, tmp_path, monkeypatch):
    def forgetful(state, generators, **parts):
        del state["parts"][part], parts[part]
        torch_state.restore(state, generators=generators, **parts)

    # Large enough for the first steps to overflow, so that the scale moves.
    monkeypatch.setattr(torch.amp, "GradScaler", functools.partial(GradScaler, init_scale=2.0**19))
    with pytest.raises(Killed):
        train(tmp_path, kill=9)
    monkeypatch.setattr(torch_saver, "restore", forgetful)
    with pytest.raises(AssertionError):
        assert_same(train(tmp_path, resume=True), train())


@pytest.mark.parametrize("part", ["python", "numpy", "torch", "generators"])
def test_each_random_generator_matters(part, tmp_path, monkeypatch):
    def forgetful(state, generators, **parts):
        fresh = torch_state.training_state(generators=generators)["random"]
        state["random"][part] = fresh[part]
        torch_state.restore(state, generators=generators, **parts)

    # At the start of an epoch, because within one the loader's start is in the position.
    with pytest.raises(Killed):
        train(tmp_path, "torch generator", kill=6)
    monkeypatch.setattr(torch_saver, "restore", forgetful)
    with pytest.raises(AssertionError):
        assert_same(
            train(tmp_path, "torch generator", resume=True), train(loader="torch generator")
        )


def test_early_stopping_s_wait_matters(tmp_path):
    with pytest.raises(Killed):
        train(tmp_path, kill=12)
    state = Keeper(tmp_path).load_latest()
    assert state["parts"]["stopper"]["epoch"] == 2
    assert state["parts"]["stopper"]["best_weights"].keys() == state["parts"]["model"].keys()


PROGRAM = """
    import os, signal, sys
    from tests.lib.training import test_torch_resume as t
    folder, kill = sys.argv[1], int(sys.argv[2])
    batches = 0

    def loss(outputs, targets):
        global batches
        batches += 1
        if batches > kill:
            os.kill(os.getpid(), signal.SIGKILL)
        return t.CROSS_ENTROPY(outputs.float(), targets)

    t.train(folder, loss=loss)
"""


def test_a_process_that_is_really_killed(tmp_path, root):
    program = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path), "11"]
    place = {"cwd": root, "env": {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}}
    done = subprocess.run(program, capture_output=True, **place)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert len(list(Path(tmp_path).glob("*.safetensors"))) >= 1
    assert_same(train(tmp_path, resume=True), train())


def test_an_older_run_is_not_buried(tmp_path):
    train(tmp_path)
    with pytest.raises(ValueError, match=r"`checkpoints` must keep an empty folder.*resume=True"):
        train(tmp_path)


def test_resume_without_a_checkpoint_begins(tmp_path):
    model = network()
    _, history = run(model=model, checkpoints=Keeper(tmp_path), resume=True)
    assert len(history.train_loss) == 3


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ema": None}, r"parts must be those of the checkpoint.*'average'.*Received"),
        ({"loader": "short"}, "must give the batches it gave before. Received: fewer than 4"),
        ({"loader": "torch generator"}, "must hold 0, as when the state was stored. Received: 1"),
    ],
)
def test_a_run_set_up_differently_is_refused(changed, message, tmp_path, monkeypatch):
    monkeypatch.setitem(LOADERS, "short", lambda: LOADERS["list"]()[:3])
    with pytest.raises(Killed):
        train(tmp_path, "list", kill=5)
    with pytest.raises(ValueError, match=message):
        train(tmp_path, resume=True, **{"loader": "list", **changed})


def test_workers_that_live_on_are_refused(tmp_path):
    loader = DataLoader(data(), 4, num_workers=1, persistent_workers=True)
    with pytest.raises(ValueError, match="persistent_workers=False to be resumed exactly"):
        run(loader=loader, checkpoints=Keeper(tmp_path))


def test_a_spoilt_state_is_not_saved(tmp_path):
    with pytest.raises(ValueError, match="at step 4"):
        run(
            checkpoints=Keeper(tmp_path, last=9),
            save_every=1,
            loss=lambda o, t: (
                CROSS_ENTROPY(o, t) * (float("nan") if len(list(tmp_path.iterdir())) == 3 else 1)
            ),
        )
    assert len(list(tmp_path.iterdir())) == 3


def test_the_best_checkpoint_has_the_watched_value(tmp_path):
    keeper = Keeper(tmp_path)
    _, history = run(checkpoints=keeper, validation=DataLoader(data(seed=9), 22), epochs=4)
    assert repr(min(history.validation_loss)) in keeper.best().name


@pytest.mark.slow
def test_workers_draw_the_same_again(tmp_path, monkeypatch):
    with_workers = functools.partial(repeatable_loader, Noisy(), 4, seed=3, num_workers=2)
    monkeypatch.setitem(LOADERS, "workers", with_workers)
    expected = train(loader="workers", epochs=2)
    with pytest.raises(Killed):
        train(tmp_path, "workers", kill=9, epochs=2)
    assert_same(train(tmp_path, "workers", resume=True, epochs=2), expected)
