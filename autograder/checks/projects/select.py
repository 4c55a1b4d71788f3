"""Select a trial from its curves, and say for how long to retrain."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Trials of equal length, and trials that were stopped or blew up."""
    for group, early in (("trials of one length", False), ("stopped early, blown up", True)):
        order, epochs = rng.permutation(6), int(rng.integers(7, 11))
        best = int(rng.integers(2, epochs - 2))
        curves = [
            {
                "train": np.linspace(0.9, 0.45, epochs) + rng.uniform(0, 0.02, epochs),
                "validation": rng.uniform(0.6, 0.7, epochs),
                "test": rng.uniform(0.6, 0.7, epochs),
            }
            for _ in range(6)
        ]
        curves[0]["validation"] = np.full(epochs, 0.72) + rng.uniform(0, 0.05, epochs)
        curves[0]["validation"][best] = 0.3 + rng.uniform(0, 0.02)
        curves[1]["validation"] = 0.45 + rng.uniform(0, 0.05, epochs)  # low at the end, on average
        curves[2]["test"][-2] = 0.1
        curves[3]["train"][-1] = 0.05
        curves[4]["validation"][0] = 0.95
        if early:
            curves[5]["validation"][2:] = np.nan
            curves[5] = {name: values[:4] for name, values in curves[5].items()}
            curves[0] = {name: values[: best + 2] for name, values in curves[0].items()}
        yield Case(group, {"trials": [curves[i] for i in order]})


def select(trials):
    """Take the lowest validation loss of all epochs of all trials."""
    lowest = [np.nanmin(trial["validation"]) for trial in trials]
    best = int(np.argmin(lowest))
    return best, int(np.nanargmin(trials[best]["validation"])) + 1


def by_test(trials):
    """Take the lowest test loss."""
    best = int(np.argmin([np.nanmin(trial["test"]) for trial in trials]))
    return best, int(np.nanargmin(trials[best]["test"])) + 1


def by_training(trials):
    """Take the lowest training loss."""
    best = int(np.argmin([np.nanmin(trial["train"]) for trial in trials]))
    return best, int(np.nanargmin(trials[best]["train"])) + 1


def by_the_end(trials):
    """Take the lowest validation loss of the last epochs."""
    last = [np.nan_to_num(trial["validation"][-1], nan=np.inf) for trial in trials]
    best = int(np.argmin(last))
    return best, len(trials[best]["validation"])


def by_the_mean(trials):
    """Take the lowest mean."""
    best = int(np.argmin([np.mean(np.nan_to_num(t["validation"], nan=9.0)) for t in trials]))
    return best, int(np.nanargmin(trials[best]["validation"])) + 1


def nan_wins(trials):
    """Call argmin, for which NaN is the least."""
    best = int(np.argmin([np.min(trial["validation"]) for trial in trials]))
    return best, int(np.argmin(trials[best]["validation"])) + 1


def all_epochs(trials):
    """Retrain for as long as the trial ran."""
    best = int(np.argmin([np.nanmin(trial["validation"]) for trial in trials]))
    return best, len(trials[best]["validation"])


def from_zero(trials):
    """Forget that the first epoch has the number 1."""
    best = int(np.argmin([np.nanmin(trial["validation"]) for trial in trials]))
    return best, int(np.nanargmin(trials[best]["validation"]))


SELECT = Check(
    name="projects/select",
    title="Select",
    points=2,
    cases=cases,
    reference=select,
    returns=("selected", "epochs"),
    misconceptions=(
        Misconception(
            "selected on test",
            "The test losses stand in the record, and that is bad enough. Who may choose?",
            by_test,
        ),
        Misconception(
            "selected on training",
            "The lowest training loss belongs to the trial that learned most by heart.",
            by_training,
        ),
        Misconception(
            "the last epoch counts",
            "With a checkpoint one can go back. Which epoch of a trial is it worth?",
            by_the_end,
        ),
        Misconception(
            "the mean of the epochs counts",
            "Nobody will use the net of an average epoch.",
            by_the_mean,
        ),
        Misconception(
            "a trial that blew up wins",
            "One of the losses is NaN. What does argmin make of it?",
            nan_wins,
        ),
        Misconception(
            "retrained for too long",
            "The trial is right. Had it been best at its last epoch?",
            all_epochs,
        ),
        Misconception("epochs counted from 0", "One epoch is missing.", from_zero),
    ),
)
