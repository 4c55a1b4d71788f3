"""Break the rules one operator at a time and see whether the tests notice.

    python -m tests.mutation                                  # every topic
    python -m tests.mutation optimizers --sample 60 --seed 0  # 60 mutants drawn at random
    python -m tests.mutation gradients --report FILE          # and append a row to a Markdown table

A mutant is one change in one file of `lib/deeptuning/TOPIC`: another operator, comparison or
number, or two arguments swapped. It is made in a copy of the tree, and `tests/lib/TOPIC` runs
there; a mutant under which all tests pass has survived. Mutants that provably change no result are
listed in `EQUIVALENT`, and are not tried. Exits 1 if fewer than `--least` are killed.

Importing the frameworks takes longer than most tests: it is done once, and every run is a fork of
the process that has them (so this needs Linux or macOS).
"""

import argparse
import ast
import copy
import gc
import importlib
import multiprocessing
import os
import random
import re
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIB = Path("lib/deeptuning")
FORK = multiprocessing.get_context("fork")
FRAMEWORKS = ("numpy", "scipy.stats", "sklearn", "torch", "keras", "array_api_strict", "hypothesis")
HEAD = (
    "| topic | mutants | killed | rate | survivors | equivalent, not tried |\n" + "|---" * 6 + "|\n"
)
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:anyio", "-m", "not slow and not gpu")
OPTIONS += ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # hypothesis is there already
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
# A number says little by itself: these are shown around it.
SHOWN = (ast.Subscript, ast.Compare, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.keyword)
# Changes that change no result, wherever they are: (what `before → after` looks like, why).
ALWAYS_EQUIVALENT = [
    (
        r"((?:\w+\.)?(?:min|max|minimum|maximum))\((.+), (.+)\) → \1\(\3, \2\)",
        "the smaller or larger of two values does not depend on their order",
    ),
    (
        r"Choice\((.+), (.+)\) → Choice\(\2, \1\)",
        "the order of the variants shows in a message only",
    ),
    (r"(.+) \+ 0 \* (\w+) → \1 - 0 \* \2", "zero added or taken away"),
    (r"(.+) \* (xp\.ones_like\(\w+\)) → \1 / \2", "multiplied with, or divided by, ones"),
]
# And in one place: (file in lib/deeptuning, a piece of the line, before → after, why).
NOT_TAKEN = "`where` takes the other value there"
ALIKE = "both values of `where` are the same number there"
NEVER = "{0} is no multiple of the spacing of numbers near 1, so the difference is never {0}"
SAME_SHAPES = "the shapes are equal from there on"
WHOLE = "the length of the last axis divides the count without remainder"
CHECKED = "the lengths have been compared before"
EQUIVALENT = [
    ("foundations/_pairs.py", "if 0 in", "shapes[0] → shapes[1]", SAME_SHAPES),
    ("foundations/_pairs.py", "Received: shape", "shapes[0] → shapes[1]", SAME_SHAPES),
    ("foundations/_pairs.py", "return", "shapes[0] → shapes[1]", SAME_SHAPES),
    (
        "foundations/_pairs.py",
        "",
        "abs(y.sum(axis=-1) - 1) > 1e-05 → abs(y.sum(axis=-1) - 1) >= 1e-05",
        NEVER.format("0.00001"),
    ),
    ("foundations/binary_cross_entropy.py", "", "0 * one → 0 / one", "zero either way"),
    ("foundations/binary_cross_entropy.py", "no = ", "0 * one → 1 * one", "then times 1 - y = 0"),
    ("foundations/binary_cross_entropy.py", "larger = ", "z > 0 → z >= 0", ALIKE),
    (
        "foundations/categorical_cross_entropy.py",
        "",
        "n // p.shape[-1] → n / p.shape[-1]",
        WHOLE,
    ),
    (
        "foundations/softmax.py",
        "",
        "checked_pair(y, z, 'z') // z.shape[-1] → checked_pair(y, z, 'z') / z.shape[-1]",
        WHOLE,
    ),
    ("foundations/softmax.py", "else 1", "1 → 2", "without a shape the next line raises"),
    (
        "foundations/step_bound.py",
        "",
        "np.allclose(h, h.T, rtol=1e-08, atol=1e-12 * abs(h).max()) → "
        "np.allclose(h.T, h, rtol=1e-08, atol=1e-12 * abs(h).max())",
        "every pair is compared in both directions either way",
    ),
    ("gradients/clip_by_value.py", "", "g > c → g >= c", ALIKE),
    ("gradients/clip_by_value.py", "", "g < -c → g <= -c", ALIKE),
    ("gradients/elu.py", "left = ", "x > 0 → x >= 0", ALIKE),
    ("gradients/elu.py", "left = ", "x > 0 → x > 1", NOT_TAKEN),
    (
        "gradients/global_norm.py",
        "",
        "max(largest) or 1.0 → max(largest) or 2.0",
        "zero divided by either is zero",
    ),
    (
        "gradients/orthogonal.py",
        "",
        "gain * q * np.sign(np.diag(r)) → gain * q / np.sign(np.diag(r))",
        "multiplied with, or divided by, 1 or -1",
    ),
    ("gradients/probes.py", "", "strict=True → strict=False", CHECKED),
    (
        "optimizers/conventions.py",
        "",
        "strict=True → strict=False",
        "the stored text has a part for every section, which a test holds against the measured one",
    ),
    ("optimizers/adamax.py", "", "0 * g → 1 * g", "the maximum with |g| is no smaller"),
    ("schedules/chain.py", "", "strict=True → strict=False", CHECKED),
    ("schedules/one_cycle.py", "", "0 * t → 1 * t", "it is kept at t = 0 only"),
    ("schedules/one_cycle.py", "", "t > a → t >= a", "both phases have this rate at their corner"),
    ("schedules/piecewise_constant.py", "", "strict=True → strict=False", CHECKED),
    ("schedules/rate_range.py", "prepend=0.0", "1 → 2", "not one of the zeros is above 0"),
    (
        "regularization/label_smoothing.py",
        "",
        "xp.abs(xp.sum(y, axis=-1) - 1) < 0.001 → xp.abs(xp.sum(y, axis=-1) - 1) <= 0.001",
        NEVER.format("0.001"),
    ),
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
            number = isinstance(child, ast.Constant) and isinstance(parent, SHOWN)
            before = ast.unparse(parent if number else child)
            put(parent, name, index, other)
            after = ast.unparse(parent if number else other)
            source = ast.unparse(ast.fix_missing_locations(tree))
            put(parent, name, index, child)
            found.append(Mutant(file, child.lineno, before, after, source))
    return [mutant for mutant in found if mutant.before != mutant.after]


def put(parent: ast.AST, name: str, index: int | None, node: ast.AST) -> None:
    """Hang a node at a place."""
    if index is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[index] = node


def excuse(mutant: Mutant) -> str | None:
    """Why a mutant changes no result, if the list of equivalent mutants has it."""
    here, change = str(mutant.file.relative_to(LIB)), f"{mutant.before} → {mutant.after}"
    line = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()[mutant.line - 1]
    for looks, why in ALWAYS_EQUIVALENT:
        if re.fullmatch(looks, change):
            return why
    for file, piece, listed, why in EQUIVALENT:
        if file == here and piece in line and change == listed:
            return why
    return None


def run_tests(tree: Path, limit: int, where: list[str], first: bool) -> None:
    """Run tests in a copy of the tree, in this process, and end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    sink = os.open(tree / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    for name in [m for m in sys.modules if m.split(".")[0] in ("deeptuning", "tests")]:
        del sys.modules[name]
    sys.path[:0] = [str(tree / "lib"), str(tree)]
    sys.dont_write_bytecode = not first  # compiled files know whole seconds only
    os.chdir(tree)
    import pytest

    code = pytest.main([*OPTIONS, *where])
    sys.stdout.flush()
    os._exit(code)


def passes(tree: Path, limit: int, *where: str, first: bool = False) -> bool:
    """Run tests in a fork, for so many seconds of the processor: a run that hangs has noticed."""
    run = FORK.Process(target=run_tests, args=(tree, limit, list(where), first))
    run.start()
    run.join()
    return run.exitcode in (0, 5)  # 5: every test was deselected


def survives(mutant: Mutant, trees: Path, limit: int, where: tuple[str, ...]) -> bool:
    """Run the tests on a mutant: first those of its own file, which are quick, then `where`."""
    tree = trees / str(os.getpid())
    if not tree.exists():
        shutil.copytree(trees / "original", tree)
    original = (tree / mutant.file).read_text(encoding="utf-8")
    (tree / mutant.file).write_text(mutant.source, encoding="utf-8")
    own = [str(Path(where[0]) / f"test_{mutant.file.name}"), str(mutant.file)]
    alive = passes(tree, limit, *[file for file in own if (tree / file).exists()])
    alive = alive and passes(tree, limit, *where)
    (tree / mutant.file).write_text(original, encoding="utf-8")
    return alive


def of_topic(topic: str) -> tuple[list[Mutant], Counter]:
    """Return the mutants of a topic worth trying, and why how many others are not."""
    files = sorted((ROOT / LIB / topic).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants(file.relative_to(ROOT))]
    excuses = Counter(why for mutant in every if (why := excuse(mutant)))
    return [mutant for mutant in every if not excuse(mutant)], excuses


def examine(topic: str, drawn: list[Mutant], jobs: int) -> list[Mutant]:
    """Try mutants of one topic; return those that survived."""
    where, survivors = (f"tests/lib/{topic}", f"lib/deeptuning/{topic}"), []
    with tempfile.TemporaryDirectory() as folder:
        trees = Path(folder)
        tree = trees / "original"
        for part in ("lib", "tests"):
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tree)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        if not passes(tree, 600, *where, first=True):
            print((tree / "output.txt").read_text(encoding="utf-8"))
            raise SystemExit(f"{topic}: the tests fail before anything is broken. Mend them first.")
        for compiled in [*(tree / "lib").rglob("__pycache__")]:  # that of the tests stays good
            shutil.rmtree(compiled)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
        limit = 10 + 3 * int(used)
        with ProcessPoolExecutor(jobs, FORK) as pool:
            given = repeat(trees), repeat(limit), repeat(where)
            for mutant, alive in zip(drawn, pool.map(survives, drawn, *given), strict=True):
                if alive:
                    survivors.append(mutant)
                    print(f"survived: {mutant}", flush=True)
    tried = Counter(mutant.file for mutant in drawn)
    left = Counter(mutant.file for mutant in survivors)
    for file in tried:
        print(f"{file}: {tried[file] - left[file]} of {tried[file]} killed")
    return survivors


def row(topic: str, tried: int, survivors: list[Mutant], excuses: Counter) -> str:
    """One row of the report: topic, mutants, killed, rate, survivors, equivalents and why."""
    killed = tried - len(survivors)
    alive = "; ".join(f"`{m.file.name}:{m.line}` `{m.before}` → `{m.after}`" for m in survivors)
    same = "; ".join(f"{count}: {why}" for why, count in excuses.items())
    cells = (topic, tried, killed, f"{killed / max(tried, 1):.1%}", alive or "–", same or "–")
    return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    """Examine the topics named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("topics", nargs="*", help="folders of lib/deeptuning")
    parser.add_argument("--sample", type=int, help="try this many mutants per topic, not all")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--only", default="", help="try those whose line matches this pattern")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--least", type=float, default=0.9, help="kill rate to reach")
    parser.add_argument("--report", type=Path, help="append a row to this Markdown file")
    options = parser.parse_args()
    every = sorted(p.parent.name for p in (ROOT / LIB).glob("*/__init__.py"))
    every = [topic for topic in every if (ROOT / "tests/lib" / topic).is_dir()]
    for topic in set(options.topics) - set(every):
        parser.error(f"unknown topic {topic!r}; known: {', '.join(every)}")
    from tests import conftest  # noqa: F401  (the frameworks' environment, before they load)

    for framework in FRAMEWORKS:
        importlib.import_module(framework)
    gc.freeze()  # or every run would walk, and copy, all that was imported
    enough = True
    for topic in options.topics or every:
        drawn, excuses = of_topic(topic)
        drawn = [mutant for mutant in drawn if re.search(options.only, str(mutant))]
        if options.sample is not None and options.sample < len(drawn):
            drawn = random.Random(options.seed).sample(drawn, options.sample)
            drawn.sort(key=lambda mutant: (mutant.file, mutant.line))
        survivors = examine(topic, drawn, options.jobs)
        rate = 1 - len(survivors) / max(len(drawn), 1)
        enough = enough and rate >= options.least
        print(f"{topic}: {len(drawn) - len(survivors)} of {len(drawn)} killed, {rate:.1%}")
        if options.report:
            text = options.report.read_text(encoding="utf-8") if options.report.exists() else HEAD
            text += row(topic, len(drawn), survivors, excuses) + "\n"
            options.report.write_text(text, encoding="utf-8")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
