"""Make what students' code has shown safe to look at, in any reader's browser.

Formgrader and feedback put HTML, SVG, LaTeX and JavaScript outputs, and HTML within Markdown, into
the page as they are. Here only what cannot run, call out, cover the page or pass for a verdict is
let through.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from autograder.markup import INVISIBLE, clean_html, without_tricks

OURS = "application/vnd.deeptuning."  # kinds of output that only the grader makes
CARD = re.compile(r"""<[^>]*\brole\s*=\s*["']?status""", re.IGNORECASE)
IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG"}
IMAGE_BYTES, IMAGE_SIDE = 2 << 20, 4_000
LETTERS = 100_000  # of one text
FORGED = "an imitation of a verdict, taken out"


def clean_outputs(outputs: Iterable[NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Return outputs that are safe to show, and what was suspicious in them.

    Text stays, tables lose their style, PNG and JPEG images stay if they are such. Everything else
    is named in its place.
    """
    cleaned, notes = [], []
    for output in outputs:
        if output.output_type == "stream":
            cleaned.append(new_output("stream", name=output.name, text=_text(output.text)))
        elif output.output_type == "error":
            cleaned.append(_error(output))
        else:
            if _forged(output.data):
                notes.append(FORGED)
            cleaned.append(_display(output))
    return cleaned, list(dict.fromkeys(notes))


def safe_markdown(source: str) -> str:
    """Return the HTML of Markdown that anyone may have written, boxed in.

    Given to nbconvert as its filter `markdown2html`.
    """
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(source)
    return _boxed(clean_html(without_tricks(html)))


def _text(text: str) -> str:
    text = INVISIBLE.sub("�", str(text))
    return text if len(text) <= LETTERS else f"{text[:LETTERS]}\n[… {len(text):,} letters]"


def _error(output: NotebookNode) -> NotebookNode:
    name, value = _text(output.ename), _text(output.evalue)
    lines = [_text(line) for line in output.traceback]
    return new_output("error", ename=name, evalue=value, traceback=lines)


def _display(output: NotebookNode) -> NotebookNode:
    data, metadata = {}, {}
    for kind, form in IMAGES.items():
        if kind in output.data and (image := _image(output.data[kind], form)):
            data[kind] = image
            metadata[kind] = _size(output.get("metadata", {}).get(kind))
    if not data and isinstance(output.data.get("text/html"), str):
        data["text/html"] = _boxed(clean_html(output.data["text/html"]), "tex2jax_ignore")
    data["text/plain"] = _plain(output.data, bool(data))
    more = {}
    if output.output_type == "execute_result":
        more["execution_count"] = output.get("execution_count")
    return new_output(output.output_type, data, metadata=metadata, **more)


def _plain(data: dict, shown: bool) -> str:
    """The text of an output; for what is not shown, its source or its name."""
    source = data.get("text/markdown", data.get("text/latex"))
    if isinstance(source, str) and not shown:
        return _text(source)
    text = data.get("text/plain")
    if isinstance(text, str):
        return _text(text)
    return "" if shown else f"[not shown: {_text(', '.join(sorted(data)))[:200]}]"


def _image(encoded: object, form: str) -> str | None:
    """The image in base64, if it is one of this form and bearable."""
    try:
        raw = base64.b64decode("".join(str(encoded).split()), validate=True)
        if len(raw) > IMAGE_BYTES:
            return None
        with Image.open(io.BytesIO(raw), formats=[form]) as image:
            if max(image.size) > IMAGE_SIDE:
                return None
            image.verify()
    except Exception:  # no image, or one made to break readers
        return None
    return base64.b64encode(raw).decode()


def _size(metadata: object) -> dict[str, int]:
    wanted = metadata if isinstance(metadata, dict) else {}
    sizes = {side: wanted.get(side) for side in ("width", "height")}
    return {s: n for s, n in sizes.items() if type(n) is int and 0 < n <= IMAGE_SIDE}


def _forged(data: dict) -> bool:
    return any(kind.startswith(OURS) for kind in data) or bool(
        CARD.search(str(data.get("text/html", "")))
    )


def _boxed(html: str, names: str = "") -> str:
    """Keep a piece of a page in its place: what is in it can cover nothing around it."""
    kind = f' class="{names}"' if names else ""
    html = html.replace("<table>", '<table cellpadding="5">')  # the one form a cleaned table has
    return f'<div{kind} style="contain:content;overflow:auto;max-height:80em">{html}</div>'
