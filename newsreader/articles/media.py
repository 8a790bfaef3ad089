"""Pictures and embeds: the best source that the page offers, and a title for what is played."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from lxml.etree import _Element

from newsreader.articles.trees import attribute, labels, number, parse, tag, text_of
from newsreader.core.document import Embed, Image
from newsreader.core.text import clean_line
from newsreader.core.urls import absolute, host, picture_key

Media = Literal["video", "audio", "post", "page"]

IMAGE_TAGS = frozenset({"img", "amp-img", "picture"})
EMBED_TAGS = frozenset(
    {"iframe", "video", "audio", "embed", "object", "amp-iframe", "amp-video", "amp-audio"}
    | {"amp-youtube", "amp-vimeo", "amp-twitter", "amp-instagram", "amp-facebook", "lite-youtube"}
)
POST_LABELS = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed"
    r"|fb-(?:post|video)|reddit-(?:embed-bq|card)|threads-post|text-post-media|telegram-post)\b"
)
_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-full-url",
    "data-img-url", "data-image", "data-hi-res-src", "data-large-file", "data-orig-file",
    "data-full-src", "data-orig-src", "data-srcurl", "data-lazyload", "data-source",
    "nitro-lazy-src",
)  # fmt: skip
_SOURCE_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_PLACEHOLDER = re.compile(
    r"^(?:data|blob|about|javascript):|placeholder|blank\.(?:gif|png)|spacer|/1x1|transparent\."
    r"|lazy[_-]?load\w*\.(?:gif|png|svg)|pixel\.(?:gif|png)|grey\.gif|loading\.(?:gif|svg)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"\s*([^\s,]\S*?)(?:\s+([\d.]+)([wx])[^,]*)?\s*(?:,\s|,?$|,(?=https?:|/))")
_TRACKER = re.compile(
    r"//(?:pixel\.wp\.com|stats\.wordpress\.com|(?:www\.)?facebook\.com/tr\b|[\w.-]*vgwort\.de"
    r"|[\w.-]*\.?doubleclick\.net|(?:www|ssl)\.google-analytics\.com|[\w.-]*scorecardresearch\.com"
    r"|[\w.-]*quantserve\.com|[\w.-]*statcounter\.com|px\.ads\.linkedin\.com|[\w.-]*xiti\.com"
    r"|[\w.-]*feedsportal\.com|[\w.-]*ivwbox\.de|api\.follow\.it/track|counter\.[\w.-]+/content/\d"
    r"|feeds\.feedburner\.com/~|(?:pixel|beacon|track(?:er|ing)?|analytics|matomo|piwik)\.[\w.-]+/"
    r"|medium\.com/_/stat\?|[\w.-]+/(?:matomo|piwik)\.php)",
    re.IGNORECASE,
)
"""Pictures that count who reads, whatever size they say they have."""
_INVISIBLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|(?:^|[;\s])(?:width|height)\s{0,9}:\s{0,9}[0-3](?:\.\d{1,9})?(?:px)?\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"^\S+\.(?:jpe?g|png|gif|webp|avif|svg)$|^(?:image|img|photo|dsc)?[\s_\d-]*$"
)
_CREDIT_LABEL = re.compile(
    r"credit|copyright|source|photographer|byline|author|rights|quelle|urheber|fotograf|agency"
)
_CREDIT_TEXT = re.compile(
    r"\s*[\[(|/·•-]?\s*((?:(?:photo|image|picture|pic|foto|fotografie|bild|abbildung|illustration"
    r"|grafik|quelle|source|credit|crédit|crédits|copyright|rechte|immagine|imagen|obraz|zdjęcie"
    r"|фото|写真|照片)(?:\s+(?:by|credit|credits|von|de|di|courtesy))?\s*[:：/]"
    r"|©|\(c\)\s)\s*[^\n]{2,80}?)[\])]?\s*$",
    re.IGNORECASE,
)
_TELLING = 20
"""Two pictures with the same alternative text of more characters are the same."""
_ENOUGH_WIDTH = 1600
_ICON = 48
_PIXEL = 3

_VIDEO_HOSTS = re.compile(
    r"youtu\.?be|vimeo|dailymotion|twitch|jwplayer|jwplatform|brightcove|rumble|wistia|streamable"
    r"|ted\.com|loom\.com|odysee|peertube|player\.|video"
)
_AUDIO_HOSTS = re.compile(
    r"soundcloud|spotify|podcast|megaphone|simplecast|libsyn|acast|buzzsprout|anchor\.fm"
    r"|bandcamp|mixcloud|audio|podigee|omny|audioboom|spreaker"
)
_POST_HOSTS = re.compile(
    r"twitter\.com|(?:^|\.)x\.com|instagram|facebook|tiktok|bsky|mastodon|reddit|threads\.net"
    r"|t\.me|linkedin"
)
_NO_CONTENT_HOSTS = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|google-analytics|adservice|amazon-adsystem"
    r"|taboola|outbrain|scorecardresearch|cookielaw|consent|recaptcha|disqus|newsletter|mailchimp"
    r"|paypal|stripe|facebook\.com/plugins/(?:like|share|page)|platform\.twitter\.com/widgets/follow"
)
_SITE_NAMES = {
    "youtube": "YouTube", "youtu.be": "YouTube", "vimeo": "Vimeo", "soundcloud": "SoundCloud",
    "spotify": "Spotify", "twitter": "Twitter", "x.com": "X", "instagram": "Instagram",
    "facebook": "Facebook", "tiktok": "TikTok", "bsky": "Bluesky", "reddit": "Reddit",
    "datawrapper": "Datawrapper", "dailymotion": "Dailymotion", "google.com/maps": "Google Maps",
}  # fmt: skip


# -- pictures --------------------------------------------------------------------------------------


def image_of(element: _Element, base: str) -> Image | None:
    """Make an image of an ``img`` or a ``picture``; None where it has no usable source.

    Args:
        element: An element of `IMAGE_TAGS`.
        base: The address that sources are relative to.
    """
    picture: _Element | None = element
    while picture is not None and tag(picture) in ("img", "amp-img", "source"):
        picture = picture.getparent()  # the parser takes what follows a source to be inside it
    img = element
    if tag(element) == "picture":
        img = next((child for child in element.iter("img", "amp-img")), element)
    sources = [img]
    if picture is not None and tag(picture) == "picture":
        sources.extend(picture.iter("source"))
    url = best_source(sources, base)
    width, height = number(img.get("width")), number(img.get("height"))
    if not url or _is_tracker(img, url, width, height):
        return None
    return Image(
        start=0, end=0, url=url, alt=alt_of(img), width=width or None, height=height or None
    )


def _is_tracker(img: _Element, url: str, width: int | None, height: int | None) -> bool:
    """Say whether a picture is there to be counted, not to be seen."""
    if width is not None and height is not None and max(width, height) <= _PIXEL:
        return True
    if _INVISIBLE.search((img.get("style") or "")[:2000]):
        lazy = any(img.get(name) for name in (*_SOURCES, *_SOURCE_SETS))
        return not lazy  # what a script fills in later is often hidden until then
    return _TRACKER.search(url) is not None


def same_picture(one: Image, other: Image) -> bool:
    """Say whether two pictures are the same one, in another size or with other words."""
    if picture_key(one.url) == picture_key(other.url):
        return True
    if one.caption and other.caption:
        return one.caption == other.caption
    return len(one.alt) > _TELLING and one.alt == other.alt


def alt_of(img: _Element) -> str:
    """Give the alternative text, "" for one that is no more than the name of a file."""
    alt = clean_line(attribute(img, "alt"))
    return "" if _FILE_NAME.match(alt.lower()) else alt


def is_icon(image: Image) -> bool:
    """Say whether a picture is so small that it belongs to the line that it stands in."""
    sizes = [size for size in (image.width, image.height) if size is not None]
    return bool(sizes) and max(sizes) <= _ICON


def best_source(elements: list[_Element], base: str) -> str:
    """Give the source of the best quality among those of an image and its alternatives."""
    best, best_width = "", -1.0
    for element in elements:
        for url, width in _candidates(element):
            if width <= best_width or _PLACEHOLDER.search(url):
                continue
            address = absolute(url, base)
            if address:
                best, best_width = address, width
    return best


def _candidates(element: _Element) -> Iterator[tuple[str, float]]:
    """Give sources with a rank: a known width, or for a plain source what it likely is."""
    for name in _SOURCE_SETS:
        for url, size in _source_set(attribute(element, name)):
            yield url, size if size <= _ENOUGH_WIDTH else 1 + _ENOUGH_WIDTH / size
    for name in _SOURCES:
        if url := attribute(element, name):
            yield url, 0.6
    if (url := attribute(element, "src")) and tag(element) != "source":
        yield url, 0.5


def _source_set(value: str) -> Iterator[tuple[str, float]]:
    """Read a srcset; densities count as a little better or worse than a plain source."""
    for match in _CANDIDATE.finditer(value[:20_000]):
        url, size, unit = match.groups()
        try:
            amount = float(size) if size else 1.0
        except ValueError:
            continue
        yield url, amount if unit == "w" else 0.6 + min(amount, 3.0) / 10


def image_in_noscript(element: _Element, base: str) -> Image | None:
    """Give the picture that a ``noscript`` holds, as elements or as escaped markup."""
    root = element
    if not len(element) and "<img" in (element.text or "").lower():
        root = parse(element.text or "")
    for img in root.iter("img"):
        if image := image_of(img, base):
            return image
    return None


def split_credit(caption: str) -> tuple[str, str]:
    """Part a caption from the credit at its end: ``("A tree", "Photo: Ann Lee")``."""
    match = _CREDIT_TEXT.search(caption)
    if match is None:
        return caption, ""
    return caption[: match.start()].strip(" ([|/·•-"), match[1].strip()


def caption_of(caption: _Element | None, figure: _Element) -> tuple[str, str]:
    """Give caption and credit of a figure, each one clean line.

    Args:
        caption: The element that holds the caption, None where there is none.
        figure: The whole figure, which may hold the credit elsewhere.
    """
    scope = caption if caption is not None else figure
    credit = ""
    for element in scope.iter("span", "small", "cite", "p", "div", "em", "i"):
        if element is not scope and _CREDIT_LABEL.search(labels(element)):
            credit = clean_line(text_of(element))
            if credit:
                break
    if caption is None:
        return "", credit
    text = clean_line(text_of(caption))
    if credit and len(credit) < len(text):
        return clean_line(text.replace(credit, " ").strip(" |/·•")), credit
    return split_credit(text)


# -- embeds ----------------------------------------------------------------------------------------


def embed_of(element: _Element, base: str) -> Embed | None:
    """Make an embed of a frame, a player or an object; None for adverts and what is invisible."""
    url = _embed_address(element, base)
    if not url or _NO_CONTENT_HOSTS.search(url):
        return None
    sizes = (number(element.get("width")), number(element.get("height")))
    if any(size is not None and size <= _PIXEL for size in sizes):
        return None
    media = _media(element, url)
    title = attribute(element, "title") or attribute(element, "aria-label")
    return Embed(
        start=0, end=0, url=url, title=clean_line(title) or _title(url, media), media=media
    )


def post_of(element: _Element, base: str) -> Embed | None:
    """Make an embed of a quoted post of a social network, its text as the title."""
    addresses = [attribute(element, "cite"), attribute(element, "data-instgrm-permalink")]
    addresses += [attribute(element, "data-href")]
    addresses += [attribute(link, "href") for link in element.iter("a")][::-1]
    for address in addresses:
        url = absolute(address, base)
        if url and _POST_HOSTS.search(host(url)):
            title = clean_line(text_of(element), 400) or _title(url, "post")
            return Embed(start=0, end=0, url=url, title=title, media="post")
    return None


def _embed_address(element: _Element, base: str) -> str:
    name = tag(element)
    video = attribute(element, "data-videoid") or attribute(element, "videoid")
    if name in ("amp-youtube", "lite-youtube") and re.fullmatch(r"[\w-]{6,20}", video):
        return f"https://www.youtube.com/watch?v={video}"
    if name == "amp-twitter" and (post := attribute(element, "data-tweetid")).isdigit():
        return f"https://twitter.com/i/status/{post}"
    found = [attribute(element, key) for key in ("src", "data-src", "data-lazy-src", "data")]
    found += [attribute(child, "src") for child in element.iter("source", "embed")]
    found += [attribute(child, "value") for child in element.iter("param")]
    found.append(attribute(element, "data-href"))
    for address in found:
        if address and not _PLACEHOLDER.search(address) and (url := absolute(address, base)):
            return _page_of_player(url)
    return ""


def _page_of_player(url: str) -> str:
    """Give the page where a person watches what a known player's address plays."""
    parts = urlsplit(url)
    name = host(url)
    if re.search(r"youtube(?:-nocookie)?\.com$", name):
        found = re.match(r"/(?:embed|v|shorts)/(?!videoseries)([\w-]{6,20})", parts.path)
        return f"https://www.youtube.com/watch?v={found[1]}" if found else url
    if name == "player.vimeo.com" and (found := re.match(r"/video/(\d+)", parts.path)):
        return f"https://vimeo.com/{found[1]}"
    if name == "www.facebook.com" and parts.path.startswith("/plugins/"):
        target = parse_qs(parts.query).get("href", [""])[0]
        return absolute(target, url) or url
    return url


def _media(element: _Element, url: str) -> Media:
    name = tag(element)
    place = host(url)
    if "video" in name or name in ("amp-youtube", "lite-youtube", "amp-vimeo"):
        return "video"
    if "audio" in name or _AUDIO_HOSTS.search(url):
        return "audio"
    if _VIDEO_HOSTS.search(place) or "/video" in url:
        return "video"
    return "post" if _POST_HOSTS.search(place) else "page"


def _title(url: str, media: Media) -> str:
    """Name what has no title of its own by its kind and its site."""
    site = next((name for key, name in _SITE_NAMES.items() if key in url), "")
    kind = {"video": "Video", "audio": "Audio", "post": "Post", "page": "Embedded page"}[media]
    return f"{kind} ({site or host(url).removeprefix('www.')})"
