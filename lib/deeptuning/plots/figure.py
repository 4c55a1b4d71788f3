"""Put a figure on the page, with words for those who cannot see it."""

from __future__ import annotations

import base64
import html
import io
from typing import Any

SHARPNESS = 1.6  # pixels drawn per pixel shown, so that text stays crisp on dense screens


def as_html(figure: Any, alt: str) -> str:
    """Turn a matplotlib figure into an HTML image with alternative text; closes the figure.

    Args:
        figure: a matplotlib figure.
        alt: what the picture shows, in one or two sentences.

    Returns:
        An `<img>` element with the picture inside.

    Raises:
        ValueError: `alt` is empty or too short to describe a picture.
    """
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    if len(alt.split()) < 5:
        raise ValueError(
            f"Argument `alt` must say in a sentence what the picture shows. Received: alt={alt!r}. "
            "Name the axes' quantities and the main thing to see."
        )
    buffer = io.BytesIO()
    width = figure.get_size_inches()[0] * figure.dpi
    figure.set_dpi(figure.dpi * SHARPNESS)
    # The same pixels as savefig's, which draws everything twice; packed in two thirds of the time.
    FigureCanvasAgg(figure).print_png(buffer, pil_kwargs={"compress_level": 3})
    plt.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}" '
        f'style="width:{width:.0f}px;max-width:100%;background:white">'
    )


def show(figure: Any, alt: str) -> None:
    """Display a figure with its alternative text.

    Args:
        figure: a matplotlib figure; it is closed afterwards.
        alt: what the picture shows, in one or two sentences.
    """
    from IPython.display import HTML, display

    display(HTML(as_html(figure, alt)))
