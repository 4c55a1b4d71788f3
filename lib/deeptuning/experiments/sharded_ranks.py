"""A training whose state is cut over ranks, for torchrun, for forked ranks, or for one process.

torchrun --nproc-per-node=2 -m deeptuning.experiments.sharded_ranks FOLDER STEPS [DIE_AT]
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import torch
import torch.distributed as dist

from deeptuning.adapters import torch_sharded as sharded
from deeptuning.adapters.torch_sharded import distribute, whole
from deeptuning.optimizers import adam

SAVE_EVERY = 5
SHAPES = {"w1": (7, 4), "w2": (5, 7), "b": (2,)}  # not divisible, and fewer rows than three ranks


def fresh_state() -> dict[str, dict[str, torch.Tensor]]:
    """Return weights and Adam's averages of a small net, the same on all ranks."""
    generator = torch.Generator().manual_seed(0)
    weights = {name: torch.randn(s, generator=generator).double() for name, s in SHAPES.items()}
    zeros = {name: torch.zeros_like(w) for name, w in weights.items()}
    return {"theta": weights, "m": zeros, "v": {name: z.clone() for name, z in zeros.items()}}


def gradient(weights: dict[str, torch.Tensor], step: int) -> dict[str, torch.Tensor]:
    """Return the gradient of a loss that changes with the step, at whole weights."""
    leaves = {name: w.clone().requires_grad_() for name, w in weights.items()}
    generator = torch.Generator().manual_seed(step)
    x = torch.randn(16, 4, generator=generator).double()
    out = torch.tanh(x @ leaves["w1"].T) @ leaves["w2"].T
    loss = ((out.sum(1) - x[:, 0]) ** 2).mean() + ((leaves["b"] - x[0, :2]) ** 2).sum()
    loss.backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


def train(folder: Path, steps: int, die_at: int | None = None) -> dict[str, torch.Tensor]:
    """Go on from the latest checkpoint; each rank moves the rows it holds, and saves them.

    Args:
        folder: where the checkpoints are.
        steps: steps in all, interrupted runs included.
        die_at: in the saving of this step rank 1 is killed.

    Returns:
        The whole weights, on every rank.
    """
    state = {part: distribute(tensors) for part, tensors in fresh_state().items()}
    state["step"] = 0
    if (last := sharded.latest(folder)) is not None:
        sharded.load(last, state)
    for step in range(state["step"] + 1, steps + 1):
        g = distribute(gradient(whole(state["theta"]), step))  # ZeRO: all weights, then own rows
        for name, theta in state["theta"].items():
            memory = {"t": step - 1, "m": state["m"][name], "v": state["v"][name]}
            new, memory = adam(theta, g[name], memory, learning_rate=0.05)
            state["theta"][name], state["m"][name], state["v"][name] = new, memory["m"], memory["v"]
        state["step"] = step
        if step % SAVE_EVERY == 0:
            if step == die_at:
                die_in_mid_save()
            sharded.save(folder, state, step)
    return whole(state["theta"])


def die_in_mid_save() -> None:
    """Let rank 1 die by SIGKILL when it has written its file, and nobody the metadata."""
    write = sharded.dcp.FileSystemWriter.write_data

    def write_and_die(self: object, *arguments: object) -> object:
        written = write(self, *arguments)
        if dist.get_rank() == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    sharded.dcp.FileSystemWriter.write_data = write_and_die


def one_of(rank: int, ranks: int, folder: Path, steps: int) -> None:
    """Be one of several ranks that meet in a file, train, and leave the weights there."""
    meeting = f"file://{folder}/meeting-{ranks}"
    dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=ranks)
    torch.save(train(folder, steps), folder / f"weights-{rank}-of-{ranks}.pt")
    dist.barrier()
    dist.destroy_process_group()


def in_ranks(ranks: int, folder: Path, steps: int) -> list[int]:
    """Let forked processes be the ranks; return their exit codes."""
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")  # this machine only
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "torch._dynamo"])
    every = [context.Process(target=one_of, args=(r, ranks, folder, steps)) for r in range(ranks)]
    for process in every:
        process.start()
    for process in every:
        process.join(timeout=120)
        process.kill()  # one that waits for a dead one
    return [process.exitcode for process in every]


if __name__ == "__main__":
    dist.init_process_group("gloo")  # rank, number of ranks and address come from torchrun
    place, last_step = Path(sys.argv[1]), int(sys.argv[2])
    print(f"rank {dist.get_rank()} of {dist.get_world_size()} begins")
    train(place, last_step, *map(int, sys.argv[3:]))
    dist.barrier()
    dist.destroy_process_group()
