"""Sharded checkpoints: real ranks over gloo, started as processes that meet in a file."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from deeptuning.adapters import torch_sharded as sharded  # noqa: E402
from deeptuning.checkpointing import gather, shard  # noqa: E402
from tests.lib.checkpointing.ranks import WHOLE  # noqa: E402


@pytest.fixture(scope="module")
def played(root, tmp_path_factory):
    """What real ranks have saved and loaded, in a folder."""
    folder = tmp_path_factory.mktemp("ranks")
    subprocess.run(
        [sys.executable, "-m", "tests.lib.checkpointing.ranks", folder],
        cwd=root,
        env=os.environ | {"GLOO_SOCKET_IFNAME": "lo"},
        check=True,
        timeout=120,
    )
    return folder


def results(played, job):
    codes, found = pickle.loads((played / f"{job}.pickle").read_bytes())
    assert codes == [0] * len(codes)
    return found


@pytest.mark.parametrize("ranks", [1, 3])
def test_two_ranks_save_and_any_number_loads(played, ranks, agrees):
    results(played, "save")
    expected = {name: t.double().numpy() for name, t in WHOLE["model"].items()}
    ours = shard({n: t.float().numpy() for n, t in WHOLE["model"].items() if t.dim()}, ranks)
    found = results(played, f"load{ranks}")
    assert len(found) == ranks
    for rank, one in enumerate(found):
        agrees("torch_sharded load", "by hand", one["whole"], expected, within=0)
        assert (one["step"], one["names"]) == (12, ["a", (1, 2.5)])
        # each rank holds the rows that our own shard gives it
        rows = {name: piece["data"].tolist() for name, piece in ours[rank]["tensors"].items()}
        assert one["shares"] == rows
    assert (gather(ours)["w"] == expected["w"].astype(np.float32)).all()


def test_each_rank_has_written_its_own_file(played):
    files = {path.name for path in (played / "save" / "step-1").iterdir()}
    assert files == {".metadata", "__0_0.distcp", "__1_0.distcp"}


def test_what_was_saved_in_the_background_is_what_was_there_before(played, agrees):
    results(played, "background")
    state = {"model": {n: torch.zeros_like(t) for n, t in WHOLE["model"].items()}}
    sharded.load(sharded.latest(played / "background"), state)
    w = WHOLE["model"]["w"]
    agrees("torch_sharded async_save", "by hand", state["model"]["w"], w, within=0)


def test_one_process_without_a_group_reads_what_two_ranks_wrote(played, agrees):
    state = {"model": {n: torch.zeros_like(t) for n, t in WHOLE["model"].items()}, "step": 0}
    assert sharded.load(played / "save" / "step-1", state) is state
    w = WHOLE["model"]["w"]
    agrees("torch_sharded save", "by hand", state["model"]["w"], w, within=0)
    assert torch.equal(state["model"]["half"], WHOLE["model"]["half"])
    assert state["step"] == 12


def test_a_rank_lost_in_mid_write_leaves_the_last_checkpoint(played):
    codes, _ = pickle.loads((played / "lose.pickle").read_bytes())
    assert codes[1] == -signal.SIGKILL
    folder = played / "lose"
    assert (folder / "step-2" / "__1_0.distcp").exists()  # it had begun
    assert sharded.latest(folder).name == "step-1"
    state = {"model": {"w": torch.zeros(7, 2, dtype=torch.float64)}}
    sharded.load(sharded.latest(folder), state)
    assert torch.equal(state["model"]["w"], WHOLE["model"]["w"])
    sharded.save(folder, WHOLE, step=2)  # one process goes on, over the wreck
    assert sharded.latest(folder).name == "step-2"


def test_killed_at_each_of_torch_s_steps(tmp_path, monkeypatch):
    """Alone, every call that touches the disk fails once; the last checkpoint stays."""
    sharded.save(tmp_path, {"w": torch.ones(3)}, step=1)
    file_system = sharded.dcp.filesystem.FileSystem

    class Killed(BaseException):
        pass

    def fail(*_, **__):
        raise Killed

    for owner, name in [
        (file_system, "mkdir"),
        (file_system, "create_stream"),
        (file_system, "rename"),
        (os, "fsync"),
        (torch, "save"),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, fail)
            with pytest.raises((Killed, sharded.dcp.api.CheckpointException)):
                sharded.save(tmp_path, {"w": torch.zeros(3)}, step=2)
        assert sharded.latest(tmp_path).name == "step-1"
        state = sharded.load(sharded.latest(tmp_path), {"w": torch.empty(3)})
        assert state["w"].tolist() == [1, 1, 1]
    sharded.save(tmp_path, {"w": torch.full((3,), 2.0)}, step=2)
    assert sharded.load(sharded.latest(tmp_path), {"w": torch.empty(3)})["w"].tolist() == [2, 2, 2]


def test_saving_in_the_background_returns_at_once_and_keeps_the_copy(tmp_path, monkeypatch):
    real = sharded.dcp.FileSystemWriter.write_data

    def slow(self, *args):
        time.sleep(0.2)
        return real(self, *args)

    monkeypatch.setattr(sharded.dcp.FileSystemWriter, "write_data", slow)
    w = torch.ones(3, requires_grad=True)
    writing = sharded.async_save(tmp_path, {"w": w.detach(), "list": [1]}, step=1)
    assert not writing.done()
    assert sharded.latest(tmp_path) is None
    with torch.no_grad():
        w.zero_()
    writing.result(timeout=30)
    assert sharded.load(sharded.latest(tmp_path), {"w": torch.empty(3)})["w"].tolist() == [1, 1, 1]


def test_a_fault_in_the_background_is_raised_by_the_result(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sharded.dcp.FileSystemWriter, "write_data", fail)
    writing = sharded.async_save(tmp_path, {"w": torch.ones(3)}, step=1)
    with pytest.raises(sharded.dcp.api.CheckpointException, match="No space left"):
        writing.result(timeout=30)
    assert sharded.latest(tmp_path) is None


def test_an_optimizer_of_torch_comes_back(tmp_path, agrees):
    """The states of a real module and optimizer, nested and with numbers between the tensors."""

    def model_and_optimizer(seed):
        torch.manual_seed(seed)
        model = torch.nn.Linear(3, 2)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        model(torch.ones(4, 3)).pow(2).sum().backward()
        optimizer.step()
        return model, optimizer

    model, optimizer = model_and_optimizer(0)
    sharded.save(tmp_path, {"model": model.state_dict(), "adam": optimizer.state_dict()}, step=1)
    other, adam = model_and_optimizer(1)
    state = {"model": other.state_dict(), "adam": adam.state_dict()}
    sharded.load(sharded.latest(tmp_path), state)
    other.load_state_dict(state["model"])
    adam.load_state_dict(state["adam"])
    agrees("torch_sharded load", "by hand", other.weight, model.weight, within=0)
    mine, theirs = (o.state_dict()["state"][0]["exp_avg"] for o in (adam, optimizer))
    agrees("torch_sharded load", "by hand", mine, theirs, within=0)


def test_latest_is_the_largest_finished_step(tmp_path):
    assert sharded.latest(tmp_path / "nowhere") is None
    for step in (2, np.int64(10), 9, 0):
        assert sharded.save(tmp_path, {}, step) == tmp_path / f"step-{step}"
    (tmp_path / "step-11").mkdir()  # not finished
    (tmp_path / "step-x").mkdir()
    (tmp_path / "step-x" / ".metadata").write_bytes(b"")
    (tmp_path / "notes").write_bytes(b"")
    assert sharded.latest(str(tmp_path)) == tmp_path / "step-10"


def test_without_a_group_there_is_nothing_to_distribute():
    tensors = {"w": torch.ones(2)}
    assert sharded.distribute(tensors)["w"] is tensors["w"]
    assert sharded.whole(tensors)["w"] is tensors["w"]
    assert not sharded.grouped()


def test_wrong_steps(tmp_path):
    for function in (sharded.save, sharded.async_save):
        with pytest.raises(
            ValueError, match=r"`step` must be a whole number, 0 or more\. .*step=-1"
        ):
            function(tmp_path, {}, -1)
        for step in (1.0, True, "1"):
            with pytest.raises(TypeError, match="`step`"):
                function(tmp_path, {}, step)
    sharded.save(tmp_path, {"w": torch.ones(1)}, 1)
    for function in (sharded.save, sharded.async_save):
        with pytest.raises(
            ValueError, match=r"`step` must not be saved yet.*step=1, found .*step-1"
        ):
            function(tmp_path, {"w": torch.zeros(1)}, 1)


def test_what_cannot_be_loaded(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"finished checkpoint, with .metadata\. Received"):
        sharded.load(tmp_path / "step-1", {})
    folder = sharded.save(tmp_path, {"w": torch.ones(3)}, 1)
    with pytest.raises(ValueError, match=r"names and shapes.*rank 0, .*Size mismatch.*w.*that was"):
        sharded.load(folder, {"w": torch.empty(4)})
    with pytest.raises(ValueError, match=r"rank 0, .*Missing key.*v"):
        sharded.load(folder, {"v": torch.empty(3)})


def test_the_metadata_is_a_pickle(tmp_path):
    """Why `load` warns of files one does not trust."""
    folder = sharded.save(Path(tmp_path), {"w": torch.ones(3)}, 1)
    assert "w" in pickle.loads((folder / ".metadata").read_bytes()).state_dict_metadata
