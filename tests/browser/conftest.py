"""One browser, JupyterLab from the project's own start-up, and a place for screenshots."""

import re
import shutil
import sys

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.notebook import Notebook
from tests.browser.server import jupyterlab

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BADGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="110" height="20">'
    '<rect width="110" height="20" rx="3" fill="#579aca"/><text x="55" y="14" fill="white" '
    'font-family="sans-serif" font-size="11" text-anchor="middle">{}</text></svg>'
)
expect.set_options(timeout=30_000)  # the machine may be busy
SCREENSHOTS = "build/artefacts/screenshots"
LOCAL = ("http://127.0.0.1:", "file:", "data:", "blob:")


PAGES = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep what the newest page looked like when a test failed."""
    report = yield
    if report.failed and PAGES and not PAGES[-1].is_closed():
        name = re.sub(r"\W+", "-", item.name)
        PAGES[-1].screenshot(path=item.config.rootpath / SCREENSHOTS / f"failed-{name}.png")
    return report


@pytest.fixture(scope="session")
def home(tmp_path_factory, root):
    """A folder for everything that Jupyter would write into the user's own."""
    if sys.prefix != str(root / ".venv"):
        pytest.skip("the project's start-up runs in .venv: use `make test`")
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="session")
def new_page(browser):
    """Return a function that opens a page, of a newcomer: nothing from the network, no cookies."""

    def stay_local(route):
        address = route.request.url
        if address.startswith(LOCAL):
            route.continue_()
        elif address.endswith(".svg"):
            name = "Colab" if "colab" in address else "Binder"
            route.fulfill(content_type="image/svg+xml", body=BADGE.format(f"open in {name}"))
        else:
            route.abort()

    def open_page(width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(30_000)
        context.route("**/*", stay_local)
        PAGES.append(context.new_page())
        return PAGES[-1]

    return open_page


@pytest.fixture(scope="session")
def lab(root, home, tmp_path_factory):
    """JupyterLab by `make lab`, on a copy of what students open."""
    course = tmp_path_factory.mktemp("course")
    for name in ("lessons", "labs"):
        shutil.copytree(root / name, course / name)
    shutil.copy(root / "README.md", course)
    options = f"--ServerApp.root_dir={course}"
    with jupyterlab(root, home / "lab", course, "lab", options=options) as server:
        yield server


@pytest.fixture(scope="session")
def open_notebook(lab, new_page):
    """Return a function that opens a notebook of the course in a page of its own."""

    def open_it(path):
        page = new_page()
        workspace = path.replace("/", "-").removesuffix(".ipynb")
        page.goto(f"{lab.url}/lab/workspaces/{workspace}/tree/{path}?token={lab.token}")
        return Notebook(page, lab.folder / path)

    return open_it


@pytest.fixture(scope="session")
def shoot(artefacts):
    """Return a function that keeps a screenshot of a page, or of an element in all its height."""
    folder = artefacts / "screenshots"
    folder.mkdir(exist_ok=True)

    def keep(target, name):
        path = folder / f"{name}.png"
        if isinstance(target, Page):
            target.screenshot(path=path)
            return
        page, usual = target.page, target.page.viewport_size
        height = int(target.bounding_box()["height"])
        if height > usual["height"] - 200:
            page.set_viewport_size({"width": usual["width"], "height": height + 300})
        target.scroll_into_view_if_needed()
        target.screenshot(path=path)
        page.set_viewport_size(usual)

    return keep
