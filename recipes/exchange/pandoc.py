"""Runs pandoc, the one program that reads what word processors write, kept on a short lead.

Whatever the document, a conversion reads no other file and asks no network (`--sandbox`), holds
a bounded heap (`+RTS -M`), ends in bounded time, and few run at once in one process of the site.
Pandoc's manual asks for these three in « A note on security ».
"""

import subprocess
from threading import BoundedSemaphore

import pypandoc

HEAP = "384M"
"""Of one conversion: twice what a document of our longest text takes."""

SECONDS = 20
AT_ONCE = 2

_turn = BoundedSemaphore(AT_ONCE)


class PandocError(Exception):
    """The conversion did not end well; `too_heavy` when it met a bound rather than an error."""

    def __init__(self, words: str, *, too_heavy: bool = False) -> None:
        super().__init__(words)
        self.too_heavy = too_heavy


HEAP_EXHAUSTED = 251
"""How pandoc's run-time system ends a program that wants more than its heap."""


def run(data: bytes, *, read: str, write: str, seconds: float = SECONDS) -> bytes:
    """Convert `data` between two formats in pandoc's names; about 50 ms for a few pages.

    Raises `PandocError` for what is not in that format, or takes too much memory or time.
    """
    command = [
        pypandoc.get_pandoc_path(), "+RTS", f"-M{HEAP}", "-RTS", "--sandbox",
        f"--from={read}", f"--to={write}", "--wrap=none",
    ]  # fmt: skip
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603  # no shell, and no word of it comes from outside
                command, input=data, capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise PandocError(f"more than {seconds} s", too_heavy=True) from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[:500]
        raise PandocError(words, too_heavy=done.returncode == HEAP_EXHAUSTED)
    return done.stdout
