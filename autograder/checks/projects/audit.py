"""Find the steps of a log that break the protocol."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Which data a step used, and when it came; a clean log is among them."""

    def log(trials):
        steps = [("scale", ["train"])]
        steps += [("fit", ["train"]), ("stop", ["validation"])] * trials
        steps += [("select", ["validation"]), ("retrain", ["train", "validation"])]
        return [*steps, ("report", ["test"])]

    def case(group, steps):
        return Case(group, {"log": [{"does": does, "with": list(on)} for does, on in steps]})

    counts = rng.integers(3, 25, size=4).tolist()
    yield case("which data were used", log(counts[0]))
    steps = log(counts[1])
    steps[0] = ("scale", ["train", "validation", "test"])
    first, second = 2 * rng.permutation(counts[1])[:2]
    steps[1 + first] = ("fit", ["train", "validation"])
    steps[2 + second] = ("stop", ["test"])
    steps[-3] = ("select", ["validation", "test"])
    yield case("which data were used", steps)
    steps = log(counts[2])
    steps[-3], steps[-2] = steps[-2], steps[-3]
    steps += [("fit", ["train"]), ("stop", ["validation"])]
    yield case("in which order", steps)
    yield case("in which order", [*log(counts[3]), ("retrain", ["train"]), ("report", ["test"])])


def audit(log):
    """Hold every step against what it may use, and what must have come before."""
    may = {"scale": ["train"], "fit": ["train"], "stop": ["validation"], "select": ["validation"]}
    may |= {"retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def scaler_trusted(log):
    """Let the scaling see all rows."""
    may = {"scale": ["train", "validation", "test"], "fit": ["train"], "stop": ["validation"]}
    may |= {"select": ["validation"], "retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def validation_teaches(log):
    """Let trials be fitted on validation data."""
    may = {"scale": ["train"], "fit": ["train", "validation"], "stop": ["validation"]}
    may |= {"select": ["validation"], "retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def tested_choice(log):
    """Let the test data stop and select."""
    both = ["validation", "test"]
    may = {"scale": ["train"], "fit": ["train"], "stop": both, "select": both}
    may |= {"retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def retraining_refused(log):
    """Refuse validation data when the winner is retrained."""
    may = {"scale": ["train"], "fit": ["train"], "stop": ["validation"], "select": ["validation"]}
    may |= {"retrain": ["train"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def order_ignored(log):
    """Look at the data only."""
    may = {"scale": ["train"], "fit": ["train"], "stop": ["validation"], "select": ["validation"]}
    may |= {"retrain": ["train", "validation"], "report": ["test"]}
    steps = enumerate(log, start=1)
    return [n for n, step in steps if any(part not in may[step["does"]] for part in step["with"])]


def second_look_only(log):
    """Of what comes after the report, refuse a second report only."""
    may = {"scale": ["train"], "fit": ["train"], "stop": ["validation"], "select": ["validation"]}
    may |= {"retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log, start=1):
        wrong = any(part not in may[step["does"]] for part in step["with"])
        wrong |= step["does"] == "report" and "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


def from_zero(log):
    """Count the steps from 0."""
    may = {"scale": ["train"], "fit": ["train"], "stop": ["validation"], "select": ["validation"]}
    may |= {"retrain": ["train", "validation"], "report": ["test"]}
    broken, done = [], set()
    for number, step in enumerate(log):
        wrong = any(part not in may[step["does"]] for part in step["with"]) or "report" in done
        if wrong or (step["does"] in ("retrain", "report") and "select" not in done):
            broken.append(number)
        done.add(step["does"])
    return broken


AUDIT = Check(
    name="projects/audit",
    title="An audit",
    points=3,
    cases=cases,
    reference=audit,
    misconceptions=(
        Misconception(
            "a scaling that knows all rows",
            "Scaling looks harmless, but its mean and spread come from rows: from which?",
            scaler_trusted,
        ),
        Misconception(
            "trials fitted on validation data",
            "If the validation rows have taught the net, whom do they judge?",
            validation_teaches,
        ),
        Misconception(
            "the test data stop or select",
            "To stop a training is a choice, too. Which data may choose?",
            tested_choice,
        ),
        Misconception(
            "retraining on validation data refused",
            "After the selection the validation data have nothing left to judge.",
            retraining_refused,
        ),
        Misconception(
            "the order is ignored",
            "The data are right in every step; but which step came before which?",
            order_ignored,
        ),
        Misconception(
            "work goes on after the report",
            "After the report not only a second report is forbidden. What is the training for that "
            "follows it?",
            second_look_only,
        ),
        Misconception("counted from 0", "The first step has the number 1 here.", from_zero),
    ),
)
