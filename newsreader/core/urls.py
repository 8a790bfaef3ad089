"""Addresses: which are allowed, how they are cleaned, joined, compared and shown.

Every address from outside passes through `clean_url` or `absolute` once. What comes out is "" or
an absolute http, https or mailto address without white space, controls, quotes or tracking
parameters, which is safe to show, to copy, and to hand to a program as one argument.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote_plus, urljoin, urlsplit

from newsreader.core.errors import InputError
from newsreader.core.text import clean_body, clean_line

MAX_URL = 8192
"""The longest address that is taken, in characters."""

_WEB_SCHEMES = {"http": 80, "https": 443}
_FEED_SCHEMES = ("feed", "rss", "itpc", "pcast", "podcast")
_COMMANDS = ("exec:", "filter:")
_MAIL_FIELDS = frozenset({"subject", "body", "cc"})

_TRACKING_PREFIXES = (
    "utm_", "mtm_", "piwik_", "matomo_", "itm_", "hsa_", "bsft_", "__hs", "_hs", "wt_", "wt.",
    "fb_action_", "action_object_", "action_type_", "action_ref_", "_branch_", "elq", "oly_",
    "vero_", "guce_", "at_custom", "at_link_", "at_ptr_", "at_recipient_", "__cft__", "oft_",
    "mindbox-", "sfmc_", "cm_mmc",
)  # fmt: skip
_TRACKING_LIST = """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ysclid
    twclid ttclid igshid igsh mc_cid mc_eid mkt_tok hsctatracking rb_clickid s_cid sc_cid sccid
    wickedid _openstat fb_source fb_ref xtor ocid smid smtyp spm guccounter epik li_fat_id _ga _gl
    soc_src soc_trk sr_share zanpid dm_i vgo_ee nr_email_referer ml_subscriber
    ml_subscriber_hash omnisendcontactid cmpid icid mkwid pcrid ref_src ref_url trk_contact
    trk_msg trk_module trk_sid sharetype share_source sourcetoken _kx irclickid irgwc cjevent
    awc tduid wprov at_medium at_campaign at_campaign_type at_format at_platform at_bbc_team
    at_creation at_variant ns_mchannel ns_source ns_campaign ns_linkname ns_fee pk_campaign pk_kwd
    pk_keyword pk_source pk_medium pk_content pk_cid ga_source ga_medium ga_campaign ga_term
    ga_content __s __tn__ _bhlid _bta_c _bta_tid _ke _sgm_campaign _sgm_source
    bbeml ck_subscriber_id cm_cr cm_me dicbo ef_id et_rid fb_comment_id gps_adid
    mc_tc mibextid msockid pk_vid rdt_cid s_kwcid sb_referer_host sc_customer sc_eh sc_uid
    scclid ss_email_id ss_source ss_campaign_id ss_campaign_name ss_campaign_sent_date syclid tblci
    unicorn_click_id ymclid awclid auctid subafid oicd cvid
"""
_TRACKING_NAMES = frozenset(_TRACKING_LIST.split())
_UNSAFE_IN_URL = {ord(mark): f"%{ord(mark):02X}" for mark in ' "<>`{}|^'}
_HOST_CHARACTERS = re.compile(r"[\w.\-]+")
_LIKE_LATIN = frozenset("асԁеһіјӏорԛѕԝхуъьүѵпгѡανορυτικχօոսցհոք")
"""Letters of other scripts that are read as Latin ones (as browsers count them)."""
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_ABSOLUTE = re.compile(r"https?://[^/?#;][^;]*", re.IGNORECASE)
"""What joining it with a base would leave as it is, and cost ten times as much."""
_PORT = re.compile(r"\d{1,5}(?:[/?#]|$)")
_MAIL_ADDRESS = re.compile(r"[^@\s/?#]+@[^@\s/?#]+")
_TIDY = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*")
"""What most addresses are made of, and nothing needs to be done about."""
_PLAIN = re.compile(r"https?://(?:[a-z0-9][a-z0-9-]*\.)+[a-z]+/[!$&'()*+,\-./0-9:=A-Z_a-z~%]*")
"""Most addresses: a name and a path. They are clean as they are, which is seen without a split."""
_MAX_PLAIN = 250
"""How long these may be, in characters: then their hosts are not too long either."""
_PATH = re.compile(r"[^?#]*")
_USERINFO = re.compile(r"\A([^/?#]*/{2,})[^/?#]*@")
_USERINFO_IN_A_COMMAND = re.compile(r"(//)[^/?#]*@")
_SIZE_IN_NAME = re.compile(
    r"-scaled(?=\.\w{3,4}$)|[-_]\d{2,4}x\d{2,4}(?=\.\w{3,4}$)|@\dx(?=\.\w{3,4}$)"
)
_BLANKS = re.compile(r"[\t\n]+")
_SPACES = re.compile(r"\s")
_NEVER_IN_URL = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


class Origin(NamedTuple):
    """What two addresses share when one may be trusted with the other's secrets."""

    scheme: str
    host: str
    port: int


# -- questions -------------------------------------------------------------------------------------


def is_web(url: str) -> bool:
    """Say whether this is an http or https address with a usable host and port."""
    return _is_plain(url) or _split_web(url) is not None


def is_command(address: str) -> bool:
    """Say whether a feed's address stands for a command (`newsreader.core.sources`)."""
    return address.startswith(_COMMANDS)


def host(url: str) -> str:
    """Give the host of a web address: lower case, no port, no brackets; "" for any other."""
    parts = _split_web(url)
    return (parts.hostname or "").rstrip(".") if parts else ""


def origin(url: str) -> Origin | None:
    """Give scheme, host and effective port of a web address; None for any other."""
    parts = _split_web(url)
    if parts is None:
        return None
    name = _ascii_host((parts.hostname or "").rstrip("."))
    return Origin(parts.scheme, name, parts.port or _WEB_SCHEMES[parts.scheme])


def same_origin(first: str, second: str) -> bool:
    """Say whether two web addresses agree in scheme, host and port (RFC 6454)."""
    origins = origin(first), origin(second)
    return origins[0] is not None and origins[0] == origins[1]


def is_local_host(name: str) -> bool:
    """Say whether a host is written as one of this machine or network.

    A name that resolves to a private address can not be told by its looks; the network client
    checks the address that it connects to.

    Args:
        name: As `host` gives it.
    """
    if name == "localhost" or name.endswith((".localhost", ".local", ".lan", ".home.arpa")):
        return True
    try:
        return not ipaddress.ip_address(name.partition("%")[0]).is_global
    except ValueError:
        return False


# -- cleaning --------------------------------------------------------------------------------------


def clean_url(url: str) -> str:
    """Clean an absolute address from outside.

    White space, control and invisible characters are dropped or encoded, as are quotes and angle
    brackets; tracking parameters (utm_*, fbclid, gclid and their like) are dropped from query and
    fragment; what remains keeps its bytes. Applying it twice changes nothing more.

    Args:
        url: Any string.

    Returns:
        An http, https or mailto address, or "" where the string is none.
    """
    if _is_plain(url):
        return url
    url = _tidy(url)
    scheme = _scheme(url)
    if scheme == "mailto":
        return _clean_mail(url)
    if scheme not in _WEB_SCHEMES:
        return ""
    parts = _split_web(url)
    if parts is None:
        return ""
    cleaned = parts._replace(
        netloc=_lower_host(parts.netloc),
        query=_keep_pairs(parts.query, _is_no_tracker),
        fragment=_keep_pairs(parts.fragment, _is_no_tracker),
    ).geturl()
    if len(cleaned) > MAX_URL or not (cleaned.isascii() or is_web(cleaned)):
        return ""
    return cleaned


def absolute(url: str, base: str, *, secrets: bool = False) -> str:
    """Make an address from outside absolute, and clean it.

    Args:
        url: An address as a feed or a page gives it, absolute or relative.
        base: The web address that it is relative to; "" where none is known.
        secrets: Keep a user name and password, which a file of a paid podcast may need. Elsewhere
            they go: ``https://good.example@evil.example/`` leads to evil.example.

    Returns:
        As `clean_url`: "" where it is empty or leads to anything but http, https or mailto.
    """
    if _is_plain(url):
        return url
    url = _tidy(url)
    if not url:
        return ""
    if not _ABSOLUTE.fullmatch(url) and is_web(base := _tidy(base)):
        try:
            url = urljoin(base, url)
        except ValueError:
            return ""
    url = clean_url(url)
    return url if secrets or "@" not in url or not is_web(url) else without_credentials(url)


def picture_key(url: str) -> str:
    """Give what stays of an address when the picture is asked for in another size."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    named = next((query[name][0] for name in ("url", "src", "image") if name in query), "")
    path = urlsplit(named).path if named else parts.path
    return _SIZE_IN_NAME.sub("", path.lower())


def openable(url: str) -> str:
    """Give the address that a browser or mail program may be started with, as one argument.

    Raises:
        InputError: For anything but http, https and mailto.
    """
    cleaned = clean_url(url)
    if cleaned:
        return cleaned
    shown = clean_line(without_credentials(url), 80)
    if not shown:
        raise InputError("There is no address to open.")
    raise InputError(f"Only http, https and mailto addresses are opened, not {shown}")


def without_credentials(url: str) -> str:
    """Drop user name and password from an address, to show it or to log it."""
    if is_command(url):  # it may hold several addresses, and its backslashes are no slashes
        return _USERINFO_IN_A_COMMAND.sub(r"\1", url)
    return _USERINFO.sub(r"\1", url.replace("\\", "/"))


def with_credentials_of(source: str, url: str) -> str:
    """Give an address the user name and password of another, on the same origin only.

    Args:
        source: May hold credentials.
        url: Those that it holds are dropped.
    """
    bare = without_credentials(url)
    userinfo, at, _ = urlsplit(source).netloc.rpartition("@")
    if not at or not same_origin(source, bare):
        return bare
    parts = urlsplit(bare)
    return parts._replace(netloc=f"{userinfo}@{parts.netloc}").geturl()


# -- what a person types ---------------------------------------------------------------------------


def normalise_typed(address: str) -> str:
    """Turn what a person types or pastes into a web address.

    ``example.org/feed`` gets ``https://`` (``http://`` for this machine and network), a
    ``feed:`` prefix goes, as do blanks, quotes and angle brackets around it.

    Raises:
        InputError: Where no web address can be made of it.
    """
    typed = _tidy(address.strip().strip("<>\"'“”«» "))
    if not typed:
        raise InputError("Type the address of a feed or of a site.")
    url = _with_scheme(_without_feed_prefix(typed))
    parts = _split_web(url)
    if parts is None or len(url) > MAX_URL:
        shown = clean_line(without_credentials(address), 80)
        raise InputError(f"This is no web address: {shown}")
    return parts._replace(netloc=_lower_host(parts.netloc)).geturl()


def _without_feed_prefix(typed: str) -> str:
    scheme = _scheme(typed)
    if scheme not in _FEED_SCHEMES:
        return typed
    rest = typed[len(scheme) + 1 :]
    return rest if _scheme(rest) in _WEB_SCHEMES else rest.lstrip("/")


def _with_scheme(typed: str) -> str:
    scheme = _scheme(typed)
    if scheme and not _PORT.match(typed[len(scheme) + 1 :]):
        return typed
    bare = typed.lstrip("/")
    guess = "http" if is_local_host(host(f"http://{bare}")) else "https"
    return f"{guess}://{bare}"


# -- parts -----------------------------------------------------------------------------------------


def _is_plain(url: str) -> bool:
    return len(url) <= _MAX_PLAIN and _PLAIN.fullmatch(url) is not None


def _tidy(url: str) -> str:
    """Drop what no address may hold: as browsers do, and what `core.text` calls unsafe."""
    if len(url) <= MAX_URL and _TIDY.fullmatch(url):
        return url
    url = _BLANKS.sub("", clean_body(url[: MAX_URL * 2])).strip()
    scheme = _scheme(url)
    if scheme in _WEB_SCHEMES or not scheme:
        url = _to_slashes(url)
    url = url.translate(_UNSAFE_IN_URL)
    return _SPACES.sub(lambda match: _percent(match.group()), url)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _to_slashes(url: str) -> str:
    """Read a backslash as browsers do: as a slash up to the query, as itself encoded after."""
    path = _PATH.match(url)
    end = path.end() if path else 0
    return url[:end].replace("\\", "/") + url[end:].replace("\\", "%5C")


def _scheme(url: str) -> str:
    match = _SCHEME.match(url)
    return match.group(1).lower() if match else ""


def _split_web(url: str) -> SplitResult | None:
    return _split_again(url) if len(url) <= MAX_URL else _split(url)


@lru_cache(maxsize=1024)  # the same address is looked at from many sides, one after the other
def _split_again(url: str) -> SplitResult | None:
    return _split(url)


def _split(url: str) -> SplitResult | None:
    if _NEVER_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _WEB_SCHEMES or not name or port == 0:
        return None
    return parts if _is_host(name, bracketed="[" in parts.netloc) else None


def _is_host(name: str, *, bracketed: bool) -> bool:
    if bracketed:
        try:
            ipaddress.IPv6Address(name.partition("%")[0])
        except ValueError:
            return False
        return True
    return (
        len(name) <= 253
        and _HOST_CHARACTERS.fullmatch(name) is not None
        and not name.startswith((".", "-"))
        and ".." not in name
    )


def _lower_host(netloc: str) -> str:
    userinfo, at, place = netloc.rpartition("@")
    name, colon, port = place.lower().partition(":")  # one in brackets is an address: no letters
    return userinfo + at + (name if name.isascii() else _unmasked(name)) + colon + port


def _unmasked(name: str) -> str:
    """Write a host that looks like another one as it goes over the wire: ``xn--80ak6aa92e.com``."""
    plain = unicodedata.normalize("NFKC", name)
    labels = (plain if _HOST_CHARACTERS.fullmatch(plain) else name).split(".")
    return ".".join(
        _ascii_host(label) if _looks_like_latin(label, labels[-1]) else label for label in labels
    )


def _looks_like_latin(label: str, top: str) -> bool:
    """Say whether scripts are mixed in a label, or every letter passes for a Latin one."""
    letters = {letter for letter in label if letter.isalpha()}
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    mixed = len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1
    return mixed or bool(top.isascii() and letters and letters <= _LIKE_LATIN)


def _ascii_host(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return name


def _keep_pairs(query: str, keep: Callable[[str], bool]) -> str:
    """Drop pairs of a query by their names; the bytes of the others stay."""
    if not query:
        return query
    return "&".join(pair for pair in query.split("&") if keep(_pair_name(pair)))


def _pair_name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0]).strip().lower()


def _is_no_tracker(name: str) -> bool:
    return name not in _TRACKING_NAMES and not name.startswith(_TRACKING_PREFIXES)


def _clean_mail(url: str) -> str:
    address, mark, query = url[len("mailto:") :].partition("?")
    kept = _keep_pairs(query, lambda name: name in _MAIL_FIELDS)
    if not (_MAIL_ADDRESS.fullmatch(address) or (kept and not address)) or len(url) > MAX_URL:
        return ""  # to nobody yet, with a subject or a text, is what is shared by mail
    return f"mailto:{address}" + (mark + kept if kept else "")
