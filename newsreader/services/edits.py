"""What feeds changed in an article since its text was here first, edit by edit."""

from __future__ import annotations

from datetime import datetime

import msgspec

from newsreader.core.changes import compare
from newsreader.core.document import Document
from newsreader.core.errors import InputError
from newsreader.core.models import Revision
from newsreader.services.session import Session


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One edit.

    Attributes:
        moment: When it came in.
        before: What there was until then.
        title: What the article was called from then on.
        changes: Both texts in one (`newsreader.core.changes.compare`).
    """

    moment: datetime
    before: Revision
    title: str
    changes: Document


def edits(session: Session, article_id: int) -> list[Edit]:
    """Give the edits of an article, the newest first. Long texts take longer than a key may wait.

    Raises:
        InputError: There are none, or there is no such article.
        LibraryError: The library can not be read.
    """
    reading = session.library.articles.reading(article_id)
    revisions = session.library.articles.revisions(article_id)
    if reading is None or not revisions:
        raise InputError("Nothing was changed in this article since its text came.")
    found = []
    title, text = reading.article.title, reading.document
    for revision in revisions:
        found.append(
            Edit(
                moment=revision.until,
                before=revision,
                title=title,
                changes=compare(revision.document, text),
            )
        )
        title, text = revision.title, revision.document
    return found
