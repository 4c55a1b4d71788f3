"""Stop a batch in good order when somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading

from autograder.supply import let_go


class StoppedError(RuntimeError):
    """Somebody stopped the batch; the message says what is left."""


class Stop:
    """Ctrl-C or a request to end: once, finish what is running; twice, end at once.

    `asked` is set by the first.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._before: dict[int, object] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _stop(self, number: int, frame: object) -> None:
        if self.asked.is_set():
            let_go()
            os._exit(128 + number)
        self.asked.set()
        text = "\nStopping: what is running is finished first. Once more: stop at once.\n"
        os.write(sys.__stderr__.fileno(), text.encode())  # print may be in use right now
