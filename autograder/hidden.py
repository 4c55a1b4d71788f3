"""Hidden cases: drawn from a course's secret, the same for every student and every re-grade."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import numpy as np

from autograder.checks import CHECKS
from autograder.record import build
from deeptuning.checks.cases import CaseSet

SECRET_FILE = ".autograder-secret"


def course_secret(course: Path) -> bytes:
    """Return the secret of a course; the first call writes it, readable by its owner only.

    Raises:
        OSError: the file can be neither read nor written; the message says where it belongs.
    """
    path = course / SECRET_FILE
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    # Written whole and then linked: a kill in between leaves no half secret behind.
    handle, fresh = tempfile.mkstemp(dir=course, prefix=SECRET_FILE)  # for its owner only
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was faster
            os.link(fresh, path)
    finally:
        os.unlink(fresh)
    return _read(path)


@functools.lru_cache(maxsize=128)
def hidden_cases(name: str, secret: bytes, lab: str) -> CaseSet:
    """Draw the hidden cases of a check in a lab.

    Args:
        name: the check.
        secret: the course's secret.
        lab: the lab's name.
    """
    check = CHECKS[name]
    digest = hmac.new(secret, f"{lab}\n{check.name}".encode(), hashlib.sha256).digest()
    return build(check, check.cases(np.random.default_rng(int.from_bytes(digest, "big"))))


def _read(path: Path) -> bytes:
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise OSError(
            f"The course secret {path} is damaged: {len(secret)} letters, at least 32 expected. "
            "Restore it from a backup, or delete it to draw new hidden cases for the course."
        )
    return secret.encode()
