"""What is raised when real data are not on this machine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class DataUnavailable(FileNotFoundError):  # noqa: N818 - nothing went wrong, something is absent
    """Real data were asked for and are not here; the message names an explicit stand-in.

    Nothing is ever put in the place of the real data without being asked for by its own name.

    Example:
        >>> raise DataUnavailable("MNIST", ["mnist.npz"], [Path("cache")], "load_enlarged_digits()")
        Traceback (most recent call last):
        ...
        deeptuning.data.unavailable.DataUnavailable: MNIST is not on this machine. \
Looked for: mnist.npz. Looked in: cache. Put the files there, pass folder=..., set \
DEEPTUNING_DATA, or pass download=True where there is a network. Without it, call the stand-in by \
its own name: load_enlarged_digits().
    """

    def __init__(
        self,
        name: str,
        files: Iterable[str],
        places: Iterable[Path],
        stand_in: str,
        reason: str = "",
    ) -> None:
        self.name, self.stand_in = name, stand_in
        self.files, self.places = list(files), list(places)
        reason = f" {reason}" if reason else ""
        super().__init__(
            f"{name} is not on this machine.{reason} Looked for: {', '.join(self.files)}. "
            f"Looked in: {', '.join(map(str, self.places))}. Put the files there, pass "
            "folder=..., set DEEPTUNING_DATA, or pass download=True where there is a network. "
            f"Without it, call the stand-in by its own name: {stand_in}."
        )


class DataDamaged(ValueError):  # noqa: N818 - named like its sibling
    """A file of the right name does not hold what it should."""

    def __init__(self, path: Path | str, fault: str) -> None:
        super().__init__(
            f"File {path} {fault}. Delete it and fetch it again; "
            "pass verify=False only for a file you made yourself."
        )
