"""Checkpoints of many ranks: each writes its own share, and any number of ranks reads them."""

from __future__ import annotations

import contextlib
import copy
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from numbers import Integral
from pathlib import Path
from typing import Any

try:
    import torch
    import torch.distributed as dist
    import torch.distributed.checkpoint as dcp
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import DTensor, Shard, distribute_tensor
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.torch_sharded needs PyTorch, which is not installed. "
        "Run: pip install torch"
    ) from error

STEP = re.compile(r"step-(\d+)")


def save(folder: str | os.PathLike, state: dict, step: int) -> Path:
    """Let every rank write its share of a checkpoint into `folder/step-…`.

    A DTensor is written by the ranks that hold its shards, in parallel; a plain tensor is taken to
    be the same on all ranks and written by one. `.metadata`, which says where every piece lies, is
    written last and renamed into place: a folder without it is no checkpoint, and `latest` does not
    see it. So every step has a folder of its own. torch itself would overwrite the pieces of an
    older checkpoint in the same folder, and a kill on the way would destroy it.

    Call it on all ranks at once. Without a process group it saves for one process.

    Args:
        folder: on a disk that all ranks share; made if missing.
        state: (nested) dict of tensors, DTensors and plain values; the same keys on all ranks.
        step: steps done, 0 or more, not saved yet.

    Returns:
        The folder of this checkpoint.

    Raises:
        TypeError, ValueError: a step that is no count, or one that is saved already.

    Example:
        >>> import tempfile
        >>> folder = tempfile.mkdtemp()
        >>> save(folder, {"w": torch.arange(3.0)}, step=7).name
        'step-7'
        >>> state = load(latest(folder), {"w": torch.empty(3)})
        >>> state["w"].tolist()
        [0.0, 1.0, 2.0]

    Source: torch.distributed.checkpoint; Wang et al., ByteCheckpoint: A Unified Checkpointing
        System for Large Foundation Model Development, 2024.
    """
    target = _target(folder, step)
    _save(state, target)
    return target


def async_save(folder: str | os.PathLike, state: dict, step: int) -> Future:
    """Copy the state, and write it in the background while training goes on.

    When this returns, the copy is made and the state may change. Writing takes place in a thread;
    wait for the result before saving again, and before the program ends. Under a process group the
    ranks talk to each other from that thread, over a CPU backend: initialise the group with
    `"gloo"` or `"cpu:gloo,cuda:nccl"`.

    Args:
        folder: as for `save`.
        state: as for `save`.
        step: as for `save`.

    Returns:
        A future; `.result()` waits, and raises what went wrong in the thread.

    Raises:
        TypeError, ValueError: as for `save`.

    Example:
        >>> import tempfile
        >>> folder, w = tempfile.mkdtemp(), torch.zeros(2)
        >>> writing = async_save(folder, {"w": w}, step=1)
        >>> w += 1  # the next training step
        >>> _ = writing.result()
        >>> load(latest(folder), {"w": torch.empty(2)})["w"].tolist()
        [0.0, 0.0]

    Source: Mohan, Phanishayee & Chidambaram, CheckFreq: Frequent, Fine-Grained DNN Checkpointing,
        2021, section 4.1 (snapshot, then persist).
    """
    target = _target(folder, step)
    if grouped():
        return dcp.async_save(state, storage_writer=_writer(target))
    # torch warns from inside its thread that there is no group; ours can keep it quiet.
    thread = ThreadPoolExecutor(max_workers=1)
    writing = thread.submit(_save, copy.deepcopy(state), target)
    thread.shutdown(wait=False)
    return writing


def load(checkpoint: str | os.PathLike, state: dict) -> dict:
    """Fill a state from a checkpoint, whatever number of ranks wrote it.

    Each rank reads only the rows that its own shards need. torch reads `.metadata` with pickle,
    which can run code: load only what you trust. It has no checksum either, unlike
    `deeptuning.checkpointing`.

    Args:
        checkpoint: a folder from `save` or `latest`.
        state: tensors and DTensors of the right shapes to be overwritten, and any values in the
            place of plain ones; the same keys on all ranks.

    Returns:
        `state`, filled in place.

    Raises:
        FileNotFoundError: no complete checkpoint there.
        ValueError: the checkpoint lacks one of the names, or has it in another shape.

    Example:
        >>> import tempfile
        >>> folder = save(tempfile.mkdtemp(), {"w": torch.ones(2), "epoch": 3}, step=1)
        >>> load(folder, {"w": torch.empty(2), "epoch": 0})
        {'w': tensor([1., 1.]), 'epoch': 3}

    Source: torch.distributed.checkpoint.
    """
    if not (Path(checkpoint) / ".metadata").is_file():
        raise FileNotFoundError(
            "Argument `checkpoint` must be the folder of a finished checkpoint, with .metadata. "
            f"Received: checkpoint={str(checkpoint)!r}. Ask latest(folder) for the last one."
        )
    try:
        with _quiet():
            dcp.load(state, checkpoint_id=checkpoint)
    except dcp.api.CheckpointException as error:
        rank, (cause, _) = next(iter(error.failures.items()))
        raise ValueError(
            f"Argument `state` must have names and shapes of the checkpoint {str(checkpoint)!r}. "
            f"Received: on rank {rank}, {cause}. Build the model that was saved."
        ) from error
    return state


def latest(folder: str | os.PathLike) -> Path | None:
    """Return the finished checkpoint of the largest step, or None.

    Args:
        folder: where `save` has saved; need not exist.

    Example:
        >>> import tempfile
        >>> latest(tempfile.mkdtemp()) is None
        True

    Source: torch.distributed.checkpoint (`.metadata` is written last).
    """
    done = {int(STEP.fullmatch(p.parent.name)[1]): p.parent for p in _finished(Path(folder))}
    return done[max(done)] if done else None


def distribute(tensors: Mapping[str, torch.Tensor], device: str = "cpu") -> dict[str, Any]:
    """Give each rank its rows of every tensor, as DTensors over all ranks.

    Args:
        tensors: name → tensor, the same on all ranks (rank 0's values count). Scalars have no rows
            and stay whole.
        device: `"cpu"` or `"cuda"`.

    Returns:
        Name → DTensor in `Shard(0)`; without a process group, the tensors as they are.

    Example:
        >>> distribute({"w": torch.ones(2)})  # no ranks, nothing to distribute
        {'w': tensor([1., 1.])}

    Source: torch.distributed.tensor; the rows are those of `deeptuning.checkpointing.shard`.
    """
    if not grouped():
        return dict(tensors)
    mesh = init_device_mesh(device, (dist.get_world_size(),))
    return {n: distribute_tensor(t, mesh, [Shard(0)]) if t.dim() else t for n, t in tensors.items()}


def whole(tensors: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """Bring the rows of all DTensors together on every rank; call it on all ranks at once.

    Args:
        tensors: name → DTensor or plain tensor.

    Returns:
        Name → plain tensor.

    Example:
        >>> whole(distribute({"w": torch.ones(2)}))
        {'w': tensor([1., 1.])}

    Source: torch.distributed.tensor.
    """
    return {n: t.full_tensor() if isinstance(t, DTensor) else t for n, t in tensors.items()}


def grouped() -> bool:
    """Whether this process is one of several that know each other."""
    return dist.is_available() and dist.is_initialized()


def _target(folder: str | os.PathLike, step: int) -> Path:
    whole = isinstance(step, Integral) and not isinstance(step, bool)
    if not whole or step < 0:
        raise (ValueError if whole else TypeError)(
            f"Argument `step` must be a whole number, 0 or more. Received: step={step!r}. "
            "Pass the number of steps done."
        )
    target = Path(folder) / f"step-{int(step)}"
    if (target / ".metadata").exists():
        raise ValueError(
            f"Argument `step` must not be saved yet. Received: step={step}, found {str(target)!r}. "
            "Delete that folder first, or save into another one."
        )
    return target


def _writer(target: Path) -> dcp.FileSystemWriter:
    return dcp.FileSystemWriter(target, overwrite=False)


def _save(state: dict, target: Path) -> None:
    with _quiet():
        dcp.save(state, storage_writer=_writer(target))


def _finished(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/.metadata") if STEP.fullmatch(path.parent.name)]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without a process group torch warns that there is none, which is meant here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled")
        yield
