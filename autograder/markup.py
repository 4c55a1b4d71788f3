"""HTML and TeX that anyone may have written, reduced to what is harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup

TAGS = {
    *("p", "br", "hr", "div", "span", "pre", "code", "kbd", "blockquote", "details", "summary"),
    *("b", "i", "em", "strong", "del", "s", "sub", "sup", "small", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
# Their text is no text for readers.
SILENT = ("script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title")
# Pygments' names of token kinds: letters, and nothing that a page's own style sheets know.
TOKEN = re.compile(r"[a-z]{1,2}\d?")
SPAN = re.compile(r"[1-9]\d?")
PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]{1,3000000}")
# Names with a dot. Formgrader serves students' files from this machine: no link leads there.
HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d+)?(?<!\.localhost)(?<!\.local)")
# Direction marks and other letters that make text read differently from what it is.
INVISIBLE = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")
# TeX that links, defines, styles, or moves things out of their place.
TRICKS = re.compile(
    r"\\(?=(?:href|url|require|style|class|cssId|unicode|bbox|mmlToken|texttip|tooltip|"
    r"def|let|newcommand|renewcommand|providecommand|newenvironment|renewenvironment|"
    r"DeclareMathOperator|rule|Rule|Space|[hm]?skip|hspace|vspace|m?kern|raise|lower|move(?:left|right)|"
    r"(?:math)?[lrc]lap|label|tag|ref|eqref)(?![A-Za-z]))"
)


def clean_html(html: str | bytes) -> str:
    """Return HTML with known tags only: no style, no address to load from, nothing that runs.

    Links lead to http(s) only, and say where.

    Example:
        >>> clean_html('<b onclick="x()">bold</b><script>x()</script>')
        '<b>bold</b>'
        >>> clean_html('<a href="javascript:x()">grade</a>')
        '<a>grade</a>'
    """
    text = html.decode(errors="replace") if isinstance(html, bytes) else str(html)
    soup = BeautifulSoup(INVISIBLE.sub("�", text), "html.parser")
    for element in soup.find_all(SILENT):
        element.decompose()
    for picture in soup.find_all("img"):
        if not PICTURE.fullmatch(str(picture.get("src", ""))):
            picture.replace_with(str(picture.get("alt") or "[picture not shown]"))
    cleaner = Cleaner(
        tags=TAGS,
        attributes=_allowed,
        protocols={"http", "https", "data"},
        strip=True,
        filters=[_Links],
    )
    return cleaner.clean(str(soup))


def without_tricks(text: str) -> str:
    r"""Return text in which TeX can set formulas, and no more.

    Example:
        >>> without_tricks(r"$\frac{1}{2} \href{https://x}{grade}$")
        '$\\frac{1}{2} ＼href{https://x}{grade}$'
    """
    return TRICKS.sub("＼", text)


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return _host(value) is not None
    if tag == "img":
        return name == "alt" or (name == "src" and bool(PICTURE.fullmatch(value)))
    if tag == "span" and name == "class":
        return bool(TOKEN.fullmatch(value))
    if tag == "div" and name == "class":
        return value in ("highlight", "hl-python")
    return (
        tag in ("td", "th") and name in ("colspan", "rowspan") and value in map(str, range(1, 51))
    )


def _host(address: str) -> str | None:
    """The host of a web address; None for every other address, also one on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    public = parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc)
    return parts.netloc if public else None


class _Links(Filter):
    """Links tell their host, and where they lead learns nothing."""

    def __iter__(self) -> Iterator[dict]:
        hosts: list[str | None] = []
        for token in super().__iter__():
            if token.get("name") != "a":
                yield token
                continue
            if token["type"] == "StartTag":
                address = token["data"].get((None, "href"))
                hosts.append(_host(address) if address else None)
                if hosts[-1]:
                    token["data"][None, "rel"] = "noopener noreferrer nofollow"
                    token["data"][None, "target"] = "_blank"
                yield token
            else:
                yield token
                if hosts and (host := hosts.pop()):
                    yield {"type": "Characters", "data": f" [{host}]"}
