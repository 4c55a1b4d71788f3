"""The records of an event file: length, checksum, data, checksum."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO


class RecordFile:
    """Append serialized messages to a file.

    TensorBoard's own `EventFileWriter` loads TensorFlow where that is installed; this does not.
    """

    def __init__(self, file: BinaryIO) -> None:
        from tensorboard.summary.writer.record_writer import RecordWriter

        self.records = RecordWriter(file)

    def write(self, message: Any) -> None:
        """Append one message."""
        self.records.write(message.SerializeToString())


def read_records(path: Path) -> tuple[list[bytes], bool]:
    """Return the data of all whole records, and whether the last one was cut short.

    A file that is being written, or whose writer was killed, ends in the middle of a record. Damage
    anywhere else raises a ValueError: what comes after it cannot be trusted.
    """
    return split_records(path.read_bytes(), path.name)


def split_records(content: bytes, name: str) -> tuple[list[bytes], bool]:
    """Do the same for the bytes of a file; `name` is for the message."""
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

    found, start = [], 0
    while start < len(content):
        header = content[start : start + 12]
        if len(header) < 12:
            return found, True
        length, checksum = struct.unpack("<QI", header)
        end = start + 12 + length + 4
        if masked_crc32c(header[:8]) != checksum:
            return found, _last(name, start, content[start:].strip(b"\0") == b"")
        if end > len(content):
            return found, True
        data = content[start + 12 : end - 4]
        if masked_crc32c(data) != struct.unpack("<I", content[end - 4 : end])[0]:
            return found, _last(name, start, end == len(content))
        found.append(data)
        start = end
    return found, False


def _last(name: str, start: int, last: bool) -> bool:
    """Return True if the broken record is the last; raise otherwise."""
    if not last:
        raise ValueError(
            f"The event file {name} is damaged: its record at byte {start} does not fit its "
            "checksum, and others follow. Copy the file again from where it was written."
        )
    return last
