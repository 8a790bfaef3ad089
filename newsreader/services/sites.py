"""What a person decided for a site: which parts of its pages count, and which text is shown."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsreader.config.settings import Settings
from newsreader.core import urls
from newsreader.core.models import SiteText
from newsreader.services.jobs import Wishes

WORDS: Mapping[SiteText, str] = {
    SiteText.PAGE: "the article of the page",
    SiteText.SECOND: "the next best part of the page",
    SiteText.THIRD: "the third best part of the page",
    SiteText.FEED: "the feed's own text",
    SiteText.WHOLE: "the whole page",
}
_ATTEMPTS = {SiteText.PAGE: 0, SiteText.SECOND: 1, SiteText.THIRD: 2}
_EVERYTHING = ("body",)


def site_of(url: str) -> str:
    """Give the name under which a site is remembered: its host, "" for no web address."""
    return urls.host(url).removeprefix("www.")


def wishes_for(settings: Settings, url: str, text: SiteText | None = None) -> Wishes:
    """Give what is wanted of a page.

    Args:
        settings: Of their rules for sites, those of the nearest host count, and no others.
        url: Of the page.
        text: What the person chose for the site, None for what comes by itself.
    """
    wishes = _ruled(settings, url)
    return wishes if text is None else choosing(wishes, text)


def choosing(wishes: Wishes, text: SiteText) -> Wishes:
    """Give the wishes with which a page is made into one of its texts."""
    if text is SiteText.WHOLE:
        return msgspec.structs.replace(wishes, keep=_EVERYTHING, insist=True)
    attempt = _ATTEMPTS.get(text, 0)
    keep = () if attempt else wishes.keep
    return msgspec.structs.replace(wishes, keep=keep, attempt=attempt, insist=True)


def check(wishes: Wishes) -> None:
    """Look whether the selectors among wishes can be read.

    Raises:
        InputError: One can not.
    """
    from newsreader.articles import check_selectors

    check_selectors((*wishes.keep, *wishes.drop))


def _ruled(settings: Settings, url: str) -> Wishes:
    rules = {_named(name): rules for name, rules in settings.sites.items()}
    host = site_of(url)
    while host:
        if host in rules:
            return Wishes(keep=rules[host].keep, drop=rules[host].drop)
        host = host.partition(".")[2]
    return Wishes()


def _named(name: str) -> str:
    """Read a host as a person writes it, perhaps as an address."""
    return site_of(name) or name.strip().lower().removeprefix("www.")
