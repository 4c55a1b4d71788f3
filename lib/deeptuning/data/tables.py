"""Small real tables that come with scikit-learn, in one form, and an honest split in three."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked

share = Range(0, 1, closed="neither")


class Table(NamedTuple):
    """Features `(n, d)` and labels `(n,)`: class numbers (int64), or quantities (float64).

    `classes` names the classes and is empty for a regression.
    """

    features: np.ndarray
    labels: np.ndarray
    feature_names: tuple[str, ...]
    classes: tuple[str, ...]


class ThreeWay(NamedTuple):
    """Tables for fitting, for choosing, and for the one final measurement."""

    train: Table
    validation: Table
    test: Table


def load_breast_cancer() -> Table:
    """Load 569 tumours: 30 measurements of cell nuclei, malignant (0) or benign (1).

    Example:
        >>> load_breast_cancer().classes
        ('malignant', 'benign')

    Source: Street, Wolberg & Mangasarian, Nuclear Feature Extraction for Breast Tumor Diagnosis,
        1993.
    """
    from sklearn.datasets import load_breast_cancer as load  # heavy: only when asked for

    return as_table(load())


def load_wine() -> Table:
    """Load 178 wines of three growers: 13 chemical measurements, on very different scales.

    Example:
        >>> load_wine().features.shape
        (178, 13)

    Source: Aeberhard & Forina, Wine, UCI, 1992.
    """
    from sklearn.datasets import load_wine as load  # heavy: only when asked for

    return as_table(load())


def load_diabetes() -> Table:
    """Load 442 patients: 10 raw measurements, and how far diabetes went on within a year.

    Unscaled, so that scaling stays the learner's task; scikit-learn scales by default, with
    means that know the test rows.

    Example:
        >>> load_diabetes().feature_names[:3]
        ('age', 'sex', 'bmi')

    Source: Efron, Hastie, Johnstone & Tibshirani, Least Angle Regression, 2004.
    """
    from sklearn.datasets import load_diabetes as load  # heavy: only when asked for

    return as_table(load(scaled=False))


def as_table(bunch: dict) -> Table:
    """Turn scikit-learn's form into ours."""
    classes = tuple(str(name) for name in bunch.get("target_names", ()))
    labels = bunch["target"].astype(int if classes else float)
    names = tuple(str(name) for name in bunch["feature_names"])
    return Table(bunch["data"].astype(float), labels, names, classes)


@checked(validation=share, test=share)
def three_way_split(
    table: Table, seed: int = 0, validation: float = 0.15, test: float = 0.15
) -> ThreeWay:
    """Split a table into training, validation and test rows, class by class where there are any.

    Args:
        table: what to split; every row goes to exactly one part, in shuffled order.
        seed: decides the split.
        validation: share of the rows for choosing, in (0, 1).
        test: share of the rows for the final measurement, in (0, 1).

    Returns:
        `ThreeWay` of tables. In each class the shares are kept up to rounding.

    Raises:
        ValueError: shares that leave nothing to train on, or a part without a row.

    Example:
        >>> [len(part.labels) for part in three_way_split(load_wine())]
        [124, 27, 27]
    """
    if not validation + test < 1:
        raise ValueError(
            "Arguments `validation` and `test` must leave rows for training: "
            f"validation + test < 1. Received: validation={validation}, test={test}. "
            "Choose smaller shares."
        )
    rng = np.random.default_rng(seed)
    groups = table.labels if table.classes else np.zeros(len(table.labels), int)
    parts: tuple[list, list, list] = ([], [], [])
    for group in np.unique(groups):
        rows = rng.permutation(np.flatnonzero(groups == group))
        cuts = np.cumsum([round(len(rows) * test), round(len(rows) * validation)])
        for part, chosen in zip(parts, np.split(rows, cuts), strict=True):
            part.append(chosen)
    test_rows, validation_rows, train_rows = (rng.permutation(np.concatenate(p)) for p in parts)
    if not (len(test_rows) and len(validation_rows) and len(train_rows)):
        raise ValueError(
            "Arguments `validation` and `test` must give every part a row. Received: "
            f"validation={validation}, test={test} for {len(groups)} rows. Choose greater shares."
        )
    every = (train_rows, validation_rows, test_rows)
    return ThreeWay(
        *(table._replace(features=table.features[r], labels=table.labels[r]) for r in every)
    )
