"""One polite HTTP client: validators, limits, deadlines, guards.

The client itself, and with it aiohttp, is loaded when it is first named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsreader.net.messages import USER_AGENT, ClientOptions, RequestRecord, Response

if TYPE_CHECKING:
    from newsreader.net.client import Client

__all__ = ["USER_AGENT", "Client", "ClientOptions", "RequestRecord", "Response"]


def __getattr__(name: str) -> Any:
    if name == "Client":
        from newsreader.net.client import Client

        return Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
