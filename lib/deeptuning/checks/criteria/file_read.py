"""Is a whole file read, and every other one refused with a clear error?"""

from __future__ import annotations

from deeptuning.checks.compare import Tolerance, difference
from deeptuning.checks.criteria.finding import Finding

PARTS = ("state", "error", "message", "intact", "ran")
EXACT = Tolerance(rtol=0.0, atol=0.0)


def file_read(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when a file that is `whole` gives the `state`, and another one a ValueError.

    The text of the error has to hold the file's name and the word that says what it is, `kind`.
    The symptoms of a failure: "raised", "no answer", "code run" (that of a stranger's file), "file
    changed", "refused" (a whole file), "other state", "accepted" (any state from a file that is
    not whole), "nothing" (None), "other error", "no name", "wrong word".
    """
    if answer["status"] != "returned":
        return Finding(False, "no answer came back", symptom="raised")
    told, kind = answer["returned"], expected["kind"]
    if not isinstance(told, dict) or not {"state", "error", "message", "intact", "ran"} <= set(
        told
    ):
        return Finding(False, "no answer came back", symptom="no answer")
    message, name = str(told["message"]), str(told["error"])
    numbers = f"{name}: {message}" if told["error"] is not None else ""
    if told["ran"] is not False:
        return Finding(False, "it ran the code in the file", numbers, "code run")
    if told["intact"] is not True:
        return Finding(False, "the file was changed or deleted", numbers, "file changed")
    if kind == "whole":
        if told["error"] is not None:
            return Finding(False, "a whole file was refused", numbers, "refused")
        found = difference(told["state"], expected["state"], EXACT)
        if found:
            return Finding(False, f"not the state in the file: {found.words}", "", "other state")
        return Finding(True, "the whole file is read")
    if told["error"] is None:
        if told["state"] is None:
            return Finding(False, f"a {kind} file gave None, no error", "", "nothing")
        return Finding(False, f"a {kind} file was read as if it were whole", "", "accepted")
    if name != "ValueError":
        return Finding(False, "another error than ValueError", numbers, "other error")
    if inputs["name"] not in message:
        return Finding(False, "the error does not name the file", numbers, "no name")
    words = [word for word in ("torn", "foreign", "damaged") if word in message.lower()]
    if words != [kind]:
        return Finding(
            False, f"the error does not say that the file is {kind}", numbers, "wrong word"
        )
    return Finding(True, f"the {kind} file is refused", numbers)
