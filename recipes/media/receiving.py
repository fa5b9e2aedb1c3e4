"""Receives files on their way in: no more of each than could be taken reaches the disk."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from recipes.media.limits import MOST_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first `MOST_BYTES` of each file and counts the rest without keeping it.

    The file then says its true size, which is refused in words, beside the others that were sent
    with it: cutting the connection would lose those, and what was typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write what still fits."""
        room = MOST_BYTES - start
        if room > 0:
            self.file.write(raw_data[:room])

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Hand the file over with the size it was sent in."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
