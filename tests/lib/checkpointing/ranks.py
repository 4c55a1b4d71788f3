"""Real ranks over gloo: `python -m tests.lib.checkpointing.ranks FOLDER` plays all jobs at once.

torch is imported once and the ranks are forked off, because an import takes longer than a job.
They meet in a file; each job leaves its exit codes and what it has loaded in `FOLDER/JOB.pickle`.
"""

import importlib
import os
import pickle
import signal
import sys
import traceback
from pathlib import Path

import torch
import torch.distributed as dist

from deeptuning.adapters import torch_sharded as sharded

WHOLE = {
    "model": {
        "w": torch.arange(14.0, dtype=torch.float64).reshape(7, 2) / 3,
        "b": torch.linspace(0, 1, 2),  # fewer rows than three ranks
        "half": torch.arange(5, dtype=torch.bfloat16),
        "t": torch.tensor(7),
    },
    "step": 12,
    "names": ["a", (1, 2.5)],
}


def save(folder, rank):
    state = WHOLE | {"model": sharded.distribute(WHOLE["model"])}
    sharded.save(folder / "save", state, step=1)


def save_in_the_background(folder, rank):
    mine = sharded.distribute(WHOLE["model"])
    writing = sharded.async_save(folder / "background", WHOLE | {"model": mine}, step=1)
    mine["w"].to_local().zero_()
    writing.result()


def lose_a_rank(folder, rank):
    state = WHOLE | {"model": sharded.distribute(WHOLE["model"])}
    sharded.save(folder / "lose", state, step=1)
    write = sharded.dcp.FileSystemWriter.write_data

    def write_and_die(self, *args):
        written = write(self, *args)
        if rank == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    sharded.dcp.FileSystemWriter.write_data = write_and_die
    sharded.save(folder / "lose", state, step=2)


def load(folder, rank):
    empty = {name: torch.zeros_like(t) for name, t in WHOLE["model"].items()}
    state = {"model": sharded.distribute(empty), "step": 0, "names": None}
    sharded.load(sharded.latest(folder / "save"), state)
    shares = {n: t.to_local().float().tolist() for n, t in state["model"].items() if t.dim()}
    whole = {name: t.double().numpy() for name, t in sharded.whole(state["model"]).items()}
    return {"shares": shares, "whole": whole, "step": state["step"], "names": state["names"]}


JOBS = {
    "save": (save, 2),
    "background": (save_in_the_background, 2),
    "load1": (load, 1),
    "load3": (load, 3),
    "lose": (lose_a_rank, 2),
}


def one_rank(folder, name, rank):
    """Play the part of one rank, and never return."""
    job, ranks = JOBS[name]
    try:
        meeting = f"file://{folder / name}.meeting"
        dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=ranks)
        (folder / f"{name}.{rank}").write_bytes(pickle.dumps(job(folder, rank)))
        dist.barrier()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def play(folder, name):
    """Fork the ranks of a job; when one is killed, end the others: they would wait for it."""
    ranks = JOBS[name][1]
    running = {}
    for rank in range(ranks):
        process = os.fork()
        if process == 0:
            one_rank(folder, name, rank)
        running[process] = rank
    codes = [None] * ranks
    while running:
        process, status = os.wait()
        codes[running.pop(process)] = os.waitstatus_to_exitcode(status)
        if os.WIFSIGNALED(status):
            for other in running:
                os.kill(other, signal.SIGKILL)
    loaded = [folder / f"{name}.{rank}" for rank in range(ranks)]
    results = [pickle.loads(path.read_bytes()) for path in loaded if path.exists()]
    (folder / f"{name}.pickle").write_bytes(pickle.dumps((codes, results)))


if __name__ == "__main__":
    importlib.import_module("torch._dynamo")  # what the first DTensor would load in every rank
    for each in JOBS:
        play(Path(sys.argv[1]), each)
