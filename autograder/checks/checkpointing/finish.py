"""Finish a training that is killed again and again."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import spirals

STEPS, TARGET, LIVES = 100, 0.84, 20


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One long life, and many lives of 8 to 10 steps."""
    for group, lives in (
        ("never killed", [STEPS]),
        ("killed again and again", rng.integers(8, 11, size=LIVES).tolist()),
    ):
        seen, unseen = (spirals(240, rng, 3, noise=0.03, turns=0.75) for _ in range(2))
        inputs = {"x": seen.points, "y": seen.labels, "x_new": unseen.points}
        inputs |= {"seed": int(rng.integers(2**31)), "steps": STEPS, "lives": lives}
        yield Case(group, inputs, {"labels": unseen.labels})


def expect(inputs: dict, answer: dict) -> dict:
    """Return the labels to be predicted and the target."""
    return {"labels": inputs["labels"], "target": TARGET}


def finish(folder, x, y, x_new, seed, steps, tick):
    """Save after every third step."""
    import pickle

    from deeptuning.checks.killable_run import Run

    run, path = Run(x, y, seed), folder / "last"
    if path.exists():
        vars(run).update(pickle.loads(path.read_bytes()))
    while run.t < steps:
        tick()
        run.step()
        if run.t % 3 == 0:
            path.write_bytes(pickle.dumps(vars(run)))
    return run.predict(x_new)


def anew(folder, x, y, x_new, seed, steps, tick):
    """Begin at the beginning in every life."""
    from deeptuning.checks.killable_run import Run

    run = Run(x, y, seed)
    for _ in range(steps):
        tick()
        run.step()
    return run.predict(x_new)


def count_alone(folder, x, y, x_new, seed, steps, tick):
    """Remember how far it came, and not what it has learned."""
    from deeptuning.checks.killable_run import Run

    run, path = Run(x, y, seed), folder / "last"
    done = int(path.read_text()) if path.exists() else 0
    while done < steps:
        tick()
        run.step()
        done += 1
        if done % 3 == 0:
            path.write_text(str(done))
    return run.predict(x_new)


def silent(folder, x, y, x_new, seed, steps, tick):
    """Never look at the clock."""
    from deeptuning.checks.killable_run import Run

    run = Run(x, y, seed)
    for _ in range(steps):
        run.step()
    return run.predict(x_new)


def never_trained(folder, x, y, x_new, seed, steps, tick):
    """Let time go by."""
    path = folder / "last"
    done = int(path.read_text()) if path.exists() else 0
    while done < steps:
        tick()
        done += 1
        if done % 3 == 0:
            path.write_text(str(done))
    return 0 * x_new[:, 0]


def the_run(folder, x, y, x_new, seed, steps, tick):
    """Return no classes."""
    path = folder / "last"
    done = int(path.read_text()) if path.exists() else 0
    while done < steps:
        tick()
        done += 1
        if done % 3 == 0:
            path.write_text(str(done))
    return done


FINISH = Check(
    name="checkpointing/finish",
    title="Killed again and again",
    points=3,
    cases=cases,
    reference=finish,
    driver="through_kills",
    criterion="finished_through_kills",
    expect=expect,
    misconceptions=(
        Misconception(
            "no progress from one life to the next",
            "Every life is shorter than the training. What does the next one find in the folder?",
            anew,
        ),
        Misconception(
            "the count goes on, the model begins anew",
            "The steps are counted through, but is the model that ends the one that was trained?",
            count_alone,
        ),
        Misconception(
            "tick() is not called",
            "Call tick() before every step, or nobody knows that you have taken it.",
            silent,
        ),
        Misconception(
            "one class for all",
            "The time was used up, but was there a step of the run in each tick?",
            never_trained,
        ),
        Misconception(
            "no class numbers",
            "In the end, return the predicted class of every row of x_new.",
            the_run,
        ),
    ),
)
