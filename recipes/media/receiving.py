"""Receives files on their way in: no more of them than could be taken reaches the disk."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from recipes.media.limits import MOST_AT_ONCE, MOST_BYTES


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first `MOST_BYTES` of the first `MOST_AT_ONCE` files; counts the rest.

    A file then says its true size, which is refused in words, beside the others that were sent with
    it, and `left_out` says how many more files were sent. Cutting the connection, or refusing the
    whole form as Django's own limit does beyond a thousand files, would lose those, and what was
    typed.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0
        self._is_left_out = False
        self.left_out = 0
        """How many files were sent beyond the first `MOST_AT_ONCE`."""

    def new_file(self, *told: Any, **more: Any) -> None:
        """Begin a file, or pass it over."""
        self._is_left_out = self._received >= MOST_AT_ONCE
        if self._is_left_out:
            self.left_out += 1
        else:
            self._received += 1
            super().new_file(*told, **more)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write what still fits."""
        room = 0 if self._is_left_out else MOST_BYTES - start
        if room > 0:
            self.file.write(raw_data[:room])

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Hand the file over with the size it was sent in; none for one passed over."""
        if self._is_left_out:
            return None
        self.file.seek(0)
        self.file.size = file_size
        return self.file


def left_out(request: HttpRequest) -> int:
    """Say how many files of a form were not received, there being too many."""
    handlers = request.upload_handlers
    return sum(one.left_out for one in handlers if isinstance(one, BoundedUploadHandler))
