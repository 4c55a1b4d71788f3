"""The whole protocol: search, select, retrain, test once."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

LEARN, TEST, FEATURES = 300, 300, 32
ROOM = 0.07  # the target is this much below what the reference reaches


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of digits, each seen through its own mixture of the pixels."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    for group in ("first draw of digits", "second draw of digits"):
        mixed = images @ np.linalg.qr(rng.normal(size=(64, 64)))[0][:, :FEATURES] / 16
        mixed = mixed + 0.05 * rng.normal(size=mixed.shape)
        rows = rng.permutation(len(labels))[: LEARN + TEST]
        x, y = mixed[rows].astype(np.float32), labels[rows].astype(np.int64)
        inputs = {"x": x[:LEARN], "y": y[:LEARN], "x_test": x[LEARN:]}
        inputs |= {"problem": {"labels": y[LEARN:]}, "seed": int(rng.integers(2**31))}
        yield Case(group, inputs)


def expect(inputs: dict, answer: dict) -> dict:
    """Return a target below what the reference reaches, and the share of a guess."""
    labels = inputs["problem"]["labels"]
    chance = float(np.bincount(labels).max() / len(labels))
    reached = float(np.mean(np.asarray(answer["predicted"]) == labels))
    return {"target": round(min(reached - ROOM, 0.82), 3), "chance": chance}


def capstone(x, y, x_test, score_test, rng):
    """Try six rates and widths by softmax nets with one hidden layer."""

    def train(x, y, rate, units, epochs):
        w = [rng.normal(size=(x.shape[1], units)) / x.shape[1] ** 0.5, np.zeros(units)]
        w += [rng.normal(size=(units, 10)) / units**0.5, np.zeros(10)]
        memory, truth = [0.0] * 4, np.eye(10)[y]
        with np.errstate(all="ignore"):
            for _ in range(epochs):
                for rows in np.array_split(rng.permutation(len(x)), len(x) // 30):
                    a = np.tanh(x[rows] @ w[0] + w[1])
                    z = a @ w[2] + w[3]
                    p = np.exp(z - z.max(axis=1, keepdims=True))
                    dz = (p / p.sum(axis=1, keepdims=True) - truth[rows]) / len(rows)
                    dh = dz @ w[2].T * (1 - a**2)
                    slopes = x[rows].T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)
                    memory = [0.9 * m + s for m, s in zip(memory, slopes, strict=True)]
                    w = [v - rate * m for v, m in zip(w, memory, strict=True)]
        return w

    def scores(w, x):
        return np.tanh(x @ w[0] + w[1]) @ w[2] + w[3]

    order, trials = rng.permutation(len(x)), []
    learn, choose = order[60:], order[:60]
    for rate in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
        settings = {"rate": rate, "units": int(rng.integers(24, 48))}
        z = scores(train(x[learn], y[learn], **settings, epochs=6), x[choose])
        log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        trials.append({"settings": settings, "loss": -log_p[np.arange(60), y[choose]].mean()})
    selected = min(trials, key=lambda trial: trial["loss"])["settings"]
    predicted = scores(train(x, y, **selected, epochs=20), x_test).argmax(axis=1)
    score_test(predicted)
    return {"trials": trials, "selected": selected, "predicted": predicted}


def selects_on_test(x, y, x_test, score_test, rng):
    """Ask the test labels about every trial."""
    trials = []
    for k in (1, 3, 5, 7, 9, 11):
        distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
        near = y[distance.argsort(axis=1)[:, :k]]
        votes = np.eye(10)[near].sum(axis=1).argmax(axis=1)
        trials.append({"settings": {"neighbours": k}, "loss": 1 - score_test(votes)})
    return {"trials": trials, "selected": min(trials, key=lambda t: t["loss"])["settings"]}


def never_tests(x, y, x_test, score_test, rng):
    """Report the validation score."""
    trials, cut = [], len(x) // 5
    for k in (1, 3, 5, 7, 9, 11):
        distance = ((x[:cut, None] - x[None, cut:]) ** 2).sum(axis=2)
        near = y[cut:][distance.argsort(axis=1)[:, :k]]
        wrong = np.mean(np.eye(10)[near].sum(axis=1).argmax(axis=1) != y[:cut])
        trials.append({"settings": {"neighbours": k}, "loss": float(wrong)})
    return {"trials": trials, "selected": min(trials, key=lambda t: t["loss"])["settings"]}


def one_guess(x, y, x_test, score_test, rng):
    """Train once, with settings that are always good."""
    distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
    score_test(y[distance.argmin(axis=1)])
    return {"trials": [{"settings": {"neighbours": 1}, "loss": 0.1}], "selected": {"neighbours": 1}}


def last_wins(x, y, x_test, score_test, rng):
    """Go on with what is at hand after the loop."""
    trials, cut = [], len(x) // 5
    for k in (1, 3, 5, 7, 9, 150):
        distance = ((x[:cut, None] - x[None, cut:]) ** 2).sum(axis=2)
        near = y[cut:][distance.argsort(axis=1)[:, :k]]
        wrong = np.mean(np.eye(10)[near].sum(axis=1).argmax(axis=1) != y[:cut])
        trials.append({"settings": {"neighbours": k}, "loss": float(wrong)})
    distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
    near = y[distance.argsort(axis=1)[:, :150]]
    score_test(np.eye(10)[near].sum(axis=1).argmax(axis=1))
    return {"trials": trials, "selected": {"neighbours": 150}}


def labels_apart(x, y, x_test, score_test, rng):
    """Shuffle inputs and labels in different orders."""
    y, trials, cut = rng.permutation(y), [], len(x) // 5
    for k in (1, 3, 5, 7, 9, 11):
        distance = ((x[:cut, None] - x[None, cut:]) ** 2).sum(axis=2)
        near = y[cut:][distance.argsort(axis=1)[:, :k]]
        wrong = np.mean(np.eye(10)[near].sum(axis=1).argmax(axis=1) != y[:cut])
        trials.append({"settings": {"neighbours": k}, "loss": float(wrong)})
    best = min(trials, key=lambda t: t["loss"])["settings"]
    distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
    near = y[distance.argsort(axis=1)[:, : best["neighbours"]]]
    score_test(np.eye(10)[near].sum(axis=1).argmax(axis=1))
    return {"trials": trials, "selected": best}


def too_little(x, y, x_test, score_test, rng):
    """Look at five features of the 32."""
    x, x_test, trials, cut = x[:, :5], x_test[:, :5], [], len(x) // 5
    for k in (5, 11, 21, 31, 41):
        distance = ((x[:cut, None] - x[None, cut:]) ** 2).sum(axis=2)
        near = y[cut:][distance.argsort(axis=1)[:, :k]]
        wrong = np.mean(np.eye(10)[near].sum(axis=1).argmax(axis=1) != y[:cut])
        trials.append({"settings": {"neighbours": k}, "loss": float(wrong)})
    best = min(trials, key=lambda t: t["loss"])["settings"]
    distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
    near = y[distance.argsort(axis=1)[:, : best["neighbours"]]]
    score_test(np.eye(10)[near].sum(axis=1).argmax(axis=1))
    return {"trials": trials, "selected": best}


def accuracy_only(x, y, x_test, score_test, rng):
    """Return the test score."""
    distance = ((x_test[:, None] - x[None]) ** 2).sum(axis=2)
    return score_test(y[distance.argmin(axis=1)])


CAPSTONE = Check(
    name="projects/capstone",
    title="The protocol, and a hidden test",
    points=5,
    cases=cases,
    reference=capstone,
    driver="with_sealed",
    criterion="protocol_followed",
    expect=expect,
    misconceptions=(
        Misconception(
            "selecting on test",
            "The test labels were asked more than once: from the second time on they choose.",
            selects_on_test,
        ),
        Misconception(
            "never tested",
            "The validation score has chosen the winner, so it is too good. Which number is "
            "missing?",
            never_tests,
        ),
        Misconception(
            "nothing was searched",
            "One setting is a guess, not a search. How many different ones does the record show?",
            one_guess,
        ),
        Misconception(
            "not the best of those tried",
            "Compare what you selected with the losses in your own record.",
            last_wins,
        ),
        Misconception(
            "inputs and labels apart",
            "Hardly better than guessing: do a row and its label still belong together?",
            labels_apart,
        ),
        Misconception(
            "short of the target",
            "Something is learned, but not enough. Does training use all features and rows, and "
            "long enough?",
            too_little,
        ),
        Misconception(
            "no record",
            "The trials and what was selected are asked for, as a dictionary; the score the grader "
            "keeps itself.",
            accuracy_only,
        ),
    ),
)
