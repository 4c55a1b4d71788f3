"""Can a file be lost when the process is killed, or the power cut, while it is written?"""

from __future__ import annotations

from deeptuning.checks.criteria.finding import Finding

MOST = 200  # operations; more than anybody needs
NAMES = {"write": 1, "sync": 1, "rename": 2, "delete": 1}


def survives_crash(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when at every instant `name` has its old text or the new one, and in the end the new.

    The answer is the list of operations on the disk that `files` were on: ["write", name, text],
    ["sync", name, ""], ["rename", old, new], ["delete", name, ""]. A write empties the file first;
    a kill leaves any part of the text. What was not synced after its last write, a power cut may
    cut short. Renaming and deleting happen at once.

    The symptoms of a failure: "raised", "no log", "untouched" (nothing was done to the file), "in
    place" (written over the old one), "copied" (written in place after another file), "gone for a
    moment", "not synced", "synced too late", "other text", "other files" (changed or left over).
    """
    if answer["status"] != "returned":
        return Finding(False, "no answer came back", symptom="raised")
    log, name, new = answer["returned"], inputs["name"], inputs["text"]
    if not _is_log(log):
        return Finding(False, "no list of operations came back", symptom="no log")
    files = {each: (text, True) for each, text in inputs["files"].items()}  # text, safe on disk?
    old = name in files
    for i, (what, first, second) in enumerate(log):
        if what == "write":
            if first == name:
                others = any(op[0] == "write" and op[1] != name for op in log[:i])
                words = "killed while it writes, the file is neither old nor new"
                return Finding(False, words, _line(log, i), "copied" if others else "in place")
            files[first] = (second, False)
        elif what == "sync" and first in files:
            files[first] = (files[first][0], True)
        elif what in ("rename", "delete") and first in files:
            moved = files.pop(first)
            if what == "rename":
                files[second] = moved
        if old and name not in files:
            words = "killed at this instant, there is no file at all"
            return Finding(False, words, _line(log, i), "gone for a moment")
        old = old or name in files
        if name in files and not files[name][1]:
            late = ["sync", name, ""] in log[i:]
            words = "after a power cut at this instant the file may be empty"
            symptom = "synced too late" if late else "not synced"
            return Finding(False, words, _line(log, i), symptom)
    return _at_the_end({each: text for each, (text, _) in files.items()}, inputs, name, new)


def _at_the_end(files: dict, inputs: dict, name: str, new: str) -> Finding:
    if files.get(name) == inputs["files"].get(name):
        return Finding(False, "the file is as it was", symptom="untouched")
    if files[name] != new:
        return Finding(False, "the file has another text than asked for", symptom="other text")
    part = name + ".part"
    others = {each: t for each, t in inputs["files"].items() if each not in (name, part)}
    if {each: text for each, text in files.items() if each != name} != others:
        return Finding(False, "other files were changed, or left over", symptom="other files")
    return Finding(True, "old or new at every instant")


def _line(log: list, i: int) -> str:
    """Say where in the log it happens; long texts are left out."""
    what, first, second = (text[:40] for text in log[i])
    return f"operation {i + 1}: {what} {first!r}" + (f" to {second!r}" if what == "rename" else "")


def _is_log(log: object) -> bool:
    if not isinstance(log, list) or len(log) > MOST:
        return False
    for op in log:
        if not isinstance(op, list) or len(op) != 3 or not all(isinstance(t, str) for t in op):
            return False
        if op[0] not in NAMES:
            return False
    return True
