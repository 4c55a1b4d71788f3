"""Permutation importance: one column at a time, on rows that were not trained on."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A net that is right but for noise, and one that overfits its training rows."""
    for group, n, spoiled in (("a good net", 8, 0.3), ("a net that overfits", 6, 1.5)):
        model = {
            "w1": rng.normal(size=(4, 6)),
            "b1": rng.normal(size=6),
            "w2": rng.normal(size=6) + 1,
            "b2": float(rng.normal()),
        }
        x_train, x_test = rng.normal(size=(2, n, 4))
        hidden = (np.tanh(x @ model["w1"] + model["b1"]) for x in (x_train, x_test))
        y_train, y_test = (h @ model["w2"] + model["b2"] for h in hidden)
        yield Case(
            group,
            {
                "model": model,
                "x_train": x_train,
                "y_train": y_train,
                "x_test": x_test,
                "y_test": y_test + spoiled * rng.normal(size=n),
                "orders": np.array([np.roll(rng.permutation(n), 1) for _ in range(3)]),
            },
        )


def importance(predict, x_train, y_train, x_test, y_test, orders):
    """Mean rise of the squared error on the test rows."""
    base, rise = np.mean((predict(x_test) - y_test) ** 2), np.zeros(x_test.shape[1])
    for j in range(x_test.shape[1]):
        for order in orders:
            changed = x_test.copy()
            changed[:, j] = x_test[order, j]
            rise[j] += (np.mean((predict(changed) - y_test) ** 2) - base) / len(orders)
    return rise


def jointly(predict, x_train, y_train, x_test, y_test, orders):
    """Move whole rows."""
    base = np.mean((predict(x_test) - y_test) ** 2)
    rises = [np.mean((predict(x_test[order]) - y_test) ** 2) - base for order in orders]
    return np.full(x_test.shape[1], np.mean(rises))


def train_data(predict, x_train, y_train, x_test, y_test, orders):
    """Ask on the rows that the net has learned."""
    base, rise = np.mean((predict(x_train) - y_train) ** 2), np.zeros(x_train.shape[1])
    for j in range(x_train.shape[1]):
        for order in orders:
            changed = x_train.copy()
            changed[:, j] = x_train[order, j]
            rise[j] += (np.mean((predict(changed) - y_train) ** 2) - base) / len(orders)
    return rise


def never_put_back(predict, x_train, y_train, x_test, y_test, orders):
    """Leave the columns shuffled that had their turn."""
    base, rise = np.mean((predict(x_test) - y_test) ** 2), np.zeros(x_test.shape[1])
    for order in orders:
        changed = x_test.copy()
        for j in range(x_test.shape[1]):
            changed[:, j] = x_test[order, j]
            rise[j] += (np.mean((predict(changed) - y_test) ** 2) - base) / len(orders)
    return rise


def turned_sign(predict, x_train, y_train, x_test, y_test, orders):
    """Subtract the error after from the error before."""
    base, rise = np.mean((predict(x_test) - y_test) ** 2), np.zeros(x_test.shape[1])
    for j in range(x_test.shape[1]):
        for order in orders:
            changed = x_test.copy()
            changed[:, j] = x_test[order, j]
            rise[j] += (base - np.mean((predict(changed) - y_test) ** 2)) / len(orders)
    return rise


def no_base(predict, x_train, y_train, x_test, y_test, orders):
    """Return the error, not its rise."""
    error = np.zeros(x_test.shape[1])
    for j in range(x_test.shape[1]):
        for order in orders:
            changed = x_test.copy()
            changed[:, j] = x_test[order, j]
            error[j] += np.mean((predict(changed) - y_test) ** 2) / len(orders)
    return error


def change_of_answers(predict, x_train, y_train, x_test, y_test, orders):
    """Measure how far the answers move, whether they get worse or not."""
    base, moved = predict(x_test), np.zeros(x_test.shape[1])
    for j in range(x_test.shape[1]):
        for order in orders:
            changed = x_test.copy()
            changed[:, j] = x_test[order, j]
            moved[j] += np.mean((predict(changed) - base) ** 2) / len(orders)
    return moved


IMPORTANCE = Check(
    name="interpretability/importance",
    title="Permutation importance",
    points=3,
    cases=cases,
    reference=importance,
    driver="with_model",
    misconceptions=(
        Misconception(
            "permuting jointly",
            "All features have the same importance: how many columns do you shuffle at a time?",
            jointly,
        ),
        Misconception(
            "train data",
            "What a net has learned by heart looks important on the rows it learned it from.",
            train_data,
        ),
        Misconception(
            "columns are never put back",
            "When the last feature has its turn, what do the others look like?",
            never_put_back,
        ),
        Misconception(
            "the sign is turned",
            "If the error rises, the feature is worth something.",
            turned_sign,
        ),
        Misconception(
            "the error in place of its rise",
            "A feature that the net never uses should get 0.",
            no_base,
        ),
        Misconception(
            "how far answers move, not how much worse they get",
            "You never look at the truth.",
            change_of_answers,
        ),
    ),
)
