"""Which proxy a request goes through: the person's setting, or the environment's variables."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from newsreader.core import urls
from newsreader.core.errors import FetchError


class Proxies:
    """The proxies of this run.

    Args:
        setting: An http or https proxy's address; "" for the variables http_proxy, https_proxy,
            all_proxy and no_proxy, or what the system's settings say.
    """

    def __init__(self, setting: str = "") -> None:
        self._setting = setting.strip()
        self._system = {} if self._setting else getproxies()

    def find(self, url: str) -> str | None:
        """Give the proxy for an address, None for none. This machine itself needs none.

        Raises:
            FetchError: There is one, of a kind that can not be used.
        """
        host = urls.host(url)
        if is_loopback(host):
            return None
        proxy = self._setting
        if not proxy:
            scheme = urlsplit(url).scheme
            proxy = self._system.get(scheme) or self._system.get("all") or ""
            if not proxy or proxy_bypass(host):
                return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        if not urls.is_web(proxy):
            raise FetchError("Only http and https proxies can be used; the one that is set is not.")
        return proxy


@lru_cache(maxsize=256)  # a request asks for it again and again
def is_loopback(host: str) -> bool:
    """Say whether a host is written as this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
