"""What a submission may take."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "limits.toml"


@dataclass(frozen=True)
class Limits:
    """Bounds for one submission. A lab sets its own in `solutions/LAB/limits.toml`.

    Args:
        cell_seconds: wall time of one cell or one check.
        notebook_seconds: wall time of the whole notebook.
        memory: bytes of memory, all processes together.
        processes: processes and threads at a time.
        disk: bytes of files it may write, and of shared memory.
        output: bytes of output, the whole notebook.
    """

    cell_seconds: float = 60
    notebook_seconds: float = 300
    memory: int = 3 << 30
    processes: int = 128
    disk: int = 256 << 20
    output: int = 4 << 20

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (number and 0 < value < float("inf")):
                raise ValueError(
                    f"Limit `{name}` must be a positive number. Received: {name}={value!r}. "
                    f"Correct it in {FILE}."
                )


def read_limits(source: Path) -> Limits:
    """Return a lab's limits: the defaults, and what `limits.toml` beside its source says.

    Raises:
        ValueError: the file is no TOML, or names no limit, or a value is out of range.
    """
    path = source / FILE
    if not path.exists():
        return Limits()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no TOML: {error}.") from error
    known = [field.name for field in fields(Limits)]
    for name in given:
        if name not in known:
            raise ValueError(f"Unknown limit {name!r} in {path}. Known: {', '.join(known)}.")
    return Limits(**given)
