"""nbgrader's settings for a course, in one function used by every configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

COURSE = "deeptuning"


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
    c.Autograde.sanitize_preprocessors = [
        "autograder.execute.RestoreCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
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
        "autograder.feedback.NothingHidden",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    # For feedback and for Formgrader: Markdown may hold HTML, which may hold anything.
    c.HTMLExporter.filters = {
        "markdown2html": "autograder.cleaning.safe_markdown",
        "clean_html": "autograder.markup.clean_html",
    }
    # A rubric stands in the locked cell of its question. nbgrader takes it out of the release and
    # puts it back for the grader, who then reads it just above the answer.
    c.ClearMarkScheme.enforce_metadata = False
    c.ExportApp.plugin_class = "autograder.export.GradesCsv"
    return c


def course_config(root: Path) -> Config:
    """Return a course's settings: ours, and over them its own `nbgrader_config.py`."""
    config = configure(Config(), root)
    name = "nbgrader_config.py"
    if (root / name).is_file():
        config.merge(PyFileConfigLoader(name, path=str(root)).load_config())
        config.CourseDirectory.root = str(root)
    return config
