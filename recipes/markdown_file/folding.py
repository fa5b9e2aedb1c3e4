"""How headings and keys are compared: as people type them, not as we write them."""

from anyascii import anyascii


def fold(words: str) -> str:
    """Reduce a heading or key to what is compared: no case, accents or kinds of apostrophe."""
    return " ".join(anyascii(words).lower().split())
