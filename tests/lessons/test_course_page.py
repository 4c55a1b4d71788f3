"""The page of the course says what is so: lessons, symbols, words, calls and the way on."""

import importlib
import inspect
import json
import os
import re

import pytest

from tests.lessons import contract
from tests.lessons.course_page import PAGE, renewed, title
from tests.lessons.lessons import LESSONS, ROOT

TEXT = PAGE.read_text()


def rows(heading):
    """The rows of the table below a heading."""
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def find(name):
    """What a dotted name leads to: modules first, then their attributes."""
    first, *rest = name.split(".")
    found = importlib.import_module(first)
    for i, part in enumerate(rest):
        if not hasattr(found, part):
            found = importlib.import_module(".".join([first, *rest[: i + 1]]))
        else:
            found = getattr(found, part)
    return found


def test_is_the_table_of_lessons_the_one_of_today():
    assert renewed(TEXT) == TEXT, "run `make page`"


@pytest.mark.parametrize("row", rows("Symbols"), ids=lambda row: row[0])
def test_is_a_symbol_the_argument_it_is_said_to_be(row):
    symbol, meaning, argument, where = (cell.strip("` |") for cell in row)
    assert symbol.startswith("$")
    assert len(meaning) > 3
    if argument:
        assert argument in inspect.signature(find(f"deeptuning.{where}")).parameters


@pytest.mark.parametrize("row", rows("Words"), ids=lambda row: row[0])
def test_is_a_word_used_where_it_is_said_to_come_first(row):
    word, meaning, where = row
    paths = [path for path in LESSONS if re.fullmatch(rf"\[.*\]\({where_of(path)}\)", where)]
    assert len(paths) == 1, where
    text = " ".join(contract.text(json.loads(paths[0].read_text())).lower().split())
    assert re.search(rf"\b{re.escape(word.lower())}", text), f"{word} is not in {where}"
    assert meaning[0].islower() or meaning.startswith(("L1", "ReLU"))


def where_of(path):
    return re.escape(str(path.relative_to(ROOT / "lessons")))


@pytest.mark.filterwarnings("ignore")  # what others' packages say when they are imported
@pytest.mark.parametrize("row", rows("The same call in three places"), ids=lambda row: row[0])
def test_is_there_such_a_call(row):
    ours, *theirs = row[1:]
    assert callable(find(f"deeptuning.{ours.strip('`')}"))
    for cell in theirs:
        names = re.findall(r"`((?:\w+\.)+\w+)`", cell)
        assert names or cell == "none" or cell.startswith(("none:", "the same"))
        for name in names:
            assert find(name) is not None
        for option in re.findall(r"`(\w+)=", cell):
            assert any(accepts(find(name), option) for name in names), option


def accepts(call, option):
    """Whether a function takes an argument, or a class, or one of those below it."""
    calls = [each.__init__ for each in call.__mro__] if isinstance(call, type) else [call]
    return any(option in inspect.signature(each).parameters for each in calls)


@pytest.mark.parametrize(
    ("lesson", "following"),
    list(zip(LESSONS, [*LESSONS[1:], None], strict=True)),
    ids=[path.stem for path in LESSONS],
)
def test_does_a_lesson_lead_to_the_next(lesson, following):
    text = contract.text(json.loads(lesson.read_text()))
    way = re.search(r"^\*\*Next:\*\*.*$", text, re.MULTILINE)[0]
    links = dict(re.findall(r"\[([^\]]+)\]\(([^)]+)\)", way))
    for target in links.values():
        assert (lesson.parent / target).exists(), target
    if following:
        assert links[title(following).name] == os.path.relpath(following, lesson.parent)


@pytest.mark.parametrize("lesson", LESSONS, ids=[path.stem for path in LESSONS])
def test_does_every_relative_link_of_a_lesson_lead_somewhere(lesson):
    text = contract.text(json.loads(lesson.read_text()))
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (lesson.parent / target).exists(), target


@pytest.mark.parametrize("topic", sorted({path.parent for path in LESSONS}), ids=lambda p: p.name)
def test_do_the_lessons_of_a_topic_lead_to_its_lab(topic):
    name = topic.name[3:]
    ways = (contract.text(json.loads(path.read_text())) for path in topic.glob("[0-9]*.ipynb"))
    assert any(f"(../../labs/{name}/{name}.ipynb)" in way for way in ways)


def test_does_the_readme_lead_to_every_lesson():
    links = re.findall(r"\]\((lessons/[^)]+\.ipynb)\)", (ROOT / "README.md").read_text())
    assert links == [str(path.relative_to(ROOT)) for path in LESSONS]


def test_do_the_links_of_the_page_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (PAGE.parent / target).exists(), target
