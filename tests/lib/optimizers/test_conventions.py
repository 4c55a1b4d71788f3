import numpy as np
import pytest

from deeptuning.optimizers import CATALOGUE, convention_table
from tests.lib.optimizers import conventions

pytest.importorskip("keras")
pytest.importorskip("torch")


def test_the_stored_table_is_what_is_measured():
    assert convention_table() == conventions.render(), (
        "The conventions changed. If that is right, run: "
        "python -m tests.lib.optimizers.conventions --write"
    )


@pytest.mark.usefixtures("float64")
@pytest.mark.parametrize(
    ("name", "library", "expected"),
    [
        ("adam", "torch", (conventions.CORRECTED, "√v̂ + ε", 0.0)),
        ("adam", "Keras", (conventions.CORRECTED, "√v̂ + ε/√(1−β₂ᵗ)", 0.0)),
        ("rmsprop", "torch", (conventions.ROLLING, "√s + ε", 0.0)),
        ("rmsprop", "Keras", (conventions.ROLLING_RATE, "√(s + ε)", 0.0)),
        ("adagrad", "torch", (conventions.NONE, "√G + ε", 0.0)),
        ("adagrad", "Keras", (conventions.NONE, "√(G + ε)", 0.1)),
        ("adadelta", "torch", (conventions.NONE, conventions.BOTH_INSIDE, 0.0)),
        ("adadelta", "Keras", (conventions.NONE, conventions.BOTH_INSIDE, 0.0)),
        ("amsgrad", "torch", (conventions.CORRECTED, "√v̂ + ε" + conventions.OF_V, 0.0)),
        ("amsgrad", "Keras", (conventions.CORRECTED, "√v̂ + ε/√(1−β₂ᵗ)" + conventions.OF_V, 0.0)),
        ("adamw", "Keras", (conventions.CORRECTED, "√v̂ + ε/√(1−β₂ᵗ)", 0.0)),
        ("radam", "torch", (conventions.RECTIFIED, "√v̂ + ε/√(1−β₂ᵗ)", 0.0)),
        ("radam", "Keras", (conventions.NONE, conventions.NONE, 0.0)),
        ("lion", "Keras", (conventions.SIGN, conventions.NONE, 0.0)),
        ("lion", "torch", (conventions.NONE, conventions.NONE, 0.0)),
        ("momentum", "torch", (conventions.HEAVY_BALL, conventions.NONE, 0.0)),
        ("momentum", "Keras", (conventions.VELOCITY, conventions.NONE, 0.0)),
        ("nadam", "torch", (conventions.AHEAD_SLOW, "√v̂ + ε", 0.0)),
        ("nadam", "Keras", (conventions.AHEAD_FAST, "√v̂ + ε", 0.0)),
        ("adamax", "torch", (conventions.CORRECTED, conventions.IN_MAXIMUM, 0.0)),
        ("adamax", "Keras", (conventions.CORRECTED, conventions.AFTER_MAXIMUM, 0.0)),
    ],
)
def test_known_facts_are_found(name, library, expected):
    assert conventions.fit(name, library) == expected


def test_every_candidate_walks_a_path_of_its_own():
    """Otherwise a fit could name the wrong one."""
    for name, (forms, places) in conventions.POSSIBLE.items():
        starts = conventions.STARTS if CATALOGUE[name].slots else (0.0,)
        paths = [
            conventions.simulate(form, place, start)
            for form in forms
            for place in places
            for start in starts
        ]
        for i, path in enumerate(paths):
            assert np.isfinite(path).all()
            assert not any(conventions.same(path, other) for other in paths[:i])


@pytest.mark.usefixtures("float64")
def test_rmsprop_rates_differ_tenfold():
    defaults = {lib: conventions.defaults_of("rmsprop", lib) for lib in conventions.LIBRARIES}
    plain = {"momentum": 0}
    assert defaults["torch"] == plain | {"learning_rate": 0.01, "rho": 0.99, "eps": 1e-8}
    assert defaults["Keras"] == plain | {"learning_rate": 0.001, "rho": 0.9, "eps": 1e-7}
    assert defaults["this library"] == plain | {"learning_rate": 0.001, "rho": 0.9, "eps": 1e-8}


@pytest.mark.usefixtures("float64")
def test_no_learning_rate_needed_means_a_thousandth_in_keras():
    rates = [conventions.defaults_of("adadelta", lib) for lib in conventions.LIBRARIES]
    assert [rate["learning_rate"] for rate in rates] == [1.0, 0.001, 1.0]
