"""Cut shards anew for another number of ranks."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.checkpointing import misplaced
from autograder.definition import Case, Check, Misconception


def cut(tensors: dict, ranks: int) -> list[dict]:
    """Cut whole tensors: the first shares get a row more where it does not come out even."""
    shards = []
    for rank in range(ranks):
        shard = {}
        for name, whole in tensors.items():
            n = len(whole)
            start = rank * (n // ranks) + min(rank, n % ranks)
            stop = start + n // ranks + (rank < n % ranks)
            shape = list(whole.shape)
            shard[name] = {"shape": shape, "start": start, "rows": whole[start:stop]}
        shards.append(shard)
    return shards


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """To fewer ranks, to more (some without rows), and from shards in any order."""
    for group, old, new in (
        ("to fewer ranks", 3, 2),
        ("to more ranks, some without rows", 2, 6),
        ("from shards in another order", 4, 4),
    ):
        tensors = {"w": rng.normal(size=(9, 2)), "b": rng.normal(size=5)}
        tensors["m"] = rng.normal(size=(10, 3))
        shards = cut(tensors, old)
        if group.startswith("from"):
            shards = [shards[i] for i in (2, 0, 3, 1)]
        yield Case(group, {"shards": shards, "ranks": new})


def reshard(shards, ranks):
    """Put the rows together in the order of their starts, and cut again."""
    tensors = {}
    for name in shards[0]:
        pieces = sorted((shard[name] for shard in shards), key=lambda piece: piece["start"])
        tensors[name] = np.concatenate([piece["rows"] for piece in pieces])
    return cut(tensors, ranks)


RESHARD = Check(
    name="checkpointing/reshard",
    title="From n ranks to m",
    points=3,
    cases=cases,
    reference=reshard,
    misconceptions=(
        Misconception(
            "the order of the shards is trusted",
            "The shards come in any order. Each piece says where its rows belong.",
            misplaced.as_they_come,
        ),
        Misconception(
            "rounded up for all ranks",
            "Nine rows for four ranks: who should get three of them here?",
            misplaced.longer_last,
        ),
        Misconception(
            "starts counted in the piece",
            "A start says where a piece begins in the whole tensor, or it says nothing.",
            misplaced.starts_at_zero,
        ),
        Misconception(
            "the shape of the piece",
            "Who has one piece must still know how large the whole tensor is.",
            misplaced.own_shape,
        ),
        Misconception(
            "pieces without rows are left out",
            "Every rank has a piece of every tensor here, with no rows if need be.",
            misplaced.no_empty_pieces,
        ),
        Misconception(
            "every rank has everything",
            "The model is too large for one machine: each should get its own rows only.",
            misplaced.everything_to_all,
        ),
    ),
)
