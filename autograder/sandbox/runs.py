"""The folder in which submissions have their sockets and files while they run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# A socket's path may have 107 letters; of them `/12345678/ipc/k-1` and a random name are needed.
LONGEST_PLACE = 107 - len("/autograder-1234567-12345678/12345678/ipc/k-1")


def new_runs_folder() -> Path:
    """Make a folder, private to its owner, whose path leaves room for a socket's.

    It lies in the usual place for temporary files (`TMPDIR`), or in `/tmp` if that is too deep.
    Its name has the number of this process.
    """
    place = tempfile.gettempdir()
    if len(os.fsencode(place)) > LONGEST_PLACE:
        place = "/tmp"
    return Path(tempfile.mkdtemp(prefix=f"autograder-{os.getpid()}-", dir=place))
