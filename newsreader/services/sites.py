"""What a person decided for a site: which parts of its pages count."""

from __future__ import annotations

from newsreader.config.settings import Settings, SiteRules
from newsreader.core import urls
from newsreader.services.jobs import Wishes


def site_of(url: str) -> str:
    """Give the name under which a site is remembered: its host, "" for no web address."""
    return urls.host(url).removeprefix("www.")


def wishes_for(settings: Settings, url: str) -> Wishes:
    """Give what the settings want of a page; those of the nearest host count, and no others."""
    rules = {_named(name): rules for name, rules in settings.sites.items()}
    host = site_of(url)
    while host:
        if host in rules:
            return _wishes(rules[host])
        host = host.partition(".")[2]
    return Wishes()


def check(wishes: Wishes) -> None:
    """Look whether the selectors among wishes can be read.

    Raises:
        InputError: One can not.
    """
    from newsreader.articles import check_selectors

    check_selectors((*wishes.keep, *wishes.drop))


def _wishes(rules: SiteRules) -> Wishes:
    return Wishes(keep=rules.keep, drop=rules.drop)


def _named(name: str) -> str:
    """Read a host as a person writes it, perhaps as an address."""
    return site_of(name) or name.strip().lower().removeprefix("www.")
