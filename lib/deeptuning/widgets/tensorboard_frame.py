"""TensorBoard inside a notebook: started by a click, so never where nobody can click."""

from __future__ import annotations

import os
from typing import Any


def launch(folder: str | os.PathLike) -> str:
    """Serve a folder of runs from this process, at a free port of this machine only.

    The server is a thread: it ends with the kernel, and no other process is started.

    Returns:
        The address.
    """
    from tensorboard import program  # slow to import: only when somebody wants it

    board = program.TensorBoard()
    where = ["--logdir", os.fspath(folder), "--host", "127.0.0.1", "--port", "0"]
    board.configure(argv=[None, *where, "--load_fast", "false"])  # "auto" starts a process
    return board.launch()


def offer(folder: str | os.PathLike, height: int = 700) -> Any:
    """Show a button that starts TensorBoard for a folder and puts it under the cell.

    Args:
        folder: where the runs are, one folder each.
        height: of the frame, in pixels.

    Returns:
        The box with the button (displayed already).
    """
    from IPython.display import display
    from ipywidgets import Button, Output, VBox

    button, below = Button(description="Start TensorBoard", button_style="primary"), Output()

    def start(_: Any) -> None:
        from tensorboard import notebook  # knows how Colab and Jupyter reach a port

        button.disabled = True
        address = launch(folder)
        with below:
            print(address)
            notebook.display(port=int(address.rstrip("/").rsplit(":", 1)[1]), height=height)

    button.on_click(start)
    box = VBox([button, below])
    display(box)
    return box
