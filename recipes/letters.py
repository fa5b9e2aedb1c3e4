"""Letters: the catalogue's e-mails, plain text, their words in templates/recipes/email/."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import User

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""Keeps answering machines from answering (RFC 3834)."""
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")

logger = logging.getLogger(__name__)


def whole_address(path: str) -> str:
    """Give the address of a page as a letter needs it, the site's own included."""
    return f"{settings.SITE_URL}{path}"


def letter(
    name: str, *, to: User, told: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """Write the letter `name` to somebody, signed by the site; nothing is sent yet."""
    told = {"to": to, "site": settings.SITE_URL, **told}
    subject = render_to_string(f"recipes/email/{name}_subject.txt", told)
    message = render_to_string(f"recipes/email/{name}_message.txt", told)
    signature = render_to_string("accounts/email/_signature.txt", told)
    return EmailMessage(
        " ".join(subject.split()),
        _BLANK_LINES.sub("\n\n", f"{message}\n\n{signature}").strip() + "\n",
        to=[to.email],
        headers={**AUTOMATIC, **(headers or {})},
    )


def post(written: EmailMessage) -> bool:
    """Send a letter, and say whether the mail server took it; why not goes to the log."""
    try:
        written.send()
    except (OSError, ValueError):  # the server's answer or silence; an address that is none
        logger.exception("A letter to %s was not sent.", ", ".join(written.to))
        return False
    return True
