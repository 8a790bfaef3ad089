"""Pages that come in the place of an article: a network's login, a wall, a question, a notice.

They come with status 200, under the article's own address, and some are as long as an article.
What tells them apart is that they say at once what they are, and nothing of what was linked to.
"""

from __future__ import annotations

import re

from newsreader.core.errors import ArticleError, PortalError

ERROR = re.compile(
    r"\b(?:40[0134]|410|429|50[0234])\b|not found|page (?:missing|unavailable|doesn.t exist)"
    r"|can.t be found|nothing was found|temporarily unavailable|can ?not be granted"
    r"|forbidden"
    r"|no longer available|\b(?:article|page|content|story|post)\b.{0,40} been (?:removed|deleted)"
    r"|\b451\b"
    r"|unavailable (?:due to|for) legal|not available in your (?:country|region|area)"
    r"|scheduled maintenance|(?:we.ll|will) be (?:right )?back (?:soon|shortly)|wartungsarbeiten"
    r"|nicht mehr verfügbar|plus disponible|ya no está disponible"
    r"|access denied|something went wrong|error occurred|^error\b|service unavailable|bad gateway"
    r"|nicht gefunden|seite nicht|introuvable|no encontrada|non trovata|niet gevonden"
    r"|não encontrada"
    r"|nie znaleziono|hittades inte|ikke funnet|ikke fundet|не найдена"
    r"|見つかりません|找不到|찾을 수 없",
    re.IGNORECASE,
)
ROBOT = re.compile(
    r"are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|checking your browser"
    r"|just a moment|unusual (?:traffic|activity)|captcha|pardon our interruption|bot protection"
    r"|attention required|ddos protection|not a (?:ro)?bot\b|you have been blocked"
    r"|human verification|access to this page has been denied",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:cookies?|consent\w*|gdpr|datenschutz\w*|einwillig\w*|zustimm\w*|tracking|werbung|privacy"
    r"|confidentialité|privacidad|partners?|partnern|partenaires|personenbezogen\w*|adfree"
    r"|pur-abo)\b",
    re.IGNORECASE,
)
SCRIPTS = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|aktivier\w*|activer?|activar"
    r"|attiva\w*)\W+(?:\w+\W+){0,3}"
    r"java\s?script|java\s?script (?:is|to be|must be|muss|ist|est|está) (?:\w+ )?(?:enabled"
    r"|required|turned off|switched off"
    r"|disabled|aktiviert|deaktiviert|requis|desactivado)",
    re.IGNORECASE,
)
LOGIN = re.compile(r"log ?in|sign ?in|anmelden|einloggen|connexion|iniciar sesión|accedi", re.I)

_NETWORK = re.compile(
    r"\b(?:guest|free|public|complimentary|hotel|airport|visitor)\W+(?:\w+\W+)?"
    r"(?:wi-?fi|wlan|hotspot|internet access)"
    r"|(?:captive|network|wi-?fi|wlan|hotspot)[ -](?:portal|log-?in|sign-?in|anmeldung|zugang)"
    r"|authentication required|connect to the internet|gäste-?wlan|wifi gratuit|wifi gratis",
    re.IGNORECASE,
)
_ASKS_CONSENT = re.compile(
    r"before you continue|we (?:value|care about|respect) your privacy|we use cookies"
    r"|cookie[ -](?:consent|settings|notice|preferences|einstellungen)"
    r"|weiter mit werbung|mit werbung (?:weiter|lesen|nutzen)|wir verwenden cookies"
    r"|bevor sie fortfahren|avant de continuer|avec publicité|utilisons des cookies"
    r"|utilizamos cookies|utilizziamo (?:i )?cookie",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:subscribe|register|log ?in|sign ?(?:in|up)|create (?:an|your) account)(?: now)?"
    r" to (?:continue|keep|read|view)\b|already (?:a |an )?subscri(?:ber|bed)"
    r"|(?:last|remaining) free article|jetzt abonnieren und weiterlesen|abonnez-vous pour"
    r"|suscríbete para",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\bage (?:verification|check|gate)\b|are you (?:over |at least )?(?:18|21)\b|of legal age\b"
    r"|legal drinking age|confirm your (?:age|date of birth)|altersprüfung|alterskontrolle"
    r"|avez-vous (?:plus de )?18",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"browser is (?:not|no longer|un)\W?supported|unsupported browser|(?:update|upgrade) your"
    r" browser|browser is out(?: of |-)date|browser wird nicht (?:mehr )?unterstützt"
    r"|navigateur n.est (?:pas|plus) (?:pris en charge|compatible)",
    re.IGNORECASE,
)
_FOR_SALE = re.compile(
    r"domain (?:\w+ )?is for sale|domain may be for sale|buy this domain|domain is parked"
    r"|domain (?:steht )?zu verkaufen",
    re.IGNORECASE,
)
WANTS_PERSON = "This site wants to know first whether a person is asking, and shows no article."
WANTS_CONSENT = "This page asks for consent first; it shows no article."
NEEDS_SCRIPTS = "This page is built by scripts in the browser; without them it has no article."
_KINDS = (
    (ROBOT, WANTS_PERSON),
    (_AGE, "This page asks how old its reader is; it shows no article."),
    (_ASKS_CONSENT, WANTS_CONSENT),
    (_OFFER, "This page is for subscribers; it shows no article."),
    (SCRIPTS, NEEDS_SCRIPTS),
    (_BROWSER, "This page is only for some browsers; it shows no article."),
    (_FOR_SALE, "The name of this site is for sale; there is no article any more."),
)
_START = 300
"""Within so many characters such a page says what it is."""
_LONGEST_MESSAGE = 1000
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_FEWEST_WORDS = 2
_LEAST_SHARE = 1 / 3


def is_strange(title: str, text: str) -> bool:
    """Say whether a page does not speak of what was linked to; False where that can not be told.

    Args:
        title: What its entry in a feed is called.
        text: All of the page, its titles included.
    """
    wanted = set(_LONG_WORD.findall(title.casefold()))
    text = text.casefold()
    found = sum(word in text for word in wanted)
    return len(wanted) >= _FEWEST_WORDS and found <= _LEAST_SHARE * len(wanted)


def check(headline: str, text: str) -> None:
    """Refuse a strange page that says what else it is.

    Args:
        headline: The titles of the page.
        text: What was taken for the article.

    Raises:
        PortalError: It is that of a network which lets nobody through yet.
        ArticleError: It is something else.
    """
    said = f"{headline}\n{text[:_START]}"
    if _NETWORK.search(said):
        raise PortalError(
            "This network asks to log in first, in a browser; it lets nobody through."
        )
    for pattern, sentence in _KINDS:
        if pattern.search(said):
            raise ArticleError(sentence)
    if len(text) < _LONGEST_MESSAGE and ERROR.search(headline):
        raise ArticleError("This page is an error message.")
