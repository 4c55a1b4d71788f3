"""The state of a random generator, so that a resumed run draws what the uninterrupted one would."""

from __future__ import annotations

import copy

import numpy as np

from deeptuning.checkpointing._errors import CheckpointError

KINDS = {
    kind.__name__: kind
    for kind in (
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.MT19937,
        np.random.Philox,
        np.random.SFC64,
    )
}


def generator_state(rng: np.random.Generator) -> dict:
    """Take down where a generator stands.

    A seed is not enough: it says where the stream began, not how far it has been read. Two parts
    are kept: the state of the bit generator (`rng.bit_generator.state`), and the seed sequence with
    its count of children, on which `rng.spawn` depends.

    Args:
        rng: a NumPy generator, of any of NumPy's bit generators.

    Returns:
        A dict that `save_checkpoint` can keep, independent of `rng`.

    Raises:
        TypeError: something else, such as a seed or the legacy `RandomState`.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> _ = rng.random(1000)
        >>> again = restore_generator(generator_state(rng))
        >>> bool(again.random() == rng.random())
        True

    Source: O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
        Random Number Generation, 2014 (NumPy's default generator).
    """
    bits = getattr(rng, "bit_generator", None)
    if not isinstance(rng, np.random.Generator) or type(bits) not in KINDS.values():
        raise TypeError(
            "Argument `rng` must be a NumPy Generator with one of NumPy's bit generators. "
            f"Received: rng={rng!r} ({type(rng).__name__}). Pass numpy.random.default_rng(seed)."
        )
    sequence = getattr(bits.seed_seq, "state", None)
    return copy.deepcopy({"bits": bits.state, "sequence": sequence})


def restore_generator(state: dict) -> np.random.Generator:
    """Make a generator that goes on where another stood.

    Args:
        state: from `generator_state`.

    Returns:
        A new generator: the same draws, and the same children from `spawn`.

    Raises:
        CheckpointError: no such state; a ValueError.

    Example:
        >>> state = generator_state(np.random.default_rng(0))
        >>> restore_generator(state).integers(10, size=5)
        array([8, 6, 5, 2, 3])

    Source: as `generator_state`.
    """
    try:
        kind = KINDS[state["bits"]["bit_generator"]]
        bits = kind(np.random.SeedSequence(**(state["sequence"] or {})))
        bits.state = state["bits"]
    except (KeyError, TypeError, ValueError, OverflowError, IndexError) as error:
        raise CheckpointError(
            "Argument `state` must come from generator_state. "
            f"Received: {str(state)[:80]} ({type(error).__name__}: {error}). "
            "Save the generator along with the model."
        ) from error
    return np.random.Generator(bits)
