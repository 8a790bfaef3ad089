"""What plugins, feeds and page furniture leave in a text: lines that are no part of the article.

The patterns know the field's habits, in the languages that news is most written in; none of them
names a site. A line is matched whole, so that a sentence that only mentions such words stays.
"""

from __future__ import annotations

import re

_LINES = (
    # Plugins
    r"exit mobile version",
    r"(?:leave|exit|view) (?:amp|mobile|desktop) (?:version|view|site)",
    r"(?:the )?post .{1,300} (?:first appeared|appeared first|appeared) on .{1,120}",
    r"der beitrag .{1,300} erschien zuerst (?:auf|bei) .{1,120}",
    r"(?:el post|la entrada) .{1,300} (?:se publicó|apareció) primero en .{1,120}",
    r"l[’']article .{1,300} est apparu en premier sur .{1,120}",
    r"l[’']articolo .{1,300} proviene da .{1,120}",
    r"o (?:post|artigo) .{1,300} apareceu primeiro em .{1,120}",
    r"(?:wpis|artykuł) .{1,300} pojawił się (?:pierwszy|poraz pierwszy) w .{1,120}",
    # Read more
    r"(?:continue|keep) reading\b.{0,80}",
    r"read (?:more|on|the full (?:story|article|post))\b.{0,5}",
    r"(?:read|view|see) (?:the )?(?:full|entire|rest of (?:the|this))\b.{0,60}",
    r"weiterlesen\b.{0,40}|lire la suite|en savoir plus|leer más|seguir leyendo|leggi tutto",
    r"lees verder|continua a leggere|czytaj (?:dalej|więcej)|les mer|læs mere|läs mer|lue lisää",
    r"leia mais|читать далее|続きを読む|もっと見る|阅读全文|더 보기",
    # Adverts
    r"(?:advertisement|advertising|sponsored(?: content)?)(?: [-–—] .{0,50})?",
    r"(?:anzeige|werbung|publicité|publicidad|pubblicità|reklama|reklame|annons|annonse)",
    r"reklam|reklám|reclame|oglas|anúncio|publicitate|reklāma|reklaam|quảng cáo|إعلان|פרסומת|โฆษณา",
    r"(?:advertentie|mainos|реклама|広告|광고|广告|iklan|publicidade|hirdetés|inzerce|διαφήμιση)",
    r"(?:story|article) continues (?:below|after)\b.{0,40}|continues below advertisement",
    r"(?:artikel wird nach der|nach der) (?:anzeige|werbung)\b.{0,40}",
    r"scroll (?:to|down to) continue\b.{0,40}",
    # Share rows
    r"(?:share|tweet|pin|print|email|mail|comment|comments|subscribe|follow|save|copy link"
    r"|bookmark|link|reblog|like)(?: (?:this|on|us on|via|with|it)\b.{0,40})?",
    r"share (?:this|the) (?:article|story|post|page)\b.{0,30}",
    r"(?:like|follow) us on .{1,60}",
    r"teilen|drucken|kommentieren|merken|vorlesen",
    r"artikel (?:teilen|merken|drucken|hören|anhören)\b.{0,30}",
    r"compartir|partager|condividi|udostępnij|dela|del|jaa|deel|compartilhar|поделиться",
    r"click (?:here )?to (?:share|print|email|tweet|read)\b.{0,80}",
    # Page furniture
    r"(?:back|return) to (?:top|the top)\b.{0,20}|nach oben",
    r"loading|please wait|laden|wird geladen|chargement|cargando",
    r"(?:leave|add|post|write) (?:a|your) (?:comment|reply)\b.{0,30}|no comments(?: yet)?",
    r"\d{1,6} (?:comments?|shares?|likes?|views?|kommentare?)",
    r"(?:view|show|hide|see) (?:all )?(?:comments?|gallery|more|less|caption)",
    r"enable javascript\b.{0,60}",
    r"(?:your browser does not support|this video is not available)\b.{0,100}",
    r"skip to (?:main )?(?:content|navigation)|table of contents",
    r"(?:play|pause|mute|unmute|watch (?:now|live)|listen(?: to (?:this )?(?:article|story))?)",
    r"retrieved from .{1,200}",
    r"(?:.{0,30}(?:found|spotted|notice) an? (?:error|mistake|typo)"
    r"|haben sie einen fehler (?:gefunden|entdeckt)"
    r"|якщо ви (?:помітили|знайшли) помилку|если вы (?:заметили|нашли) ошибку).{0,250}",
    r"permalink\b.{0,120}|feedback:? .{0,60}",
    r"(?:dieses thema im programm|über dieses thema berichtet\w*)\b.{0,160}",
    r"(?:submitted|posted|published|created) (?:by .{1,60} )?on .{0,20}\d.{0,30}",
    # Agencies as the whole of a line
    r"(?:getty images|afp|reuters|dpa|ap|imago|picture alliance|epa|ap photo)"
    r"(?:\s*/\s*\w[\w\s]{0,40})?",
)
_LINE = re.compile("|".join(_LINES), re.IGNORECASE)
_EMPTY_SECTION = re.compile(
    r"references?|sources?|related|tags?|topics?|categories|further reading|external links"
    r"|see also|notes|comments?|share this|like this|footnotes|citations|references and sources"
    r"|related (?:posts?|articles?|stories|news|content)|quellen?|mehr zum thema|schlagworte"
    r"|themen|références|referencias|fuentes|riferimenti|fonti|źródła|bronnen|参考文献|関連記事"
    r"|출처|参考资料",
    re.IGNORECASE,
)
_ENDS = " \t\n|·•»«→›>-–—….:!"
_LONGEST = 500


def is_residue(text: str) -> bool:
    """Say whether a whole line is furniture of a page or the trace of a plugin."""
    return len(text) <= _LONGEST and bool(_LINE.fullmatch(text.strip(_ENDS)))


def names_empty_section(text: str) -> bool:
    """Say whether a line heads a section that is furniture when nothing follows it."""
    return len(text) <= 60 and bool(_EMPTY_SECTION.fullmatch(text.strip(_ENDS)))
