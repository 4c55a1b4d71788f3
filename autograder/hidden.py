"""Hidden cases: drawn from a course's secret, the same for every student and every re-grade."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import secrets
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
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return _read(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
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
