"""Which checkpoints to keep: the last, the best, and every k-th."""

from __future__ import annotations

import math
import os
import re
import warnings
from numbers import Integral, Real
from pathlib import Path
from typing import NamedTuple

from deeptuning._validation import Choice
from deeptuning.checkpointing._errors import CheckpointError, NewerCheckpointError
from deeptuning.checkpointing.save_checkpoint import load_checkpoint, save_checkpoint

NAME = re.compile(
    r"save-(\d+)_step-(\d+)(?:_value-(-?(?:nan|inf|\d+(?:\.\d+)?(?:e[+-]?\d+)?)))?\.safetensors"
)
LEFT_OVER = re.compile(r"\.save-.*\.safetensors\.[0-9a-f]{8}\.tmp")


class Saved(NamedTuple):
    """What the name of a file says: how manieth save, at which step, with which value."""

    number: int
    step: int
    value: float | None
    path: Path


class Keeper:
    r"""Save checkpoints into a folder, and delete those that nobody will ask for.

    After every save stay: the `last` newest, the `best` ones by value, and those at every
    `every`-th step. The names of the files are the whole index,
    `save-000003_step-20_value-0.25.safetensors`, and the old ones go only after the new one is
    whole on the disk: a kill at any instant leaves too many files, never too few. "Newest" means
    saved last, not the largest step, so one may go back to an old step and train on. A step that is
    saved again replaces the old file of that step.

    Keras's `ModelCheckpoint(save_best_only=True)` forgets the best value when the run is restarted
    (unless told by `initial_value_threshold`), and then overwrites the best file with a worse one;
    here the value is in the name.

    Args:
        folder: made if missing. One run at a time may write into it.
        last: newest checkpoints to keep, at least 1.
        best: best checkpoints to keep, 0 or more. A tie goes to the earlier one; NaN never wins.
        every: keep each checkpoint whose step is a multiple of it; None keeps none for that reason.
        mode: `"min"` when small values are good (a loss), `"max"` for an accuracy.

    Raises:
        TypeError, ValueError: an argument out of range.

    Example:
        >>> import tempfile
        >>> keeper = Keeper(tempfile.mkdtemp(), last=1, best=1)
        >>> for step, loss in enumerate([0.9, 0.4, 0.6, 0.7]):
        ...     _ = keeper.save(step, {"step": step}, value=loss)
        >>> sorted(path.name for path in keeper.folder.iterdir())
        ['save-000002_step-1_value-0.4.safetensors', 'save-000004_step-3_value-0.7.safetensors']
        >>> load_checkpoint(keeper.best()), keeper.load_latest()
        ({'step': 1}, {'step': 3})

    Source: Prechelt, Early Stopping – But When?, 1998 (keep the best); Mohan, Phanishayee &
        Chidambaram, CheckFreq: Frequent, Fine-Grained DNN Checkpointing, 2021 (keep the last).
    """

    def __init__(
        self,
        folder: str | os.PathLike,
        last: int = 1,
        best: int = 1,
        every: int | None = None,
        mode: str = "min",
    ) -> None:
        _require_whole("last", last, 1)
        _require_whole("best", best, 0)
        if every is not None:
            _require_whole("every", every, 1)
        Choice("min", "max").check("mode", mode)
        self._last, self._best, self._every, self._mode = last, best, every, mode
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def save(self, step: int, state: dict, value: float | None = None) -> Path:
        """Write a checkpoint, then delete what need not stay.

        Args:
            step: steps or epochs done, 0 or more; part of the name, so put it into `state` too.
            state: as for `save_checkpoint`.
            value: the validation metric, if there is one; may be NaN or infinite.

        Returns:
            The new file.
        """
        _require_whole("step", step, 0)
        if value is not None and (isinstance(value, bool) or not isinstance(value, Real)):
            raise TypeError(
                f"Argument `value` must be one number or None. Received: value={value!r} "
                f"({type(value).__name__}). Pass float(value)."
            )
        saved = self._saved()
        number = saved[-1].number + 1 if saved else 1
        ending = "" if value is None else f"_value-{float(value)!r}"
        path = self.folder / f"save-{number:06d}_step-{int(step)}{ending}.safetensors"
        save_checkpoint(path, state)
        self._prune()
        return path

    def latest(self) -> Path | None:
        """Return the file saved last, or None before the first."""
        saved = self._saved()
        return saved[-1].path if saved else None

    def best(self) -> Path | None:
        """Return the file with the best value, or None where none has a value."""
        ranked = self._ranked(self._saved())
        return ranked[0].path if ranked else None

    def load_latest(self) -> dict | None:
        """Load the newest whole checkpoint; a damaged one is passed over with a warning.

        Returns:
            The state, or None where nothing was ever saved.

        Raises:
            CheckpointError: there are checkpoints, and none of them is whole; to start anew would
                hide that. Also when the newest was written by a later version.
        """
        saved = self._saved()[::-1]
        for one in saved:
            try:
                return load_checkpoint(one.path)
            except NewerCheckpointError:
                raise
            except CheckpointError as error:
                warnings.warn(f"Passed over {one.path.name}: {error}", stacklevel=2)
        if saved:
            raise CheckpointError(
                f"Folder {str(self.folder)!r} must have a whole checkpoint. "
                f"Received: {len(saved)}, all of them damaged. Restore a backup, or start anew "
                "in another folder."
            )
        return None

    def _saved(self) -> list[Saved]:
        """List what the folder holds, in the order of saving."""
        found = []
        for path in self.folder.iterdir():
            if match := NAME.fullmatch(path.name):
                number, step, value = match.groups()
                found.append(Saved(int(number), int(step), value and float(value), path))
        return sorted(found, key=lambda one: one.number)

    def _ranked(self, saved: list[Saved]) -> list[Saved]:
        """Sort those with a value from best to worst."""
        sign = 1 if self._mode == "min" else -1
        with_value = [one for one in saved if one.value is not None and not math.isnan(one.value)]
        return sorted(with_value, key=lambda one: (sign * one.value, one.number))

    def _prune(self) -> None:
        newest_of_step = {one.step: one for one in self._saved()}
        saved = sorted(newest_of_step.values(), key=lambda one: one.number)
        keep = {one.path for one in saved[-self._last :]}
        keep |= {one.path for one in self._ranked(saved)[: self._best]}
        keep |= {one.path for one in saved if self._every and one.step % self._every == 0}
        for path in self.folder.iterdir():
            old = NAME.fullmatch(path.name) and path not in keep
            if old or LEFT_OVER.fullmatch(path.name):
                path.unlink()


def _require_whole(name: str, value: int, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            f"Argument `{name}` must be a whole number, {least} or more. "
            f"Received: {name}={value!r} ({type(value).__name__}). Pass an int."
        )
    if value < least:
        raise ValueError(
            f"Argument `{name}` must be a whole number, {least} or more. "
            f"Received: {name}={value!r}. Choose a larger one."
        )
