"""Lines around and between the text of an article: what they look like in many languages."""

from __future__ import annotations

import re

from newsreader.articles import residue
from newsreader.core.dates import parse_date

_DENSE = "぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿"
_DENSE_LETTER = re.compile(f"[{_DENSE}]")
_TOKEN = re.compile(f"[{_DENSE}]|[^\\W{_DENSE}]+")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_DATE_WORDS = re.compile(
    r"(?:\b(?:updated?|published|posted|last modified|modified|aktualisiert|veröffentlicht|stand"
    r"|uhr|heute"
    r"|gestern|publié|mis à jour|modifié|à|actualizado|publicado|aggiornato|pubblicato|alle|ore"
    r"|bijgewerkt"
    r"|gepubliceerd|opdateret|publiceret|publicerad|uppdaterad|publisert|oppdatert|julkaistu"
    r"|päivitetty"
    r"|zaktualizowano|opublikowano|aktualizováno|vydáno|at|on|am|pm|um|vom|kl|ist|gmt|utc|est|edt"
    r"|bst|cet|cest"
    r"|pt|et|first|am|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|ago|vor|hace|il y a|fa"
    r"|güncelleme|giriş|son güncelleme|tarihi|обновлено|опубликовано)\b"
    r"|更新|公開|公開日|入力|수정|기사|등록|["
    r"|·•,:–—-])",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"\b(?:jan|feb|mar|mär|apr|may|mai|maj|jun|jul|aug|sep|oct|okt|ott|out|nov|dec|dez|dic|déc"
    r"|ene|ago|set|gen"
    r"|giu|lug|mag|fév|avr|juin|juil|août|ocak|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|янв|фев|мар"
    r"|апр|мая|июн|июл|авг"
    r"|сен|окт|ноя|дек|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru)\w*\b",
    re.IGNORECASE,
)
_READING_TIME = _any(
    r"(?:lese(?:zeit|dauer)|reading time|read time|tempo di lettura|temps de lecture"
    r"|tiempo de lectura|leestijd)\b.{0,25}",
    r"(?:about |ca\. )?\d{1,3} ?(?:min(?:ute|uten|utes|utos|uti)?s?\.?)(?: (?:read|lesezeit"
    r"|de lecture|de lectura|di lettura|to read|lezen))?",
)
_BYLINE = re.compile(
    r"(?i:by|von|par|por|di|door|av|af|text|words by|reporting by|written by|autor(?:in)?|author"
    r"|auteur|autore"
    r"|ein interview von|ein kommentar von|eine analyse von|interview|kommentar|analysis by|автор"
    r"|текст)\s*:?\s+"
    r"(?:(?:[A-ZÀ-ÞА-Я][\w.’'-]*|[a-z]{2,4}|d[aeiou]s?|v[ao]n|der|den|ter|und|and|et|y|e|en|och"
    r"|og|&|/|\||,|in|aus)[\s,]*){1,9}"
)
_CREDIT = re.compile(
    r"[\[(]?(?:(?:photo|photos|image|images|picture|pic|foto|fotos|bild|bilder|grafik"
    r"|illustration|video|quelle|source|credit"
    r"|crédit|copyright|immagine|imagen|fotografie|zdjęcie|fot|kuva|kuvat|photograph|fonte|fuente"
    r"|kilde|källa|bron|фото"
    r"|写真|사진|图片|図)(?:\s+(?:by|credit|credits|courtesy|von|de|di))?\s*[:：/|]|©|\(c\)\s).{0,120}",
    re.IGNORECASE,
)
_AUTHOR_BIO = re.compile(
    r"\b(?:is (?:a|an|the)|ist (?:ein|der|die|seit|redakteur|reporter|korrespondent)\w*"
    r"|es (?:periodista|redactor|corresponsal)"
    r"|est (?:journaliste|correspondant)|è (?:un|una|giornalista)|covers|writes|reports|berichtet"
    r"|schreibt|arbeitet|joined"
    r"|war (?:von|bis|direktor|professor)|was (?:a|an|the)|\(\*|\(born"
    r"|has (?:been|written|covered)|jahrgang|leitet|studierte|wurde \d{4})\b",
    re.IGNORECASE,
)
_LEADS_ELSEWHERE = _any(
    r"^(?:also )?(?:read|see|watch|listen)(?: also| more| next| here| too| now)?\s*[:：|–—>-]",
    r"^(?:related|more|further reading|recommended|explainer|in pictures|opinion|analysis"
    r"|related (?:article|story)s?)\s*[:：|>]",
    r"^(?:read|see|watch) (?:also|more|next|our|the full)\b",
    r"^(?:lesen sie|lies|mehr (?:zum|dazu|über|lesen)|auch interessant|lesetipp|hintergrund"
    r"|weiterlesen|siehe auch|zum thema|interview|video|podcast|newsblog|liveblog|analyse"
    r"|kommentar)\b.{0,40}[:：|]",
    r"^(?:lesen sie (?:auch|hier|dazu|mehr)|mehr (?:zum thema|dazu|lesen|über))\b",
    r"^(?:lire aussi|à lire aussi|à lire|voir aussi|lea también|lee también|le puede interesar"
    r"|leer más|te puede interesar|vea también|leggi anche|lees ook|lees verder|læs også"
    r"|läs också|läs mer|les også|lue myös|czytaj (?:też|także|więcej)|zobacz (?:też|także"
    r"|również)|čtěte (?:také|též)|přečtěte si|leia (?:também|mais)|veja também|читайте также"
    r"|читать также|смотрите также|ayrıca okuyun|ilgili haber|baca juga|citește și"
    r"|διαβάστε (?:επίσης|ακόμη)|citiți și|olvassa el|pročitajte|preberite)\b",
    r"^(?:関連記事|あわせて読みたい|【関連|相关阅读|延伸阅读|관련기사|อ่านเพิ่มเติม|اقرأ أيضا|קראו גם)",
)
_POINTER = re.compile(r"\s*(?:>>?|»|→|➤|➜|►|▶|▸|⇒|☞|👉|[^\s:][^:.!?]{1,35}:\s)")
_RELATED = _any(
    r"(?:related|recommended|more|further|similar)(?: (?:articles?|stories|story|news|content"
    r"|coverage|posts?|reading|topics?|links?|videos?|on this(?: story| topic)?|for you"
    r"|from .{2,40}|stories from .{2,40}|in .{2,30}|like this|about .{2,40}))",
    r"related|recommended(?: for you| by our editors)?|read (?:more|next|also|this next)"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|also on .{2,40}"
    r"|see also|up next|don[’']t miss|must read|trending(?: now)?|(?:most|top|latest) (?:read"
    r"|popular|viewed|stories|news|videos|shared|headlines)|popular(?: now| stories)?"
    r"|editor[’']?s?[’']? (?:picks?|choice)|in this (?:story|article)|on this (?:story|topic)"
    r"|more on this story",
    r"die redaktion empfiehlt|(?:audio|video|audios|videos)(?: und \w+)? zum thema|ähnliche"
    r"|schlagw\w+ zu.{0,30}|dieses thema im programm|mehr (?:zum thema|dazu|aus .{2,30}"
    r"|von .{2,40}|artikel|nachrichten|lesen|news)|auch interessant|das könnte (?:sie|dich|ihnen"
    r"|dir) auch (?:interessieren|gefallen)|lesen sie (?:auch|mehr|hierzu|dazu)"
    r"|weitere (?:artikel|themen|nachrichten|meldungen|informationen|news|beiträge)\b.{0,30}"
    r"|zum thema|themen(?:seite)?|meistgelesen\w*|empfehlungen(?: der redaktion)?"
    r"|verwandte (?:artikel|themen)|passend (?:zum thema|dazu)|weiterführende links"
    r"|links zum thema|top-?themen|neueste (?:artikel|nachrichten)|aktuelle (?:meldungen"
    r"|nachrichten)",
    r"(?:à lire aussi|lire aussi|sur le même (?:sujet|thème)|articles? (?:liés?|similaires?"
    r"|recommandés?)|voir aussi|les plus lus|dans la même rubrique|pour aller plus loin)",
    r"(?:noticias|artículos|temas|contenidos?) relacionad[oa]s?|más (?:noticias|información"
    r"|leídas?|sobre .{2,40})|lo más (?:leído|visto)|te puede interesar|le puede interesar"
    r"|también te puede interesar|lee también|lea también|archivado en",
    r"leggi anche|potrebbe interessarti|articoli correlati|ti potrebbe interessare|i più letti"
    r"|lees ook|lees meer|meest (?:gelezen|recent)"
    r"|aangeboden door .{2,40}|meer (?:over|nieuws|lezen)\b.{0,30}|gerelateerd\w*|læs også"
    r"|läs också"
    r"|läs mer|les også|lue myös|lue lisää|mest lest|mest läst|mest læste|relaterade? .{0,20}"
    r"|relaterede? .{0,20}|relaterte? .{0,20}",
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także|również)|polecane|powiązane .{0,20}"
    r"|čtěte (?:také|též|dále)|doporučované|hlavní zprávy|mohlo by vás zajímat"
    r"|související .{0,20}|leia (?:também|mais)"
    r"|veja (?:também|mais)|notícias relacionadas|читайте также|по теме|смотрите также"
    r"|ещё по теме|ilgili haberler|öne çıkanlar|önerilen (?:video|haber)\w*"
    r"|baca juga|artikel terkait|berita terkait"
    r"|kapcsolódó .{0,20}|citește și|διαβάστε (?:επίσης|ακόμη)",
    r"関連(?:記事|ニュース|リンク|特集)|あわせて読みたい|おすすめ(?:記事)?|人気記事|ランキング|相关(?:阅读|新闻|文章|推荐)|延伸阅读|推荐阅读|热门.{0,6}"
    r"|관련\s?(?:기사|뉴스)|많이 본 뉴스|인기\s?기사"
    r"|ข่าวที่เกี่ยวข้อง|مواضيع ذات صلة|اقرأ أيضا|כתבות נוספות"
    r"|אולי יעניין אותך",
)
_TAIL = _any(
    r"comments?|leave a (?:comment|reply)|join the (?:conversation|discussion)|about the authors?"
    r"|share this .{0,20}|follow .{2,40} on .{2,40}|sign up .{0,60}|subscribe .{0,60}"
    r"|newsletters?|get the .{2,40} newsletter|contact .{2,40}|topics?|tags?|filed under.{0,60}"
    r"|editorial standards|our standards.{0,80}|corrections? policy|disclaimer|advertisement"
    r"|sponsored content|from around the web|promoted stories|around the web",
    r"kommentare?|diskutieren sie .{0,60}|schlagworte|stichworte|über (?:den autor|die autorin"
    r"|die autoren)|verwendete quellen|impressum|newsletter .{0,60}|autoren?|autorin"
    r"|kontakt.{0,40}|teilen|artikel teilen",
    r"commentaires?|comentarios?|commenti|reacties|kommentarer|komentarze|diskuse|comentários"
    r"|комментарии|yorumlar|komentar|コメント|评论|댓글|tags?|etiquetas|mots-clés|themen|temas|sujets"
    r"|tópicos|štítky|tagi|avainsanat|emner|ämnen",
)
_WEAK_TAIL = _any(
    r"(?:mehr|alles|aktuelles|news) (?:zu|zur|zum|über) .{2,50}",
    r"(?:more|latest|all|news|stories) (?:on|about|from|in) .{2,50}",
    r"(?:plus|tout) (?:sur|de|d[’']) ?.{2,50}|(?:más|todo) (?:sobre|de) .{2,50}",
    r"(?:altro|tutto) su.{2,50}|meer (?:over|van) .{2,50}|mer (?:om|fra|från) .{2,50}",
    r"więcej (?:o|na temat) .{2,50}|mais (?:sobre|de) .{2,50}|více (?:o|k) .{2,50}",
    r"(?:thema|themen|topics?|tema|temas|thèmes?)",
)
_SOURCES = _any(
    r"(?:sources?|references?|quellen?|literatur|fonti|fuentes|fontes|bronnen|källor|kilder"
    r"|lähteet|źródła|zdroje|источники|kaynaklar)\s?[:：]",
)
_LONGEST = 600
_EXTERNAL = _any(
    r"(?:\[ ?[^\[\]]{1,30} ?\]\s*){2,}|.{0,40}visitor number .{0,60}"
    r"|best viewed (?:at|with|in) .{0,60}",
    r"empfohlener (?:redaktioneller|externer) inhalt|extern\w* inhalte? (?:anzeigen|laden)",
    r"(?:bitte )?(?:aktivieren|activate|enable|turn on) .{0,20}javascript.{0,150}"
    r"|ein klick für den datenschutz.{0,200}",
    r"(?:an dieser stelle|hier) (?:finden|befindet|steht|sehen|wird"
    r"|möchten)\b.{0,80}extern\w* (?:inhalt|medi|quell|dienst)\w*.{0,400}",
    r"následuje obsah vložený z .{0,120}|přejít před obsah vložený z .{0,60}",
    r"externer inhalt\b.{0,200}|(?:dieser|dieses|diese) (?:inhalt|video|beitrag"
    r"|element)\w* (?:kann|wird|konnte|ist|stammt)\b.{0,200}",
    r"ich bin (?:damit )?einverstanden,? dass\b.{0,400}|(?:mit"
    r"|durch) (?:dem )?klick\w* .{0,60}(?:stimme|akzeptier|einwillig|zustimm)\w*.{0,300}",
    r"zur anzeige .{0,120}(?:zustimm|einwillig)\w*.{0,200}|inhalte? (?:anzeigen|laden|aktivieren"
    r"|entsperren|freigeben)",
    r".{0,200}(?:datenschutz(?:erklärung|hinweise|bestimmungen|einstellungen)|privacy policy"
    r"|privacy settings|cookie[- ](?:settings|policy|einstellungen)|consent preferences"
    r"|politique de confidentialité|política de privacidad|privacyverklaring).{0,150}",
    r".{0,80}(?:enable|accept|allow|activate|aktivier\w*|akzeptier\w*|erlauben|accepter|aceptar"
    r"|accettare) .{0,40}(?:cookies|javascript)\b.{0,150}",
    r"(?:player|video|embed|content|inhalt|bild|karte|grafik|tweet) (?:wird geladen|is loading"
    r"|loading|placeholder)|embed|player|placeholder(?: image)?.{0,5}|video-?player"
    r"|image \d+ of \d+|slide \d+ of \d+|\d+ (?:von|of|/|de) \d+|[|/·•–—-]+",
    r"to view this content,? .{0,200}|this content (?:is|can(?:not|'t) be|was) .{0,150}"
    r"|view this post on (?:instagram|facebook|x|tiktok)|a post shared by .{0,100}"
    r"|ver esta publicación en instagram|voir cette publication.{0,80}|this (?:video"
    r"|feature) (?:cannot|can't|is) .{0,120}",
)
_OFFER = _any(
    r".{0,200}\b(?:sign(?:ing|ed)? up|subscrib(?:e|ing)) (?:to|for)\b"
    r".{0,60}\bnewsletters?\b.{0,120}",
    r".{0,120}\bgoogle news\b.{0,120}(?:whatsapp|channel|telegram|kanal|canal)\b.{0,80}",
    r".{0,60}\b(?:kostenlos|gratis|unverbindlich) (?:testen|probelesen|weiterlesen)\b.{0,150}"
    r"|(?:start|get|try|begin) (?:your|a) (?:free|\d+.day) trial\b.{0,150}",
    r"(?:jetzt |gratis )?weiterlesen\b.{0,40}",
    r"(?:sie sind|sind sie|bist du|du bist|schon|bereits) (?:bereits |schon )?(?:kund|abonnent"
    r"|mitglied|registriert)\w*.{0,80}|(?:déjà|vous êtes) (?:\w+ )?(?:abonné|inscrit)\w*.{0,80}"
    r"|¿?ya (?:eres|es) (?:suscriptor|socio)\w*.{0,80}|sei già (?:abbonat|registrat)\w*.{0,80}"
    r"|(?:bent u|ben je) al (?:abonnee|lid)\b.{0,80}|(?:har du|er du|är du) (?:redan|allerede)\b"
    r".{0,80}|(?:masz już|jesteś już) .{0,80}|já (?:é|sou) assinante.{0,80}",
    r"für (?:nur )?\d+[.,]\d\d ?(?:€|euro|chf)\b.{0,100}(?:artikel|erwerben|kaufen|lesen|testen)"
    r"\b.{0,60}",
    r"(?=.{0,200}\b(?:you|your|du|dein\w*|ihr\w*|sie|vous|votre|tu|su|tua|je|jouw?)\b)"
    r".{0,150}\b(?:support|help fund|contribut\w+|donat\w+|unterstütz\w+|spende\w*|soutene\w+"
    r"|apoy\w+|sostien\w+|steun\w*)\b.{0,80}\b(?:journalism\w*|journalismus|giornalismo"
    r"|periodismo|newsroom|reporting|pressefreiheit)\b.{0,100}"
    r"|(?:unabhängiger|guter|freier|independent|quality) journalis\w+ (?:braucht|kostet|needs"
    r"|costs)\b.{0,120}",
    r"(?:wie (?:hat|gefällt) (?:ihnen|dir)|hat ihnen|did you (?:like|enjoy)|was|how (?:useful"
    r"|did you like)) (?:dieser|der|this|the) (?:artikel|beitrag|text|article|story|page)\b.{0,60}",
    r"(?:themenseiten?|schlagw[oö]rt\w+|stichw[oö]rt\w+|tags|topics|keywords|etiquetas)\b[^.!?]{2,200}",
    r"(?:sign up|subscribe|register|join|get|download|follow|stay up to date|never miss"
    r"|click here|like|add)\b.{0,140}\b(?:newsletters?|inbox|app|e-?mails?|alerts?|podcasts? app"
    r"|whatsapp|telegram|google news|facebook|twitter|instagram|channel|subscri\w+|notifications?"
    r"|free trial|preferred source)\b.{0,140}",
    r"(?:already (?:a|have) .{0,30}(?:subscriber|account|member)|to (?:continue|keep) reading"
    r"|subscribe (?:now|today|to)|log ?in to|sign in to|become a (?:member|subscriber)"
    r"|create (?:a|an|your) (?:free )?account|this (?:article|content|story) is (?:for|only"
    r"|exclusive|reserved|available)\b.{0,40}(?:subscriber|member|premium|paying)).{0,200}",
    r".{0,60}(?:jetzt|hier|gratis|kostenlos)\b.{0,60}(?:abonnier\w*|herunterladen|anmelden"
    r"|registrieren|newsletter|downloaden)\b.{0,120}",
    r".{0,80}newsletter.{0,60}(?:abonnier\w*|anmeld\w*|bestell\w*|erhalten|bekommen|sign ?up"
    r"|inscri\w+|suscri\w+|iscri\w+|prenumer\w+|subscri\w+).{0,120}",
    r"(?:suscríbete|regístrate|apúntate|inscreva-se|assine|abonnez-vous|inscrivez-vous|iscriviti"
    r"|abbonati|schrijf je in|abonneer|prenumerera|zapisz się|přihlaste se|подпишитесь"
    r"|подписывайтесь|abone ol)\b.{0,200}",
    r"(?:sigue|síguenos|siga|seguici|segui|suivez|volg|følg|följ|seuraa|obserwuj|sledujte"
    r"|takip edin|ikuti)\b.{0,40}\b(?:facebook|twitter|instagram|whatsapp|telegram|google news|x"
    r"|tiktok|youtube|linkedin|canal|canale|chaîne)\b.{0,120}",
    r"(?:tu suscripción se está usando|¿quieres añadir otro usuario|añadir usuario"
    r"|si continúas leyendo en este dispositivo|¿por qué estás viendo esto).{0,300}",
    r"(?:if you (?:have|know|are) .{0,100}|do you have .{0,60}|got a .{0,40}"
    r"|have a .{0,40})(?:tip|story|comment|question|feedback|news)\b.{0,60}(?:email|contact|write"
    r"|let us know|get in touch).{0,200}",
    r".{0,40}(?:pozostało|noch|remaining|reste(?:nt)?|queda) .{0,20}\d+ ?% .{0,40}",
    r"(?:we may earn|this (?:article|post|page) (?:may )?contains? affiliate|if you (?:buy|click"
    r"|purchase)|when you (?:buy|purchase)|products? (?:featured"
    r"|we recommend)).{0,250}(?:commission|affiliate|links?|independently).{0,200}",
    r"(?:all rights reserved|copyright ©|© ?\d{4}|© copyright|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados|tutti i diritti riservati"
    r"|riproduzione riservata|reproducción prohibida|無断転載|저작권자|版权所有|ⓒ).{0,200}",
)


def tokens(text: str) -> list[str]:
    """Give the words of a text; each character of a dense script is one."""
    return _TOKEN.findall(text)


def is_dateline(text: str) -> bool:
    """Say whether a line is a date or a time, with words that go with it, and nothing else."""
    if len(text) > 110 or not re.search(r"\d", text):
        return bool(_READING_TIME.fullmatch(text.strip())) if len(text) < 60 else False
    bare = _READING_TIME.sub(" ", text)
    bare = _MONTHS.sub(" ", _DATE_WORDS.sub(" ", bare))
    letters = re.sub(r"[\W\d_]+", "", bare)
    if len(letters) <= 3 and not (
        _DENSE_LETTER.search(letters) and len(re.findall(r"\d", text)) < 2
    ):
        return True
    return len(text) < 45 and parse_date(text) is not None and len(text.split()) <= 7


_SERVICE = re.compile(
    r"x|facebook|twitter|line|whatsapp|telegram|instagram|threads|bluesky|mastodon|reddit|linkedin"
    r"|pinterest|tumblr|pocket|flipboard|xing|viber|vkontakte|vk|ok\.?ru|weibo|wechat|kakaotalk|band"
    r"|hatena|はてなブックマーク|はてブ|note|e-?mail|mail|メールで送る|카카오톡|페이스북|트위터"
    r"|微博|微信|新浪微博|qq|copy link|copiar enlace|link kopieren|url ?コピー|copier le lien",
    re.IGNORECASE,
)


def is_byline(text: str) -> bool:
    """Say whether a line only names who wrote it."""
    return len(text) < 110 and bool(_BYLINE.fullmatch(text.strip())) and len(text.split()) <= 12


def is_furniture(text: str) -> bool:
    """Say whether a text, each of its lines, is no part of the article wherever it stands."""
    lines = text.split("\n")
    return len(text) <= _LONGEST and all(_is_furniture_line(line.strip()) for line in lines)


def _is_furniture_line(line: str) -> bool:
    return bool(
        residue.is_residue(line)
        or _EXTERNAL.fullmatch(line)
        or _OFFER.fullmatch(line)
        or (len(line) < 130 and _CREDIT.fullmatch(line))
    )


def is_service(text: str) -> bool:
    """Say whether a line is nothing but the name of a service to share or follow by."""
    return len(text) <= 30 and bool(_SERVICE.fullmatch(text.strip()))


def points_on(text: str) -> bool:
    """Say whether a line begins with an arrow, or with a label, as links in the middle do."""
    return bool(_POINTER.match(text)) and not re.search(r"[.!?…][”\"']?\s*$", text)


def leads_elsewhere(text: str) -> bool:
    """Say whether a line begins as those that point to another article do."""
    return bool(_LEADS_ELSEWHERE.match(text.strip()))


def heads_related(text: str) -> bool:
    """Say whether a line heads links to other articles."""
    return len(text) <= 70 and bool(_RELATED.fullmatch(text.strip(" :：.!?|»›>-–—…")))


def heads_sources(text: str) -> bool:
    """Say whether a line heads what the author names as sources."""
    return len(text) <= 30 and bool(_SOURCES.fullmatch(text.strip()))


def heads_tail(text: str) -> bool:
    """Say whether a line, below most of the text, heads what is no more of it."""
    line = text.strip(" :：.!?|»›>-–—…")
    return len(text) <= 90 and bool(_TAIL.fullmatch(line) or _RELATED.fullmatch(line))


def may_head_tail(text: str) -> bool:
    """Say whether a line heads other articles where hardly any text follows it."""
    return len(text) <= 60 and bool(_WEAK_TAIL.fullmatch(text.strip(" :：.!?|»›>-–—…")))


def is_about_author(text: str) -> bool:
    """Say whether a paragraph that begins with an author's name says who that is."""
    return len(text) < 700 and bool(_AUTHOR_BIO.search(text[:200]))
