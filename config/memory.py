"""What a web process tells Python's garbage collector."""

import gc


def settle() -> None:
    """Leave what the start made out of every later collection.

    Code, URLs, templates and words live as long as the process; looking through them again and
    again took up to a third of a page's time. Garbage is still found, less often.
    `recipes.snapshot` does the same with each new snapshot, in processes that settled.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
