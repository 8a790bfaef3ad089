"""What runs inside a worker process: finding another text of an article than the one on show."""

from __future__ import annotations

from collections.abc import Iterator

from newsreader.core.errors import ArticleError, InputError
from newsreader.core.models import SiteText
from newsreader.services import worker_jobs
from newsreader.services.jobs import OtherText, OtherTextJob, Prepared
from newsreader.services.sites import choosing

ONLY_ONE = "There is no other text of this article."


def other_text(job: OtherTextJob) -> OtherText:
    """Give the text that follows the one on show, and after the last one the first.

    Raises:
        ArticleError: There is no other.
    """
    texts = list(_different(job))
    shown = next((i for i, (_, one) in enumerate(texts) if one.document.text == job.shown), -1)
    if not texts or (len(texts) == 1 and shown == 0):
        raise ArticleError(ONLY_ONE)
    place = (shown + 1) % len(texts)
    text, prepared = texts[place]
    return OtherText(
        prepared=worker_jobs.with_names(prepared, job),
        text=text,
        number=place + 1,
        total=len(texts),
    )


def _different(job: OtherTextJob) -> Iterator[tuple[SiteText, Prepared]]:
    parts = (SiteText.PAGE, SiteText.SECOND, SiteText.THIRD)
    order = (SiteText.FEED, *parts) if job.feed_first else (*parts, SiteText.FEED)
    known = {""}
    for text in (*order, SiteText.WHOLE):
        prepared = _made(job, text)
        if prepared is not None and prepared.document.text not in known:
            known.add(prepared.document.text)
            yield text, prepared


def _made(job: OtherTextJob, text: SiteText) -> Prepared | None:
    """Make one of the texts; None where there is no such text."""
    if text is SiteText.FEED:
        return worker_jobs.feed_result(job, worker_jobs.feed_document(job), None, "")
    if job.page is None:
        return None
    try:
        extracted = worker_jobs.extract_page(job, choosing(job.wishes, text))
    except (ArticleError, InputError):
        return None
    return worker_jobs.page_result(job, extracted)
