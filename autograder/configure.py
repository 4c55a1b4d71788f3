"""nbgrader's settings for a course, in one function used by every configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

COURSE = "deeptuning"
CELL_SECONDS = 60


def configure(c: Any, root: Path | None = None) -> Any:
    """Fill in a traitlets configuration.

    Args:
        c: the configuration, from `get_config()` in a file or `Config()` in a program.
        root: the course's directory; the working directory when None. The exchange is in it.

    Returns:
        The same configuration.
    """
    c.CourseDirectory.course_id = COURSE
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "labs"
    if root is not None:
        c.CourseDirectory.root = str(root)
        c.Exchange.root = str(root / "exchange")
        c.Exchange.cache = str(root / ".cache")
    c.Autograde.autograde_preprocessors = [
        "autograder.execute.HiddenExecute",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateFeedback.preprocessors = [
        "autograder.feedback.HonestGrades",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.Execute.timeout = CELL_SECONDS
    # Kernels keep no history on disk, and say nothing in the terminal but errors.
    c.Execute.extra_arguments = [
        "--HistoryManager.hist_file=:memory:",
        "--Application.log_level=40",
    ]
    # A rubric stands in the locked cell of its question. nbgrader takes it out of the release and
    # puts it back for the grader, who then reads it just above the answer.
    c.ClearMarkScheme.enforce_metadata = False
    c.ExportApp.plugin_class = "autograder.export.GradesCsv"
    return c
