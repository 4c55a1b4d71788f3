"""Read a checkpoint file, or say what is wrong with it."""

import hashlib
import json
from collections.abc import Iterator

import numpy as np

from autograder.checks.checkpointing import readers
from autograder.definition import Case, Check, Misconception
from deeptuning.checks.drivers_files import STRANGE

SEAL = b"DTCK"


def pack(state: dict) -> bytes:
    """Write the lab's format: four letters, the length, the digest, the text."""
    text = json.dumps(state).encode()
    return SEAL + len(text).to_bytes(8, "little") + hashlib.sha256(text).digest() + text


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Whole files, and files that are torn, damaged and foreign in several ways."""
    state = {"step": int(rng.integers(100, 999)), "loss": float(rng.normal()), "rng": 2**100}
    state |= {"weights": {"w": rng.normal(size=(2, 3)).tolist(), "b": [0.0, 1.5]}}
    state["rng"] = str(state["rng"])
    data, words = pack(state), json.dumps(state).encode()
    half = 44 + len(words) // 2
    digit = data.index(b'"step": ') + 8
    flipped = data[:digit] + bytes([data[digit] ^ 1]) + data[digit + 1 :]
    small = pack({"step": int(rng.integers(10, 99))})
    files = (
        ("a whole file", "whole", data),
        ("a whole file", "whole", small),
        ("a torn file", "torn", data[:half]),
        ("a torn file", "torn", data[:-1]),
        ("a torn file", "torn", data[: int(rng.integers(5, 40))]),
        ("a damaged file", "damaged", flipped),
        ("a damaged file", "damaged", data[:12] + bytes(32) + data[44:]),
        ("a foreign file", "foreign", STRANGE),
        ("a foreign file", "foreign", b"PK\x03\x04" + rng.bytes(60)),
        ("a foreign file", "foreign", words),
    )
    for i, (group, kind, content) in enumerate(files):
        if isinstance(content, bytes):
            content = np.frombuffer(content, np.uint8)
        name = f"save-{int(rng.integers(100, 999))}-{i}.ckpt"
        wanted = {data: state, small: json.loads(small[44:])}
        found = wanted.get(bytes(content)) if kind == "whole" else None
        yield Case(group, {"name": name, "content": content}, {"kind": kind, "state": found})


def expect(inputs: dict, answer: dict) -> dict:
    """Return what the file is, and what it holds if it is whole."""
    return {"kind": inputs["kind"], "state": inputs["state"]}


def read_checkpoint(path):
    """Look at the letters, then at the length, then at the digest."""
    data = path.read_bytes()
    length, digest, text = data[4:12], data[12:44], data[44:]
    if data[:4] != b"DTCK":
        problem = "foreign"
    elif len(data) < 44 or len(text) < int.from_bytes(length, "little"):
        problem = "torn"
    elif hashlib.sha256(text).digest() != digest:
        problem = "damaged"
    else:
        return json.loads(text)
    raise ValueError(f"{path.name} is {problem}")


READ_CHECKPOINT = Check(
    name="checkpointing/read_checkpoint",
    title="Read it, or say what is wrong",
    points=4,
    cases=cases,
    reference=read_checkpoint,
    driver="on_file",
    criterion="file_read",
    expect=expect,
    misconceptions=(
        Misconception(
            "a file that is not whole is read",
            "One changed digit, and your function returns a state that nobody ever saved. What "
            "was the digest for?",
            readers.no_digest,
        ),
        Misconception(
            "runs a stranger's code",
            "To try and unpickle an unknown file is to run what is in it.",
            readers.unpickles,
        ),
        Misconception(
            "the wrong word",
            "Which of the three is a file that simply ends too early? The order of your tests "
            "matters.",
            readers.no_length,
        ),
        Misconception(
            "the bad file is gone",
            "A file that you cannot read may still be of use to somebody. It is not yours to "
            "delete.",
            readers.tidies_up,
        ),
        Misconception(
            "nothing in place of an error",
            "Who gets None may go on as if there had never been a checkpoint.",
            readers.returns_none,
        ),
        Misconception(
            "any error",
            "The error that comes by itself says nothing to whoever has lost a run.",
            readers.any_error,
        ),
        Misconception(
            "the file is not named",
            "Which file? There may be a hundred in the folder.",
            readers.no_name,
        ),
        Misconception(
            "whole files are refused",
            "The digest is that of the text alone.",
            readers.digest_of_everything,
        ),
    ),
)
