"""What a widget shows, and its controls, handled without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from IPython.utils.capture import capture_output


class Panel:
    """A widget that has been shown.

    Args:
        explore: shows the widget and returns the box of its controls.
        given: what `explore` takes.
    """

    def __init__(self, explore: Callable[..., Any], *given: Any) -> None:
        with capture_output() as seen:
            box = explore(*given)
        self.picture = seen.outputs[0].data["text/html"]
        self.controls = {
            child.description: child for part in box.children for child in part.children
        }

    def set(self, name: str, value: Any) -> str:
        """Give a control another value, and return the picture that takes the place of the last.

        Raises:
            ValueError: nothing was drawn, or more than one picture.
        """
        with capture_output() as seen:
            self.controls[name].value = value
        (drawn,) = seen.outputs
        return drawn.data["text/html"]
