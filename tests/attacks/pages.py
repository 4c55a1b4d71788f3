"""What a browser, a sheet or a terminal would run of what an instructor is shown."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"[=+\-@\t\r]")
LINKS = {"href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class _Page(HTMLParser):
    """Collects what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag's attributes."""
        self._script = tag == "script"
        for name, value in attrs:
            text = re.sub(r"\s", "", value or "").lower()
            ours = "poisoned" in text or "alert(1)" in text
            if ours and (name.startswith("on") or name == "srcdoc"):
                self.found.append(f"<{tag} {name}>")
            if name in LINKS and text.startswith("javascript:"):
                self.found.append(f"<{tag} {name}=javascript:>")
        if tag == "base" and any("evil" in (value or "") for _, value in attrs):
            self.found.append("<base>")

    def handle_endtag(self, tag: str) -> None:
        """A script has ended."""
        self._script = False

    def handle_data(self, data: str) -> None:
        """Look at the text of a script."""
        if self._script and "poisoned" in data:
            self.found.append("<script>")


def scripts(page: Path) -> list[str]:
    """Return what of an attack would run in a page."""
    parser = _Page()
    parser.feed(page.read_text(encoding="utf-8"))
    return sorted(set(parser.found))


def formulas(sheet: Path) -> list[str]:
    """Return the cells of a CSV file that a spreadsheet would compute."""
    with sheet.open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    return [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]


def controls(text: str) -> list[str]:
    """Return the characters in a text that move a terminal's cursor or turn its writing round."""
    return sorted(set(CONTROL.findall(text.replace("\n", ""))))
