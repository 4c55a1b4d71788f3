"""Break the rules one operator at a time and see whether the tests notice.

    python -m tests.mutation                                  # every topic
    python -m tests.mutation optimizers --sample 60 --seed 0  # 60 mutants drawn at random

A mutant is one change in one file of `lib/deeptuning/TOPIC`: another operator, comparison or
number, or two arguments swapped. It is made in a copy of the tree, and `tests/lib/TOPIC` runs
there; a mutant under which all tests pass has survived. Exits 1 if fewer than `--least` are killed.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIB = Path("lib/deeptuning")
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.USub: ast.UAdd,
    ast.Not: ast.UAdd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq))
PAIRS += ((ast.Is, ast.IsNot), (ast.In, ast.NotIn))
COMPARISONS = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
# Changes that change no result: (file in lib/deeptuning or "*", before → after, why).
SAME_CHOICE = "the order of the variants shows in a message only"
EQUIVALENT = [
    ("*", "Choice('outside', 'inside') → Choice('inside', 'outside')", SAME_CHOICE),
    ("*", "Choice('outside', 'hat') → Choice('hat', 'outside')", SAME_CHOICE),
    ("*", "Choice(False, True) → Choice(True, False)", SAME_CHOICE),
]


class Mutant(NamedTuple):
    """One change: where, what the expression was and became, and the whole new source."""

    file: Path
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before}  →  {self.after}"


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of an expression."""
    if isinstance(node, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.AugAssign):
        if type(node.op) in OPERATORS:
            other = copy.deepcopy(node)
            other.op = OPERATORS[type(node.op)]()
            yield other
    elif isinstance(node, ast.Compare):
        other = copy.deepcopy(node)
        other.ops[0] = COMPARISONS[type(node.ops[0])]()
        yield other
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        yield ast.Constant(not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        other = copy.deepcopy(node)
        other.args.reverse()
        yield other


def fields(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield every expression below `node` with the place it hangs at; annotations are left out."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield node, name, index, child
                yield from fields(child)


def mutants(file: Path) -> list[Mutant]:
    """Return every mutant of one file. Comments and layout are lost, results are not."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = []
    for parent, name, index, child in fields(tree):
        for other in changed(child):
            ast.copy_location(other, child)
            put(parent, name, index, other)
            source = ast.unparse(ast.fix_missing_locations(tree))
            put(parent, name, index, child)
            found.append(Mutant(file, child.lineno, ast.unparse(child), ast.unparse(other), source))
    return [m for m in found if not excused(m)]


def put(parent: ast.AST, name: str, index: int | None, node: ast.AST) -> None:
    """Hang a node at a place."""
    if index is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[index] = node


def excused(mutant: Mutant) -> bool:
    """Whether the list of equivalent mutants has it."""
    here, change = str(mutant.file.relative_to(LIB)), f"{mutant.before} → {mutant.after}"
    return any(file in ("*", here) and change == listed for file, listed, _ in EQUIVALENT)


def passes(tree: Path, limit: float, *where: str) -> bool:
    """Run tests in a copy of the tree; a run that hangs has noticed."""
    environment = os.environ | {"PYTHONPATH": str(tree / "lib"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *where]
    command += ["-m", "not slow and not gpu"]
    how = {"cwd": tree, "env": environment, "capture_output": True, "timeout": limit}
    try:
        return subprocess.run(command, **how).returncode in (0, 5)  # 5: every test was deselected
    except subprocess.TimeoutExpired:
        return False


def survives(mutant: Mutant, tree: Path, limit: float, *where: str) -> bool:
    """Run the tests on a mutant: first those of its own file, which are quick, then `where`."""
    original = (tree / mutant.file).read_text(encoding="utf-8")
    (tree / mutant.file).write_text(mutant.source, encoding="utf-8")
    own = Path(where[0]) / f"test_{mutant.file.name}"
    alive = not (tree / own).exists() or passes(tree, limit, str(own))
    alive = alive and passes(tree, limit, *where)
    (tree / mutant.file).write_text(original, encoding="utf-8")
    return alive


def examine(topic: str, sample: int | None, seed: int) -> tuple[int, list[Mutant]]:
    """Try the mutants of one topic; return how many there were and which survived."""
    files = sorted((ROOT / LIB / topic).rglob("*.py"))
    drawn = [mutant for file in files for mutant in mutants(file.relative_to(ROOT))]
    if sample is not None and sample < len(drawn):
        drawn = sorted(random.Random(seed).sample(drawn, sample), key=lambda m: (m.file, m.line))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for part in ("lib", "tests"):
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tree)
        where, start = (f"tests/lib/{topic}", f"lib/deeptuning/{topic}"), time.monotonic()
        if not passes(tree, 600, *where):
            raise SystemExit(f"{topic}: the tests fail before anything is broken. Mend them first.")
        limit = 30 + 5 * (time.monotonic() - start)
        survivors = []
        for mutant in drawn:
            if survives(mutant, tree, limit, *where):
                survivors.append(mutant)
                print(f"survived: {mutant}", flush=True)
    tried = Counter(mutant.file for mutant in drawn)
    alive = Counter(mutant.file for mutant in survivors)
    for file in tried:
        print(f"{file}: {tried[file] - alive[file]} of {tried[file]} killed")
    return len(drawn), survivors


def main() -> int:
    """Examine the topics named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("topics", nargs="*", help="folders of lib/deeptuning")
    parser.add_argument("--sample", type=int, help="try this many mutants per topic, not all")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--least", type=float, default=0.9, help="kill rate to reach")
    options = parser.parse_args()
    every = sorted(p.parent.name for p in (ROOT / LIB).glob("*/__init__.py"))
    every = [topic for topic in every if (ROOT / "tests/lib" / topic).is_dir()]
    for topic in set(options.topics) - set(every):
        parser.error(f"unknown topic {topic!r}; known: {', '.join(every)}")
    enough = True
    for topic in options.topics or every:
        tried, survivors = examine(topic, options.sample, options.seed)
        rate = 1 - len(survivors) / max(tried, 1)
        enough = enough and rate >= options.least
        print(f"{topic}: {tried - len(survivors)} of {tried} killed, {rate:.0%}", flush=True)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
