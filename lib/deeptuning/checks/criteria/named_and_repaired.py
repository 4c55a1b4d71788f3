"""Is the fault of a broken training named, and does the training work once it is repaired?"""

from __future__ import annotations

from deeptuning.checks.criteria.accuracy_at_least import accuracy_at_least
from deeptuning.checks.criteria.finding import Finding


def named_and_repaired(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for a pair of the fault's name and classes, in the `part` that is looked at.

    In the part "name" the name has to be `fault`; in the part "repair" enough classes have to be
    right. The symptoms of a failure: "raised", "no pair", "unknown name" (none of the `names`),
    "wrong name", "not repaired".
    """
    if answer["status"] != "returned":
        return Finding(False, "nothing came back", symptom="raised")
    returned = answer["returned"]
    if not isinstance(returned, list) or len(returned) != 2 or not isinstance(returned[0], str):
        return Finding(False, "not a pair of a name and classes", symptom="no pair")
    name, classes = returned
    if expected["part"] == "name":
        if name not in expected["names"]:
            return Finding(False, "not a name from the list", f"{name!r:.60}", "unknown name")
        right = name == expected["fault"]
        words = "the fault is named" if right else "the fault is another one"
        return Finding(right, words, "", "none" if right else "wrong name")
    found = accuracy_at_least(inputs, expected, {"status": "returned", "returned": classes})
    if found.symptom == "not labels":
        return Finding(False, found.words, found.numbers, "no pair")
    return Finding(
        found.passed, found.words, found.numbers, "none" if found.passed else "not repaired"
    )
