"""Log a run so that others can read it."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.monitoring import loggers
from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Three runs; the losses of one, the histograms of another, the settings of the third."""
    for group, part in (
        ("the losses", "scalars"),
        ("the histograms", "histograms"),
        ("the hyperparameters", "hparams"),
    ):
        epochs, batches = 3, int(rng.integers(3, 6))
        losses = np.round(2 * np.exp(-0.1 * np.arange(epochs * batches)), 3)
        losses = np.round(losses + rng.uniform(0, 0.3, losses.size), 3).reshape(epochs, batches)
        validation = np.round(losses.mean(axis=1) + rng.uniform(0.3, 0.5, epochs), 3)
        growth = 1 + 0.2 * np.arange(epochs)[:, None, None]
        weights = np.round(rng.uniform(0.2, 1.5, size=(epochs, 4, 5)) * growth, 4)
        hparams = {"learning_rate": float(np.round(rng.uniform(0.01, 0.5), 3))}
        hparams |= {"hidden": int(rng.integers(8, 64)), "optimizer": "adam", "dropout": True}
        inputs = {"losses": losses, "validation": validation, "weights": weights}
        yield Case(group, inputs | {"hparams": hparams}, {"part": part})


def expect(inputs: dict, answer: dict) -> dict:
    """Return what the event file has to hold."""
    epochs, batches = inputs["losses"].shape
    ends = [batches * (e + 1) for e in range(epochs)]
    spread = [[w.size, w.min(), w.max()] for w in inputs["weights"]]
    return {
        "part": inputs["part"],
        "scalars": {
            "loss/train": [list(range(1, epochs * batches + 1)), inputs["losses"].ravel()],
            "loss/validation": [ends, inputs["validation"]],
        },
        "histograms": {"weights/w1": [ends, np.array(spread)]},
        "hparams": inputs["hparams"],
    }


def log_run(folder, losses, validation, weights, hparams):
    """Count steps from 1, over all epochs."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams(hparams)
        step = 0
        for epoch, row in enumerate(losses):
            for loss in row:
                step += 1
                writer.scalar("loss/train", loss, step)
            writer.scalar("loss/validation", validation[epoch], step)
            writer.histogram("weights/w1", weights[epoch], step)


LOG_RUN = Check(
    name="monitoring/log_run",
    title="Log a run",
    points=4,
    cases=cases,
    reference=log_run,
    driver="in_folder",
    criterion="logged_run",
    expect=expect,
    misconceptions=(
        Misconception(
            "epochs in place of steps",
            "At which step did the second epoch end? Two curves can be compared only on one axis.",
            loggers.epochs,
        ),
        Misconception(
            "steps counted from 0", "The first step is number 1 here.", loggers.from_zero
        ),
        Misconception(
            "means in place of values",
            "A mean hides the spike that you are looking for: log what was measured.",
            loggers.means,
        ),
        Misconception(
            "everything at one step",
            "All values lie at the same step, so each hides the one before.",
            loggers.one_step,
        ),
        Misconception(
            "other names",
            "Under which tags do you write? Others look for the names that were agreed.",
            loggers.own_names,
        ),
        Misconception(
            "nothing is written",
            "The folder is empty when your function is done.",
            loggers.nothing,
        ),
    ),
)
