"""Shards: every rank keeps its rows of every tensor, and any number of ranks can read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.checkpointing._pieces import piece, together


def shard(tensors: Mapping[str, Any], ranks: int) -> list[dict]:
    r"""Cut every tensor along its first axis, one share for each rank.

    $$c = \lceil n / R \rceil \qquad
      \text{rank } r \text{ has the rows } [\min(rc, n),\ \min((r + 1)c, n))$$

    So the last shares may be short or empty, as `torch.chunk` and the `Shard(0)` placement of
    torch's DTensor cut (`torch.chunk` leaves empty shares out). NumPy's `array_split` differs: it
    spreads the remainder over the first shares. A scalar has no rows and goes to rank 0.

    Args:
        tensors: name → array or tensor; nested states have to be flattened first.
        ranks: $R \ge 1$.

    Returns:
        One dict per rank, which `save_checkpoint` can keep: `rank`, `ranks`, and `tensors`, name →
        `data` (a copy of the rows), `shape` of the whole tensor, `offset` of the first row.

    Raises:
        TypeError: something that is no array, or a number of ranks that is no whole number.
        ValueError: a number of ranks below 1.

    Example:
        >>> import numpy as np
        >>> for one in shard({"w": np.arange(5)}, ranks=3):
        ...     print(one["rank"], one["tensors"]["w"])
        0 {'data': array([0, 1]), 'shape': (5,), 'offset': 0}
        1 {'data': array([2, 3]), 'shape': (5,), 'offset': 2}
        2 {'data': array([4]), 'shape': (5,), 'offset': 4}

    Source: Rajbhandari et al., ZeRO: Memory Optimizations Toward Training Trillion Parameter
        Models, 2020, section 5.
    """
    _check_ranks(ranks)
    for name, tensor in tensors.items():
        if not hasattr(tensor, "shape"):
            raise TypeError(
                "Argument `tensors` must hold arrays only. Received: "
                f"{name!r}, a {type(tensor).__name__}. Flatten nested states, wrap plain numbers."
            )
    whole = {name: [piece(t, tuple(t.shape), 0)] for name, t in tensors.items()}
    return _cut(whole, ranks)


def reshard(shards: Sequence[dict], ranks: int) -> list[dict]:
    """Cut what some ranks have saved for another number of ranks.

    Each new share takes its rows from the old shares that overlap it; the whole tensor is never put
    together. That is how training goes on with fewer machines after one is lost.

    Args:
        shards: from `shard`, all of them, in any order.
        ranks: their new number, at least 1.

    Returns:
        What `shard(gather(shards), ranks)` would return.

    Raises:
        CheckpointError: a shard is missing or there twice, or shards that do not belong together.
        TypeError, ValueError: a wrong number of ranks.

    Example:
        >>> import numpy as np
        >>> two = shard({"w": np.arange(5)}, ranks=2)
        >>> [one["tensors"]["w"]["data"].tolist() for one in reshard(two, ranks=4)]
        [[0, 1], [2, 3], [4], []]

    Source: Wang et al., ByteCheckpoint: A Unified Checkpointing System for Large Foundation Model
        Development, 2024, section 3 (re-sharding at load time).
    """
    _check_ranks(ranks)
    return _cut(together(shards), ranks)


def gather(shards: Sequence[dict]) -> dict[str, Any]:
    """Put the whole tensors together again.

    Args:
        shards: from `shard` or `reshard`, all of them, in any order.

    Returns:
        Name → the whole tensor.

    Raises:
        CheckpointError: a shard is missing or there twice, or shards that do not belong together.

    Example:
        >>> import numpy as np
        >>> gather(shard({"w": np.arange(5)}, ranks=3))
        {'w': array([0, 1, 2, 3, 4])}

    Source: as `reshard`.
    """
    return {name: _rows(pieces, None) for name, pieces in together(shards).items()}


def _cut(tensors: dict[str, list[dict]], ranks: int) -> list[dict]:
    shards = []
    for rank in range(ranks):
        mine = {}
        for name, pieces in tensors.items():
            shape = pieces[0]["shape"]
            if shape:
                n = shape[0]
                c = -(-n // ranks)
                start, stop = min(rank * c, n), min((rank + 1) * c, n)
                mine[name] = piece(_rows(pieces, (start, stop)), shape, start)
            elif rank == 0:
                mine[name] = piece(_rows(pieces, None), shape, 0)
        shards.append({"rank": rank, "ranks": ranks, "tensors": mine})
    return shards


def _rows(pieces: list[dict], rows: tuple[int, int] | None) -> Any:
    """Copy some rows, or all, out of the pieces that have them; a view would hold the whole."""
    xp = array_namespace(pieces[0]["data"])
    if pieces[0]["shape"] == ():
        return xp.asarray(pieces[0]["data"], copy=True)
    start, stop = rows or (0, pieces[0]["shape"][0])
    parts = []
    for one in pieces:
        here = range(max(start, one["offset"]), min(stop, one["offset"] + len(one["data"])))
        if here:
            parts.append(one["data"][here.start - one["offset"] : here.stop - one["offset"]])
    return xp.concat(parts or [pieces[0]["data"][:0]])


def _check_ranks(ranks: int) -> None:
    if isinstance(ranks, bool) or not isinstance(ranks, Integral):
        raise TypeError(
            "Argument `ranks` must be a whole number of at least 1. "
            f"Received: ranks={ranks!r} ({type(ranks).__name__}). Pass an int."
        )
    if ranks < 1:
        raise ValueError(
            "Argument `ranks` must be a whole number of at least 1. "
            f"Received: ranks={ranks!r}. Take 1 for a single machine."
        )
