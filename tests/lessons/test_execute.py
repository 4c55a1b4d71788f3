"""Every lesson runs as a reader would run it, in time, and its claims hold.

But for the frameworks' imports, which are done once for all: see `warm`.
"""

import os
import re

import pytest

from deeptuning.claims import MIME
from tests.lessons import claims_table, contract, gallery
from tests.lessons.lessons import LESSONS, ROOT, execute
from tests.lessons.table import LINE
from tests.lessons.warm import Warm

SECONDS, MEBIBYTES = 45, 1536
# Beside other tests the same work takes up to twice the CPU time; `make bench` runs lessons alone,
# imports and all.
CROWDED = 2


@pytest.fixture(scope="session")
def warm(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with Warm(meeting=shared) as warm:
        yield warm


# The last lessons take longest: first, so that in the end no process runs one alone.
@pytest.fixture(scope="module", params=LESSONS[::-1], ids=lambda p: f"{p.parent.name}-{p.stem}")
def path(request):
    return request.param


@pytest.fixture(scope="module")
def run(path, artefacts, warm):
    run = execute(path, artefacts / "lessons", warm)
    gallery.sheet(run, artefacts / "figures" / path.parent.name / f"{path.stem}.png")
    return run


class TestLesson:
    def test_runs_in_time_and_memory(self, path, run, record_property):
        record_property(LINE, gallery.row(path, run))
        print(f"\n{run.seconds:.1f} s, {run.cpu_seconds:.1f} s CPU, {run.peak_mib:.0f} MiB")
        assert run.cpu_seconds <= CROWDED * SECONDS
        assert run.peak_mib <= MEBIBYTES

    def test_says_nothing_on_stderr(self, run):
        assert [out["text"] for out in run.outputs() if out.get("name") == "stderr"] == []

    def test_every_picture_has_alternative_text(self, run):
        pages = ["".join(page) for page in run.data("text/html")]
        pictures = [tag for page in pages for tag in re.findall(r"<img [^>]*>", page)]
        assert len(pictures) >= (6 if contract.is_project(run.notebook) else 8)
        assert all(re.search(r'alt="[^"]{30,}"', tag) for tag in pictures)
        assert run.data("image/png") == []  # a picture without words

    def test_widget_has_a_static_picture(self, run):
        cell = next(c for c in run.notebook["cells"] if "explore(" in "".join(c["source"]))
        html = ["".join(out["data"].get("text/html", "")) for out in cell["outputs"]]
        assert any("<img " in page for page in html)
        assert any("application/vnd.jupyter.widget-view+json" in o["data"] for o in cell["outputs"])

    def test_claims_are_in_the_table(self, run):
        claims = run.data(MIME)
        assert len(claims) >= (3 if contract.is_project(run.notebook) else 5)
        listed = claims_table.listed(ROOT / "lessons" / "CLAIMS.md")
        for claim in claims:
            assert (claim["says"], claim["verdict"]) in listed, claims_table.REMEDY
