"""Every lab keeps its contract, and `labs/` is what its source makes."""

import ast
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_markdown_cell, new_output

from autograder.cells import read_check
from autograder.contract import LabError, check_lab, problems
from autograder.labs import make_labs, release, source_labs
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader, SQLAlchemy and zmq warn of themselves
LABS = source_labs(ROOT)


def source(lab):
    return nbformat.read(ROOT / f"solutions/{lab}/{lab}.ipynb", as_version=4)


def released(lab):
    return nbformat.read(ROOT / f"labs/{lab}/{lab}.ipynb", as_version=4)


def is_python(cell):
    return cell.cell_type == "code" and "%" not in cell.source.replace(" % ", "")


def test_are_there_labs():
    assert LABS


@pytest.mark.parametrize("lab", LABS)
def test_does_the_source_keep_the_contract(lab):
    assert list(problems(source(lab))) == []


@pytest.mark.parametrize("lab", LABS)
def test_does_generating_again_change_nothing(lab, tmp_path):
    release(ROOT, lab, tmp_path)
    new = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [p.relative_to(tmp_path) for p in new] == sorted(
        p.relative_to(ROOT / "labs") for p in (ROOT / "labs" / lab).rglob("*") if p.is_file()
    )
    for path in new:
        committed = ROOT / "labs" / path.relative_to(tmp_path)
        assert path.read_bytes() == committed.read_bytes(), "run `make labs`"


@pytest.mark.parametrize("lab", LABS)
def test_is_the_release_free_of_solutions_rubrics_and_outputs(lab):
    for cell in released(lab).cells:
        assert "SOLUTION" not in cell.source
        assert "MARK SCHEME" not in cell.source
        assert not cell.get("outputs")
        if is_python(cell):
            ast.parse(cell.source)


@pytest.mark.parametrize("lab", LABS)
def test_does_the_release_run_with_every_check_not_attempted(lab):
    notebook = released(lab)
    NotebookClient(notebook, allow_errors=True).execute()
    checks = 0
    for cell in notebook.cells:
        errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        found = read_check(cell)
        if found:
            checks += 1
            assert [e.evalue for e in errors] == [f"{found.check}: not attempted"]
            assert "not attempted yet" in cell.outputs[0].data["text/html"]
        else:
            assert errors == []
    assert checks >= 4


@pytest.mark.parametrize("lab", LABS)
def test_do_colab_and_binder_badges_point_at_the_released_lab(lab):
    top = released(lab).cells[0].source
    path = f"labs/{lab}/{lab}.ipynb"
    assert re.search(rf"colab\.research\.google\.com/github/[\w./-]+/blob/main/{path}", top)
    assert re.search(rf"mybinder\.org/v2/gh/[\w./-]+/HEAD\?urlpath=lab/tree/{path}", top)


def spoil_points(notebook):
    cell = next(c for c in notebook.cells if read_check(c))
    cell.metadata.nbgrader.points += 1


def spoil_id(notebook):
    next(c for c in notebook.cells if read_check(c)).id = "abc123"


def spoil_order(notebook):
    i = next(i for i, c in enumerate(notebook.cells) if read_check(c))
    notebook.cells.insert(i, new_markdown_cell("In between"))


def spoil_outputs(notebook):
    cell = next(c for c in notebook.cells if c.cell_type == "code")
    cell.outputs = [new_output("stream", name="stdout", text="1")]


def spoil_time(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace(" minutes ·", " min ·")


def spoil_total(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("**Points**", "Points")


def spoil_written(notebook):
    notebook.cells = [c for c in notebook.cells if "Why is the comparison" not in c.source]


def spoil_checks(notebook):
    keep = [c for c in notebook.cells if not read_check(c)]
    notebook.cells = keep + [c for c in notebook.cells if read_check(c)][:3]


def spoil_solution(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("### BEGIN SOLUTION", "# solution")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_points, "points, its cell says"),
        (spoil_id, "make them the same"),
        (spoil_order, "right after"),
        (spoil_outputs, "clear them"),
        (spoil_time, "minutes"),
        (spoil_total, "first cell does not say"),
        (spoil_written, "rubric"),
        (spoil_checks, "at least 4"),
        (spoil_solution, "no solution region"),
    ],
)
def test_is_every_breach_of_the_contract_reported(spoil, said):
    notebook = source("optimizers")
    spoil(notebook)
    with pytest.raises(LabError, match=said):
        check_lab(notebook, "optimizers")


@pytest.mark.parametrize(
    "code",
    [
        'check("optimizers/adam_stepp", adam_step)',
        'check("optimizers/adam_step", subject=adam_step)',
        'check("optimizers/adam_step", adam_step)\nprint("done")',
    ],
)
def test_is_a_check_cell_that_would_not_be_graded_as_one_refused(code):
    notebook = source("optimizers")
    cell = next(c for c in notebook.cells if c.id == "adam_step")
    cell.source = code
    assert any("'adam_step' calls check(), but" in problem for problem in problems(notebook))


def test_does_a_lab_without_a_source_go(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.labs.record_all", list)  # a test of its own, for every check
    for room in ("solutions", "labs"):
        shutil.copytree(ROOT / room / "optimizers", tmp_path / room / "optimizers")
    shutil.copytree(ROOT / "labs/optimizers", tmp_path / "labs/old")
    assert make_labs(tmp_path) == ["labs/old/optimizers.ipynb (removed)"]
    assert (tmp_path / "labs/optimizers/optimizers.ipynb").exists()
