"""Every lesson keeps the contract, and the contract notices when one does not."""

import copy
import json

import pytest

from deeptuning.notebook import load_quiz
from tests.lessons import contract
from tests.lessons.lessons import LESSONS, ROOT

EXEMPLAR = json.loads((ROOT / "lessons/02_optimizers/03_adam_family.ipynb").read_text())


@pytest.mark.parametrize("rule", contract.RULES)
@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_lesson_keeps_the_contract(path, rule):
    assert list(contract.RULES[rule](json.loads(path.read_text()))) == []


def replaced(old, new):
    def change(notebook):
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"]).replace(old, new)

    return change


def without(cell_id):
    def change(notebook):
        notebook["cells"] = [c for c in notebook["cells"] if c["id"] != cell_id]

    return change


BREAKS = {
    "title cell": [
        replaced("**Time:**", "Time"),
        replaced("mybinder.org", "example.org"),
        replaced("**After this lesson you can**", "You will learn"),
    ],
    "setup": [
        without("setup"),
        without("parameters"),
        replaced("SEED = 0", "SEED = None"),
        replaced("import numpy as np", "import keras_tuner"),
        replaced("import numpy as np", "read_events(folder)"),
    ],
    "code length": [replaced("import numpy as np", "import numpy as np\n" + "x = 1\n" * 30)],
    "interpretation": [without("one-rate-see"), without("widget-see")],
    "content": [
        replaced("**Handout vs. measurement.**", ""),
        replaced("import keras", ""),
        replaced("controls = explore(", "explore("),
    ],
    "sections": [replaced("## Summary", "## The end")],
    "summary mirrors objectives": [replaced("6. Adam has to be tuned", "Adam has to be tuned")],
    "cell ids": [lambda notebook: notebook["cells"][3].update(id="deadbeef")],
}


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, changes in BREAKS.items() for change in changes]
)
def test_contract_notices_a_broken_lesson(rule, change):
    broken = copy.deepcopy(EXEMPLAR)
    change(broken)
    assert list(contract.RULES[rule](broken))


def project(*changes):
    made = copy.deepcopy(EXEMPLAR)
    for change in (replaced("# Adam and its relatives", "# Project: Adam"), *changes):
        change(made)
    return made


@pytest.mark.parametrize(
    ("rule", "changes", "says"),
    [
        ("sections", [], ["there is no section “Report”"]),
        ("sections", [replaced("## Summary", "## Report\n\n## Summary")], []),
        ("content", [replaced("**Worked example.**", ""), replaced("import keras", "")], []),
        ("content", [replaced("import keras", ""), replaced("import torch", "")], 2),
        ("content", [replaced("**Handout vs. measurement.**", "")], 1),
    ],
)
def test_a_project_ends_in_a_report_and_may_use_one_framework(rule, changes, says):
    found = list(contract.RULES[rule](project(*changes)))
    assert (len(found) if isinstance(says, int) else found) == says


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_quiz_explains_every_answer(path):
    questions = load_quiz(contract.quiz_name(json.loads(path.read_text())))
    assert 4 <= len(questions) <= 8
    for question in questions:
        answers = question["answers"]
        assert sum(answer["correct"] for answer in answers) == 1
        assert len(answers) >= 3
        assert all(len(answer["feedback"].split()) >= 3 for answer in answers)
