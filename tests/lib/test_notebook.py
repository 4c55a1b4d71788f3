"""Set-up and quizzes of lessons: what happens with good and with bad settings?"""

import matplotlib as mpl
import pytest

from deeptuning import notebook


def test_begin_picks_by_budget_and_sets_the_style():
    mpl.rcdefaults()
    assert notebook.begin("fast", 0)(fast=1, full=2) == 1
    assert notebook.begin("full", 0)(fast=1, full=2) == 2
    assert mpl.rcParams["axes.spines.top"] is False


def test_an_unknown_budget_lists_the_known_ones():
    with pytest.raises(ValueError, match="Unknown budget 'slow'. Known: fast, full. Set BUDGET"):
        notebook.begin("slow", 0)


@pytest.mark.parametrize("seed", [-1, 1.5, "0", True, None])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(ValueError, match="`seed` must be a non-negative integer.*Received"):
        notebook.begin("fast", seed)


def test_a_missing_framework_is_named_with_the_remedy(capsys, monkeypatch):
    notebook.begin("fast", 0, uses=("torch", "keras"))
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(notebook.importlib.util, "find_spec", lambda name: None)
    notebook.begin("fast", 0, uses=("keras",))
    said = capsys.readouterr().out
    assert said.startswith("keras is not installed")
    assert "%pip install keras tensorflow" in said
    with pytest.raises(ValueError, match=r"Unknown framework 'jax'. Known: keras, torch"):
        notebook.begin("fast", 0, uses=("jax",))


def test_an_unknown_quiz_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"Unknown quiz 'x'. Known: .*optimizers/adam_family"):
        notebook.load_quiz("x")


def test_the_quiz_is_shown(capsys):
    notebook.quiz("optimizers/adam_family")
    assert capsys.readouterr().out
