"""What runs inside a worker process: finding another text of an article than the one on show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsreader.core.errors import ArticleError, InputError
from newsreader.core.models import SiteText
from newsreader.services import worker_jobs
from newsreader.services.jobs import OtherText, OtherTextJob, Prepared
from newsreader.services.sites import choosing

_FEW = 0.01
ONLY_ONE = "There is no other text of this article."


def other_text(job: OtherTextJob) -> OtherText:
    """Give the text that follows the one on show, and after the last one the first.

    Raises:
        ArticleError: There is no other.
    """
    texts = list(_different(job))
    words = Counter(job.shown.split())
    each = [Counter(one.document.text.split()) for _, one in texts]
    shown = next((i for i, one in enumerate(each) if _are_alike(one, words)), -1)
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
    known = [Counter[str]()]
    for text in (*order, SiteText.WHOLE):
        prepared = _made(job, text)
        words = Counter(prepared.document.text.split() if prepared else ())
        if prepared is not None and not any(_are_alike(words, other) for other in known):
            known.append(words)
            yield text, prepared


def _are_alike(one: Counter[str], other: Counter[str]) -> bool:
    """Say whether two texts differ in a few words only, which nobody would see."""
    different = max((one - other).total(), (other - one).total())
    return different <= _FEW * max(one.total(), other.total())


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
