"""Names to addresses, and which addresses a stranger may send us to.

A feed that the person typed in may live on their own machine or network. A link or a redirect from
the public network may not lead there: it would let a stranger's feed ask the person's router.
The check is made on the addresses that are connected to, so a name that changes its answer
(DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

Lookup = Callable[[str, int, int], list[tuple[int, str, int]]]
"""Host, port and address family -> family, address and port of each place to connect to."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


class PrivateAddress(OSError):
    """A name or number leads to this machine or network, and may not."""


def is_public(address: str) -> bool:
    """Say whether a numeric address is one of the public network.

    IPv6 addresses that stand for IPv4 ones (mapped, 6to4, NAT64) count as these; of the others,
    only those that are given to the public network at all (2000::/3, RFC 4291) are of it.
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            number = inner
        elif number not in _GLOBAL_UNICAST:
            return False
    return number.is_global and not number.is_multicast


def public_socket(place: AddrInfoType) -> socket.socket:
    """Make the socket for a connection, to an address of the public network only.

    Whatever was asked for, and however it was written or found, this is the address that is
    connected to.

    Raises:
        PrivateAddress: The address is none of the public network.
    """
    family, kind, protocol, _, address = place
    if not is_public(str(address[0])):
        raise PrivateAddress(address[0])
    return socket.socket(family, kind, protocol)


def as_number(host: str) -> str | None:
    """Give the numeric address that a host is written as, None for a name.

    The short and odd forms of old (``127.1``, ``0x7f.1``, ``2130706433``) are numbers too, since
    the system takes them for such when it connects.
    """
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None


def look_up(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
    """Ask the system for the addresses of a host. It blocks.

    Raises:
        OSError: There are none, or nobody answers.
    """
    found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    places: list[tuple[int, str, int]] = []
    for kind, _, _, _, place in found:
        address = str(place[0])
        if len(place) == 4 and place[3]:
            address = f"{address.partition('%')[0]}%{place[3]}"
        places.append((int(kind), address, int(place[1])))
    return places


class Resolver(AbstractResolver):
    """Resolves names in threads that never hold up the end of the program.

    Args:
        public_only: Leave out private addresses, and refuse where none other remain.
        lookup: What asks for addresses; the tests bring their own.
        private_hosts: Collects the names all of whose addresses are private.
    """

    def __init__(
        self, *, public_only: bool, lookup: Lookup = look_up, private_hosts: set[str] | None = None
    ) -> None:
        self._public_only = public_only
        self._lookup = lookup
        self._private_hosts = private_hosts if private_hosts is not None else set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses that may be connected to.

        Raises:
            PrivateAddress: There are only private ones.
            OSError: There are none.
        """
        places = await _in_daemon_thread(lambda: self._lookup(host, port, family))
        public = [place for place in places if is_public(place[1])]
        if public:
            self._private_hosts.discard(host)
        else:
            self._private_hosts.add(host)
        if self._public_only:
            if places and not public:
                raise PrivateAddress(host)
            places = public
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=number,
                family=kind,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, address, number in places
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def _in_daemon_thread(
    work: Callable[[], list[tuple[int, str, int]]],
) -> list[tuple[int, str, int]]:
    """Run what blocks in a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[list[tuple[int, str, int]]] = loop.create_future()

    def hand_over(result: list[tuple[int, str, int]] | OSError) -> None:
        if done.done():
            return
        if isinstance(result, OSError):
            done.set_exception(result)
        else:
            done.set_result(result)

    def run() -> None:
        result: list[tuple[int, str, int]] | OSError
        try:
            result = work()
        except OSError as error:
            result = error
        except (UnicodeError, ValueError, OverflowError) as error:  # names that are no names
            result = OSError(str(error))
        with contextlib.suppress(RuntimeError):  # the loop is gone, and with it who asked
            loop.call_soon_threadsafe(hand_over, result)

    threading.Thread(target=run, daemon=True, name="newsreader-dns").start()
    return await done
