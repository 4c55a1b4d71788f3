"""Replace a file so that no kill and no power cut can lose it."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A file is replaced, written for the first time, and after an earlier kill."""
    for group, old, left in (
        ("over an old file", True, False),
        ("the first file", False, False),
        ("after an earlier kill", True, True),
    ):
        loss, step = np.round(rng.uniform(0.1, 0.9, size=3), 4), int(rng.integers(100, 900))
        files = {"best.ckpt": f"step {step - 40}, loss {loss[0]}"}
        if old:
            files["last.ckpt"] = f"step {step - 10}, loss {loss[1]}"
        text = f"step {step}, loss {loss[2]}"
        if left:
            files["last.ckpt.part"] = text[:9]
        yield Case(group, {"files": files, "name": "last.ckpt", "text": text})


def expect(inputs: dict, answer: list) -> dict:
    """Everything that counts is in the inputs."""
    return {"old": inputs["files"].get("last.ckpt", "")}


def atomic_write(disk, name, text):
    """Write beside it, force it to the disk, give it the name."""
    disk.write(name + ".part", text)
    disk.sync(name + ".part")
    disk.rename(name + ".part", name)


def in_place(disk, name, text):
    """Write into the file itself."""
    disk.write(name, text)
    disk.sync(name)


def never_synced(disk, name, text):
    """Leave it to the system when to write."""
    disk.write(name + ".part", text)
    disk.rename(name + ".part", name)


def synced_late(disk, name, text):
    """Force it to the disk when it has its name."""
    disk.write(name + ".part", text)
    disk.rename(name + ".part", name)
    disk.sync(name)


def deleted_first(disk, name, text):
    """Make room for the new file."""
    disk.write(name + ".part", text)
    disk.sync(name + ".part")
    if name in disk.names():
        disk.delete(name)
    disk.rename(name + ".part", name)


def copied(disk, name, text):
    """Write twice, the second time into the file itself."""
    disk.write(name + ".part", text)
    disk.sync(name + ".part")
    disk.write(name, text)
    disk.sync(name)
    disk.delete(name + ".part")


def never_renamed(disk, name, text):
    """Forget the rename."""
    disk.write(name + ".part", text)
    disk.sync(name + ".part")


def backup_left(disk, name, text):
    """Keep the new text under a second name, too."""
    for part in (name + ".part", name + ".backup"):
        disk.write(part, text)
        disk.sync(part)
    disk.rename(name + ".part", name)


ATOMIC_WRITE = Check(
    name="checkpointing/atomic_write",
    title="Write it so that nothing is lost",
    points=3,
    cases=cases,
    reference=atomic_write,
    driver="on_disk",
    criterion="survives_crash",
    expect=expect,
    misconceptions=(
        Misconception(
            "written over the old file",
            "Writing takes time, and it begins by emptying the file. What is there if it is "
            "killed halfway?",
            in_place,
        ),
        Misconception(
            "never forced to the disk",
            "What has been written may still be in memory only: what would a power cut leave?",
            never_synced,
        ),
        Misconception(
            "forced to the disk too late",
            "For a moment the file has its final name, and its text is not yet on the disk.",
            synced_late,
        ),
        Misconception(
            "no file for a moment",
            "Between deleting the old file and naming the new one there is nothing.",
            deleted_first,
        ),
        Misconception(
            "written twice",
            "The first copy is safe, but the second one is written over the old file all the same.",
            copied,
        ),
        Misconception(
            "the file is as it was",
            "The new text is on the disk, but under which name?",
            never_renamed,
        ),
        Misconception(
            "something is left over",
            "In the end no file of yours but one should be there.",
            backup_left,
        ),
    ),
)
