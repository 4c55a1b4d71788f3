"""Make the students' labs from their sources: recorded cases first, then nbgrader's release."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from autograder.needs import need_nbgrader
from autograder.record import record_all


def project_root(start: Path | None = None) -> Path:
    """Return the directory that holds `solutions/`: the working directory or one above it.

    Raises:
        FileNotFoundError: there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "solutions").is_dir() and (folder / "pyproject.toml").exists():
            return folder
    raise FileNotFoundError(
        f"No `solutions` folder in {start} or above it. Run this inside a checkout of the project."
    )


def source_labs(root: Path) -> list[str]:
    """Return the names of the labs in `solutions/`, sorted."""
    return sorted(path.parent.name for path in root.glob("solutions/*/*.ipynb"))


def release(root: Path, lab: str, into: Path) -> None:
    """Write the students' edition of a lab to `into/lab`.

    Raises:
        LabError: the source breaks the contract.
        RuntimeError: nbgrader failed; the message holds its log.
    """
    need_nbgrader()
    import nbformat
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    from autograder.configure import configure
    from autograder.contract import check_lab

    source = root / "solutions" / lab / f"{lab}.ipynb"
    check_lab(nbformat.read(source, as_version=4), lab)
    with tempfile.TemporaryDirectory() as scratch:
        config = configure(Config(), Path(scratch))
        config.CourseDirectory.source_directory = str(root / "solutions")
        config.CourseDirectory.release_directory = str(Path(scratch) / "labs")
        result = NbGraderAPI(config=config).generate_assignment(lab)
        if not result["success"]:
            raise RuntimeError(f"nbgrader could not generate {lab!r}:\n{result.get('log', '')}")
        shutil.copytree(Path(scratch) / "labs" / lab, into / lab, dirs_exist_ok=True)


def make_labs(root: Path) -> list[str]:
    """Record the public cases and write `labs/`; name the files that changed.

    A second run changes nothing.
    """
    changed = record_all()
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        labs = source_labs(root)
        for lab in labs:
            release(root, lab, fresh)
        for new in sorted(path for path in fresh.rglob("*") if path.is_file()):
            name = new.relative_to(fresh)
            old = root / "labs" / name
            if not old.exists() or old.read_bytes() != new.read_bytes():
                old.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(new, old)
                changed.append(f"labs/{name.as_posix()}")
    for old in sorted((root / "labs").glob("*/*.ipynb")):
        if old.parent.name not in labs:
            old.unlink()
            changed.append(f"labs/{old.parent.name}/{old.name} (removed)")
    return changed
