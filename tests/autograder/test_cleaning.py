"""Is what students' code has shown harmless to look at, and still there to read?"""

import base64
import io
import json

import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_output
from PIL import Image

from autograder.cleaning import FORGED, clean_outputs, safe_markdown
from autograder.markup import TAGS, clean_html
from tests.autograder import hostile

ATTRIBUTES = set(
    ["href", "rel", "target", "alt", "src", "class", "colspan", "rowspan", "style", "cellpadding"]
)


def picture(form, size=(3, 2)):
    file = io.BytesIO()
    Image.new("RGB", size).save(file, form)
    return base64.b64encode(file.getvalue()).decode()


def show(data, metadata=None):
    (output,), notes = clean_outputs([new_output("display_data", data, metadata=metadata or {})])
    return output, notes


def assert_harmless(html):
    """A parser of its own kind looks for all that could act."""
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        assert element.name in TAGS
        assert set(element.attrs) <= ATTRIBUTES
        if "style" in element.attrs:  # our own box
            assert element["style"] == "contain:content;overflow:auto;max-height:80em"
        assert element.get("href", "https://").startswith(("http://", "https://"))
        assert element.get("src", "data:image/").startswith("data:image/")
        assert not {"panel", "navbar-fixed-top"} & set(element.get("class", []))
    assert "localhost" not in html.replace("localhost:8888/x'", "")


@pytest.mark.parametrize("kind", hostile.DATA)
def test_is_every_kind_of_hostile_output_harmless(kind):
    output, _ = show({kind: hostile.DATA[kind], "text/plain": "shown"})
    assert set(output.data) <= {"text/plain", "text/html"}
    assert_harmless(output.data.get("text/html", ""))
    assert "window.pwned" not in output.data.get("text/html", "")


@pytest.mark.parametrize("html", [hostile.MARKUP, *hostile.MARKUP.splitlines()])
def test_is_hostile_html_harmless_in_markdown_and_alone(html):
    assert_harmless(clean_html(html))
    assert_harmless(safe_markdown(html))


def test_is_hostile_markdown_harmless():
    html = safe_markdown(hostile.MARKDOWN)
    assert_harmless(html)
    for trick in (r"\href", r"\def", r"\rule"):
        assert trick not in html
    assert r"\frac{1}{2}" in html


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("**bold** and `code`", "<strong>bold</strong> and <code>code</code>"),
        ("$x < y$", "$x &lt; y$"),
        ("[Adam](https://arxiv.org/abs/1412.6980)", '<a href="https://arxiv.org/abs/1412.6980"'),
        ("[Adam](https://arxiv.org/abs/1412.6980)", "[arxiv.org]"),
        ("```python\nx = 1\n```", '<span class="n">x</span>'),
        ("| a |\n|---|\n| 1 |", "<td>1</td>"),
    ],
)
def test_does_honest_markdown_read_as_it_should(markdown, kept):
    assert kept in safe_markdown(markdown)


@pytest.mark.parametrize(
    "address",
    [
        "JaVaScRiPt:x()",
        " javascript:x()",
        "&#106;avascript:x()",
        "java\tscript:x()",
        "data:text/html,x",
        "vbscript:x",
        "//evil.org",
        "evil.html",
        "/formgrader/x",
        "http://127.0.0.1:8888/x",
        "http://localhost/x",
        "http://[::1]/x",
        "https://bank.org@evil.org/",
        "https://bank.org\\@evil.org/",
        "http://a.localhost/",
    ],
)
def test_does_no_link_lead_where_it_should_not(address):
    assert "href" not in clean_html(f'<a href="{address}">x</a>')


@pytest.mark.parametrize(("kind", "form"), [("image/png", "PNG"), ("image/jpeg", "JPEG")])
def test_does_a_real_image_stay_and_another_kind_of_file_not(kind, form):
    image = picture(form)
    output, _ = show({kind: image, "text/plain": "<Figure>"}, {kind: {"width": 3, "alt": "x"}})
    assert output.data[kind] == image
    assert output.metadata[kind] == {"width": 3}
    other = picture("GIF" if form == "PNG" else "PNG")
    for wrong in (other, "PGI+", base64.b64encode(b"<svg/>").decode(), "!!", image[:40]):
        assert kind not in show({kind: wrong})[0].data


def test_is_an_image_too_large_for_readers_left_out():
    assert "image/png" not in show({"image/png": picture("PNG", (4_001, 1))})[0].data
    assert "image/png" in show({"image/png": picture("PNG", (4_000, 1))})[0].data


def test_does_a_figure_of_matplotlib_stay():
    file = io.BytesIO()
    figure, _ = plt.subplots()
    figure.savefig(file, format="png")
    plt.close(figure)
    data = {"image/png": base64.encodebytes(file.getvalue()).decode(), "text/plain": "<Figure>"}
    assert "image/png" in show(data)[0].data


def test_does_a_table_stay_a_table_without_its_style():
    html = "<style scoped>td {color: red}</style>"
    html += "<table class='dataframe'><tr><td>1</td></tr></table>"
    cleaned = show({"text/html": html, "text/plain": "  a"})[0].data["text/html"]
    assert "<td>1</td>" in cleaned
    assert "red" not in cleaned
    assert "dataframe" not in cleaned


@pytest.mark.parametrize(
    ("data", "forged"),
    [
        ({hostile.VERDICT: hostile.FORGED}, True),
        ({"text/html": '<p\nROLE = "status">✓'}, True),
        ({"text/html": "<p>status</p>", "text/plain": "role=status"}, False),
    ],
)
def test_is_a_forged_verdict_taken_out_and_told(data, forged):
    output, notes = show(data)
    assert notes == [FORGED] * forged
    assert hostile.VERDICT not in output.data
    assert "role" not in output.data.get("text/html", "").lower()


def test_does_text_stay_text_of_bearable_length_that_reads_as_it_is_written():
    given = [
        new_output("stream", name="stdout", text="a\u202eb" + "x" * 200_000),
        new_output("error", ename="E\u2066", evalue="v", traceback=["\x1b[31mred", "\u202e"]),
        new_output("execute_result", {"text/plain": "1"}, execution_count=3),
    ]
    (stream, error, result), notes = clean_outputs(given)
    assert stream.text.startswith("a�bxx")
    assert len(stream.text) < 100_100
    assert (error.ename, error.traceback) == ("E�", ["\x1b[31mred", "�"])
    assert (result.execution_count, result.data) == (3, {"text/plain": "1"})
    assert notes == []


def test_are_outputs_named_that_are_not_shown():
    output, _ = show({"application/javascript": "x()"})
    assert output.data == {"text/plain": "[not shown: application/javascript]"}
    assert json.dumps(output)
