"""What went wrong, in one sentence for the person: the host is named, never the whole address.

An address may hold a password or a token; a server's own words may hold anything. Neither is
repeated here.
"""

from __future__ import annotations

import errno
import ssl

import aiohttp

from newsreader.core.text import clean_line
from newsreader.net.guard import PrivateAddress

_STATUS = {
    400: "{host} does not understand the request (400).",
    401: "{host} asks for a user name and a password (401).",
    402: "{host} asks for a payment (402).",
    403: "{host} refuses access (403).",
    404: "{host} has nothing at this address (404).",
    406: "{host} has nothing that can be read here (406).",
    407: "The proxy asks for a user name and a password (407).",
    408: "{host} gave up waiting (408).",
    418: "{host} refuses to answer (418).",
    421: "{host} is the wrong server for this address (421).",
    429: "{host} asks to be left alone for a while (429).",
    431: "{host} finds the request too large (431).",
    451: "{host} may not show this for legal reasons (451).",
    500: "{host} has an error of its own (500).",
    501: "{host} can not do what was asked (501).",
    502: "{host} gets no answer from the server behind it (502).",
    503: "{host} is not available at the moment (503).",
    504: "{host} waits in vain for the server behind it (504).",
    511: "This network asks for a login first, in a browser (511).",
}

_ERRNO = {
    errno.ECONNREFUSED: "{host} refuses the connection.",
    errno.ECONNRESET: "{host} broke off the connection.",
    errno.EPIPE: "{host} broke off the connection.",
    errno.ENETUNREACH: "{host} can not be reached: there is no connection to the network.",
    errno.ENETDOWN: "{host} can not be reached: there is no connection to the network.",
    errno.EHOSTUNREACH: "{host} can not be reached.",
    errno.ETIMEDOUT: "{host} does not answer.",
    errno.EMFILE: "Too many files and connections are open on this machine.",
}


def for_status(status: int, host: str) -> str:
    """Say what a status means that brought no content."""
    sentence = _STATUS.get(status)
    if sentence is None and status >= 500:
        sentence = "{host} has an error of its own ({status})."
    if sentence is None:
        sentence = "{host} gives no content (status {status})."
    return sentence.format(host=host, status=status)


def for_error(error: BaseException, host: str) -> str:
    """Say what an error of the client or of the system means."""
    if isinstance(getattr(error, "os_error", error), PrivateAddress):
        return private(host)
    for kinds, describe in _DESCRIPTIONS:
        if isinstance(error, kinds):
            return describe(error, host)
    return f"{host} could not be fetched ({type(error).__name__})."


def _dns(_: BaseException, host: str) -> str:
    return f"{host} could not be found; is the address right, and the network up?"


def private(host: str) -> str:
    """Say that a stranger's link to this machine or network is not followed."""
    return f"A link from outside to {host}, on this machine or network, is not followed."


def _certificate(error: BaseException, host: str) -> str:
    cause = getattr(error, "certificate_error", None)
    reason = getattr(cause, "verify_message", "") if isinstance(cause, ssl.SSLError) else ""
    detail = f": {clean_line(str(reason), 120).rstrip('.')}" if reason else ""
    return f"The certificate of {host} is not valid{detail}."


def _proxy(error: BaseException, host: str) -> str:
    status = getattr(error, "status", None)
    if status == 407:
        return for_status(407, host)
    if status:
        return f"The proxy does not reach {host} ({status})."
    return f"The proxy can not be reached, so {host} could not be asked."


def _system(error: BaseException, host: str) -> str:
    cause = getattr(error, "os_error", error)
    sentence = _ERRNO.get(getattr(cause, "errno", None) or 0)
    return (sentence or "{host} can not be reached.").format(host=host)


_DESCRIPTIONS = (
    (aiohttp.ClientConnectorDNSError, _dns),
    (aiohttp.ClientConnectorCertificateError, _certificate),
    (aiohttp.ClientSSLError, lambda _, host: f"No secure connection (TLS) to {host} comes about."),
    (ssl.SSLError, lambda _, host: f"The secure connection (TLS) to {host} failed."),
    ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), _proxy),
    (aiohttp.ConnectionTimeoutError, lambda _, host: f"{host} does not answer."),
    (aiohttp.ServerTimeoutError, lambda _, host: f"{host} stopped sending."),
    (
        aiohttp.ServerDisconnectedError,
        lambda _, host: f"{host} ended the connection without an answer.",
    ),
    (
        aiohttp.ClientPayloadError,
        lambda _, host: f"{host} broke off before the answer was complete.",
    ),
    (
        aiohttp.ClientResponseError,
        lambda _, host: f"{host} answers with something that is not proper HTTP.",
    ),
    (OSError, _system),
)
