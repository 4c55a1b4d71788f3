"""The smaller parts of the loop: device, stopper, history, log."""

import math

import numpy as np
import pytest
import torch

from deeptuning.training.torch_device import move, pick_device
from deeptuning.training.torch_history import History
from deeptuning.training.torch_precision import mixed_precision
from deeptuning.training.torch_stopper import Stopper
from tests.lib.training.setup import network, run


@pytest.mark.parametrize(
    ("has", "expected"), [("cuda", "cuda"), ("mps", "mps"), (None, "cpu"), ("both", "cuda")]
)
def test_auto_takes_the_fastest_there_is(has, expected, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: has in ("cuda", "both"))
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: has in ("mps", "both"))
    assert pick_device() == torch.device(expected)


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(ValueError, match=f"a device of this machine. Received: device='{name}'"):
        pick_device(name)


def test_only_images_are_made_channels_last():
    cpu = torch.device("cpu")
    image = move(torch.rand(2, 3, 4, 4), cpu, channels_last=True)
    assert image.is_contiguous(memory_format=torch.channels_last)
    assert not move(torch.rand(2, 3, 4, 4), cpu).is_contiguous(memory_format=torch.channels_last)
    assert move(torch.rand(2, 3), cpu, channels_last=True).is_contiguous()


def test_only_float16_is_scaled():
    cpu = torch.device("cpu")
    assert mixed_precision("float32", cpu)[1] is None
    assert mixed_precision("bfloat16", cpu)[1] is None
    assert mixed_precision("float16", cpu)[1].is_enabled()
    with pytest.raises(ValueError, match="`precision` must be one of 'float32', 'bfloat16', 'fl"):
        mixed_precision("float8", cpu)


def test_the_stopper_keeps_copies_of_weights_and_buffers():
    model = network(norm=True)
    stopper = Stopper(model, patience=2)
    stopper.go_back()  # nothing yet
    for loss in (0.5, 0.3, 0.4, 0.4):
        for tensor in model.state_dict().values():
            tensor.fill_(loss * 100)
        assert not stopper.stop
        stopper.watch(loss)
    assert stopper.stop
    stopper.go_back()
    assert {float(t.flatten()[0]) for t in model.state_dict().values()} == {30.0}


def test_means_count_examples_not_batches(agrees):
    history = History()
    rng = np.random.default_rng(0)
    losses, sizes = rng.normal(size=250), rng.integers(1, 9, 250).tolist()
    for loss, size in zip(losses, sizes, strict=True):
        history.add_step(torch.tensor(loss), size, 0.1, torch.tensor(2 * loss))
    assert len(history.step_loss) == 200  # asked for by the hundred
    history.flush()
    agrees("History", "by hand", history.step_loss, losses, within=0)
    agrees("History", "by hand", history.gradient_norm, 2 * losses, within=0)
    mean = sum(a * n for a, n in zip(losses[40:], sizes[40:], strict=True)) / sum(sizes[40:])
    agrees("History", "by hand", [history.mean_loss(40)], [mean], within=1e-14)


def test_a_rate_may_be_a_tensor():
    history = History()
    history.add_step(torch.tensor(1.0), 1, torch.tensor(0.5), None)
    history.flush()
    assert history.step_rate == [0.5]


def test_the_step_of_a_nan_is_counted_from_one():
    history = History()
    for loss in (1.0, math.nan):
        history.add_step(torch.tensor(loss), 1, 0.25, None)
    with pytest.raises(ValueError, match=r"Received: nan at step 2, with a learning rate of 0.25"):
        history.flush()


def scalars(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(folder))
    events.Reload()
    return {
        tag: [(e.step, e.value) for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]
    }


@pytest.fixture
def tensorboard():
    """Importing it warns, about itself."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("tensorboard")
        import torch.utils.tensorboard
        from tensorboard.backend.event_processing import event_accumulator  # noqa: F401
    return torch.utils.tensorboard


def test_tensorboard_reads_what_was_logged(tensorboard, tmp_path, agrees):
    from tests.lib.training.setup import data

    loader = torch.utils.data.DataLoader(data(seed=9), 22)
    _, history = run(log=tmp_path, clip_norm=1.0, validation=loader)
    seen = scalars(tmp_path)
    for tag, points in seen.items():
        expected = [6, 12, 18] if tag.startswith("epoch/") else list(range(1, 19))
        assert [step for step, _ in points] == expected
    series = {
        "step/loss": history.step_loss,
        "step/learning_rate": history.step_rate,
        "step/gradient_norm": history.gradient_norm,
        "epoch/train_loss": history.train_loss,
        "epoch/validation_loss": history.validation_loss,
    }
    assert seen.keys() == series.keys()
    for tag, values in series.items():
        read = [value for _, value in seen[tag]]
        agrees("fit log", "TensorBoard", read, np.float32(values), within=0)


def test_a_resumed_run_takes_back_what_was_logged_after_its_checkpoint(tensorboard, tmp_path):
    from deeptuning.checkpointing import Keeper

    run(log=tmp_path / "log", checkpoints=Keeper(tmp_path / "kept"), epochs=1)
    saved = list((tmp_path / "kept").iterdir())
    content = [path.read_bytes() for path in saved]
    run(log=tmp_path / "log", checkpoints=Keeper(tmp_path / "kept"), epochs=2, resume=True)
    for path in (tmp_path / "kept").iterdir():
        path.unlink()
    for path, data in zip(saved, content, strict=True):  # as if the second epoch was never saved
        path.write_bytes(data)
    _, history = run(
        log=tmp_path / "log", checkpoints=Keeper(tmp_path / "kept"), epochs=3, resume=True
    )
    seen = scalars(tmp_path / "log")
    assert [step for step, _ in seen["step/loss"]] == list(range(1, 19))
    assert [value for _, value in seen["step/loss"]] == np.float32(history.step_loss).tolist()


def test_a_writer_of_one_s_own_is_left_open(tensorboard, tmp_path):
    with tensorboard.SummaryWriter(tmp_path) as writer:
        run(log=writer, epochs=1)
        writer.add_scalar("mine", 1.0, 1)
    assert {"mine", "epoch/train_loss"} <= scalars(tmp_path).keys()
