"""Who may import whom, and what an import may cost."""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import deeptuning

LIB = Path(deeptuning.__file__).parent
TOPICS = (
    "foundations",
    "optimizers",
    "schedules",
    "gradients",
    "normalization",
    "regularization",
    "augmentation",
    "checkpointing",
    "tuning",
    "monitoring",
    "interpretability",
)
FOR_TOPICS = {"numpy", "array_api_compat"}
# Files have formats, and those are others' business.
FORMATS = {"checkpointing": {"safetensors"}, "monitoring": {"tensorboard"}}
SHARED = {"deeptuning._validation", "deeptuning._arrays"}
FRAMEWORKS = {"torch", "tensorflow", "keras", "jax"}
HEAVY = (
    "tensorboard",
    "torch",
    "tensorflow",
    "keras",
    "jax",
    "IPython",
    "ipywidgets",
    "matplotlib",
)


def imports(source: str) -> list[tuple[str, str | None]]:
    """Every `import a.b` as ("a.b", None) and every `from a import b` as ("a", "b")."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, None) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [("." * node.level + (node.module or ""), a.name) for a in node.names]
    return found


def outside(imported: list[tuple[str, str | None]]) -> set[str]:
    """The packages that are neither ours nor Python's."""
    roots = {module.split(".")[0] for module, _ in imported}
    return roots - set(sys.stdlib_module_names) - {"deeptuning", ""}


def wrong_in_topic(topic: str, source: str) -> list[str]:
    """What a file of a topic must not import."""
    imported = imports(source)
    wrong = sorted(outside(imported) - FOR_TOPICS - FORMATS.get(topic, set()))
    for module, name in imported:
        if module.startswith("."):
            wrong.append(f"{module} (write the full name)")
        if not module.startswith("deeptuning"):
            continue
        own = f"deeptuning.{topic}"
        if module in SHARED or module == own or module.startswith(own + "."):
            continue
        public = module.split(".")[1:] in [[t] for t in TOPICS]
        if not (public and name in importlib.import_module(module).__all__):
            wrong.append(f"{module}: {name}")
    return wrong


def files(*folders: str) -> list[str]:
    found = [path for folder in folders for path in (LIB / folder).rglob("*.py")]
    return sorted(str(path.relative_to(LIB)) for path in found)


@pytest.mark.parametrize("file", files(*TOPICS))
def test_topics_import_arrays_and_public_names_only(file):
    assert wrong_in_topic(Path(file).parts[0], (LIB / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", files("adapters"))
def test_an_adapter_imports_one_framework(file):
    imported = imports((LIB / file).read_text(encoding="utf-8"))
    used = outside(imported)
    assert used <= FRAMEWORKS | FOR_TOPICS
    assert len(used & FRAMEWORKS) <= 1
    assert not [m for m, _ in imported if m.startswith(("deeptuning.training", "deeptuning.check"))]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("import torch", ["torch"]),
        ("def f():\n    from keras import ops", ["keras"]),
        ("from deeptuning.adapters.torch import RuleOptimizer", ["deeptuning.adapters.torch: "]),
        ("from deeptuning.optimizers.adam import adam", ["deeptuning.optimizers.adam: adam"]),
        ("from deeptuning.optimizers import files", ["deeptuning.optimizers: files"]),
        ("import deeptuning.optimizers", ["deeptuning.optimizers: None"]),
        ("from . import x", [". (write the full name)"]),
        ("from deeptuning.optimizers import adam", []),
        ("from deeptuning._validation import rule\nimport math, numpy.linalg", []),
        ("from deeptuning.schedules.cosine import cosine", []),
    ],
)
def test_the_walk_sees_what_is_forbidden(source, wrong):
    found = wrong_in_topic("schedules", source)
    assert len(found) == len(wrong)
    assert all(f.startswith(w) for f, w in zip(found, wrong, strict=True))


def import_in_fresh_python(module: str) -> tuple[float, list[str]]:
    """Return the seconds an import takes, and the heavy packages it loads."""
    program = (
        "import json, sys, time; start = time.perf_counter(); "
        f"import {module}; seconds = time.perf_counter() - start; "
        f"print(json.dumps([seconds, [m for m in {HEAVY!r} if m in sys.modules]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    seconds, heavy = json.loads(done.stdout)
    return seconds, heavy


def test_importing_the_package_is_cheap():
    seconds, heavy = import_in_fresh_python("deeptuning")
    assert heavy == []
    assert min([seconds, *(import_in_fresh_python("deeptuning")[0] for _ in range(2))]) < 0.3


LIGHT = (*TOPICS, "checks", "data", "training")


@pytest.mark.parametrize("folder", [f for f in LIGHT if (LIB / f / "__init__.py").exists()])
def test_importing_a_part_loads_nothing_heavy(folder):
    assert import_in_fresh_python(f"deeptuning.{folder}")[1] == []
