"""What happens to people, told to rooms that this one must not know."""

from django.dispatch import Signal

account_closing = Signal()
"""Sent inside the transaction that deletes an account, before its rows go.

`user` is leaving; `successor` is who their public contributions pass to, who has no name of
their own. A receiver hands over what must stay and deletes what nobody else may read.
"""

name_changed = Signal()
"""Sent inside the transaction that changes the name shown to all; `user` has the new one."""
