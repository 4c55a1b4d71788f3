"""Pieces of tensors: what a shard says of its rows, and whether shards belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deeptuning.checkpointing._errors import CheckpointError


def piece(data: Any, shape: tuple[int, ...], offset: int) -> dict:
    """Some rows of a tensor: the shape of the whole, and which row is the first here."""
    return {"data": data, "shape": shape, "offset": offset}


def together(shards: Sequence[dict]) -> dict[str, list[dict]]:
    """Collect the pieces of every tensor in order, or say why they do not fit."""
    try:
        shards = sorted(shards, key=lambda one: one["rank"])
        _check_ranks([one["rank"] for one in shards], {one["ranks"] for one in shards})
        pieces: dict[str, list[dict]] = {}
        for one in shards:
            for name, of_rank in one["tensors"].items():
                pieces.setdefault(name, []).append(of_rank)
        for name, of_name in pieces.items():
            _check_fit(name, of_name)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise CheckpointError(
            "Argument `shards` must hold what shard returned. "
            f"Received: something without {error}. Pass the list of all shards."
        ) from error
    return pieces


def _check_ranks(found: list[int], totals: set[int]) -> None:
    if len(totals) != 1 or found != list(range(*totals)):
        raise CheckpointError(
            "Argument `shards` must hold each rank of one checkpoint once. "
            f"Received: ranks {found} of {sorted(totals)}. Read the file of every rank."
        )


def _check_fit(name: str, pieces: list[dict]) -> None:
    """Raise unless the pieces have one dtype and shape, and tile the rows without a gap."""
    shape, dtype = tuple(pieces[0]["shape"]), pieces[0]["data"].dtype
    position, fit = 0, True
    for one in pieces:
        mine = tuple(one["data"].shape)
        fit &= tuple(one["shape"]) == shape and one["data"].dtype == dtype
        fit &= one["offset"] == position and len(mine) == len(shape) and mine[1:] == shape[1:]
        position += mine[0] if mine else 1
    if not fit or position != (shape[0] if shape else 1):
        listed = [(p["offset"], tuple(p["data"].shape), str(p["data"].dtype)) for p in pieces]
        raise CheckpointError(
            f"Argument `shards` must hold all rows of {name!r} once, whole shape {shape}. "
            f"Received: offset, shape and dtype {listed}. Take the shards of one checkpoint."
        )
