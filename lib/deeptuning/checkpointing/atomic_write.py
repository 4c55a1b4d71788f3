"""Atomic writing: the old file or the new one, never half of either."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def atomic_write(path: str | os.PathLike, data: bytes) -> None:
    """Replace a file in one instant.

    Write a temporary file beside it, force it to the disk (`fsync`), give it the final name
    (`os.replace`, which POSIX promises to be atomic), force the folder to the disk. Whoever is
    killed on the way leaves the old file untouched, at worst with a `.tmp` file next to it.
    `torch.save`, `numpy.savez` and Keras's `model.save` write into the final file directly: killed
    in mid-write, they have destroyed the old one and not finished the new one.

    Args:
        path: the file to be; its folder must exist. A new file has the user's usual permissions.
        data: the whole content.

    Raises:
        FileNotFoundError: there is no such folder.
        OSError: the system could not write (disk full, no permission). The old file is intact.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> atomic_write(folder / "note.txt", b"half a loaf")
        >>> atomic_write(folder / "note.txt", b"no bread")
        >>> [(file.name, file.read_bytes()) for file in folder.iterdir()]
        [('note.txt', b'no bread')]

    Source: Pillai et al., All File Systems Are Not Created Equal: On the Complexity of Crafting
        Crash-Consistent Applications, 2014, section 4.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(
            "Argument `path` must lie in a folder that exists. "
            f"Received: path={str(path)!r}. Make the folder {str(path.parent)!r} first."
        )
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk: a power cut could bring the old ones back."""
    if os.name == "nt":  # Windows opens no folders, and journals their names itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
