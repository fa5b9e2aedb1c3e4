"""What may be sent as a photo or document, said beforehand in pages."""

from django import template

from recipes.media import limits

register = template.Library()


@register.simple_tag
def photo_limits() -> str:
    """Say what is taken as a photo."""
    return limits.photo_limits()


@register.simple_tag
def document_limits() -> str:
    """Say what is taken as a document."""
    return limits.document_limits()


@register.simple_tag
def photo_accept() -> str:
    """Give what a browser offers to choose as a photo."""
    return limits.PHOTO_ACCEPT


@register.simple_tag
def document_accept() -> str:
    """Give what a browser offers to choose as a document."""
    return limits.DOCUMENT_ACCEPT


@register.simple_tag
def most_at_once() -> int:
    """Give how many files one form may bring."""
    return limits.MOST_AT_ONCE


@register.simple_tag
def most_bytes(list_name: str) -> int:
    """Give how big a file of `photos` or `documents` may be."""
    return limits.MOST_PHOTO_BYTES if list_name == "photos" else limits.MOST_DOCUMENT_BYTES
