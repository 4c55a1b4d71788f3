"""Sliders that redraw a picture; without a front end, the picture alone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from deeptuning.plots.figure import as_html

SHORT = 10  # letters that fit in front of a control


def live(
    picture: Callable[..., Any],
    alt: str,
    idle: Callable[[dict[str, Any]], Collection[str]] = lambda values: (),
    **controls: Any,
) -> Any:
    """Show `picture(**values)` and controls that redraw it in place.

    The picture is an ordinary output, so it is there when nothing runs the controls: in a static
    page, in a notebook executed without a browser, in print.

    Args:
        picture: a pure function from the controls' values to a matplotlib figure.
        alt: what the picture shows, for those who cannot see it.
        idle: the names of the controls that have no effect at these values; they turn grey.
        controls: one ipywidgets control per argument of `picture`.

    Returns:
        The controls, in one box (displayed already).
    """
    from IPython.display import HTML, display
    from ipywidgets import HBox, Layout, VBox

    def draw() -> HTML:
        values = {name: control.value for name, control in controls.items()}
        without_effect = idle(values)
        for name, control in controls.items():
            control.disabled = name in without_effect
        return HTML(as_html(picture(**values), alt))

    shown = display(draw(), display_id=True)
    for control in controls.values():
        control.observe(lambda _: shown.update(draw()), names="value")
        if len(control.description) > SHORT:
            control.style.description_width = "initial"  # as wide as it needs, not cut off
    columns = list(controls.values())
    half = -(-len(columns) // 2)
    box = HBox([VBox(columns[:half]), VBox(columns[half:])], layout=Layout(flex_flow="row wrap"))
    display(box)
    return box
