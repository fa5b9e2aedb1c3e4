"""The verbs that change things. Site, admin, commands and imports call these and nothing else.

Each is one transaction, holds the row it decides on, reads it afresh, and moves the catalogue's
version when the public sees a difference.
`by` is who does it; `None` is the system itself (a command run by whoever runs the machine).
"""

from recipes.workflow.drafts import (
    announce,
    archive,
    edit,
    propose,
    resume,
    save_draft,
    settle,
    take_announcement_back,
    tell,
    withdraw,
)
from recipes.workflow.holding import (
    BaseMovedError,
    NotPossibleError,
    NotPublishableError,
    NotYoursError,
    WithoutWordsError,
)
from recipes.workflow.importing import ImportOutcome, import_recipe
from recipes.workflow.problems import problems_of, problems_with
from recipes.workflow.rebuilding import rebuild_all
from recipes.workflow.reproductions import (
    accept_reproduction,
    refuse_reproduction,
    tell_reproduction,
)
from recipes.workflow.review import accept, erase, refuse, request_changes, send, submit, unpublish
from recipes.workflow.writing import adapt, restore, revise, start

__all__ = [
    "BaseMovedError",
    "ImportOutcome",
    "NotPossibleError",
    "NotPublishableError",
    "NotYoursError",
    "WithoutWordsError",
    "accept",
    "accept_reproduction",
    "adapt",
    "announce",
    "archive",
    "edit",
    "erase",
    "import_recipe",
    "problems_of",
    "problems_with",
    "propose",
    "rebuild_all",
    "refuse",
    "refuse_reproduction",
    "request_changes",
    "restore",
    "resume",
    "revise",
    "save_draft",
    "send",
    "settle",
    "start",
    "submit",
    "take_announcement_back",
    "tell",
    "tell_reproduction",
    "unpublish",
    "withdraw",
]
