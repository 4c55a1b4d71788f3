"""What all submissions of a lab are graded with, and how one notebook is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

import deeptuning
from autograder.engine import grade
from autograder.hidden import course_secret
from autograder.records import Record
from autograder.sandbox.limits import Limits, read_limits
from autograder.sandbox.server import ServerGoneError
from autograder.source import Source, read_source
from autograder.supply import BUBBLEWRAP, frameworks, kernels_for

CODE = (Path(__file__).parent, Path(deeptuning.__file__).parent / "checks")


@dataclass(frozen=True)
class Job:
    """What all submissions of a lab are graded with."""

    course: Path
    lab: str
    secret: bytes
    sources: tuple[Source, ...]
    limits: Limits
    sandbox: str

    @property
    def source_folder(self) -> Path:
        """The lab's source."""
        return self.course / "solutions" / self.lab

    def digest(self) -> str:
        """Changes when the lab, its checks, the secret or the limits do."""
        parts = [self.lab, self.secret.hex(), str(sorted(asdict(self.limits).items()))]
        parts += [self.sandbox, *(source.digest for source in self.sources), code_digest()]
        parts += sorted(_digests(self.source_folder))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def make_job(course: Path, lab: str, db: str, sandbox: str = BUBBLEWRAP) -> Job:
    """Return the job of a lab; see `grade_class`."""
    with Gradebook(db) as gradebook:
        sources = read_source(gradebook, course / "solutions" / lab, lab)
    return job_from(course, lab, sources, sandbox)


def job_from(course: Path, lab: str, sources: list[Source], sandbox: str) -> Job:
    """Return the job of a lab whose source has been read."""
    limits = read_limits(course / "solutions" / lab)
    return Job(course, lab, course_secret(course), tuple(sources), limits, sandbox)


def run_notebook(
    job: Job, notebook: NotebookNode, folder: Path, name: str, record: Record
) -> NotebookNode:
    """Run a restored notebook, which is changed, and add what came of it to the record."""
    for attempt in (1, 2):
        try:
            graded = grade(
                notebook,
                job.lab,
                job.secret,
                kernels_for(job.source_folder, job.sandbox, frameworks(notebook)),
                job.limits,
                (folder, job.source_folder),
            )
            break
        except ServerGoneError:  # a new one is started
            if attempt == 2:
                raise
    record.verdicts |= {name: verdict.to_json() for name, verdict in graded.verdicts.items()}
    record.faults |= graded.faults
    record.repairs = list(dict.fromkeys([*record.repairs, *graded.signals]))
    record.notebooks[name] = nbformat.writes(graded.notebook)
    return graded.notebook


def submission_key(folder: Path, digest: str) -> str:
    """What a submission's outcome depends on."""
    text = "\n".join([digest, *sorted(_digests(folder))])
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()  # names may be bytes


def _digests(folder: Path) -> Iterator[str]:
    if folder.is_symlink():
        yield "link"
        return
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield f"{path.relative_to(folder)} {digest}"


def code_digest() -> str:
    """Changes when the grader or the checks do."""
    files = sorted(path for folder in CODE for path in folder.rglob("*.py"))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
