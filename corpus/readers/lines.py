"""What a single line of a release shows itself to be: a list item, a contact line, a masthead, a caption ...

Every function takes a line without white space at its edges; of a long one the first `HEAD` characters are enough,
except where the end matters.
"""

import re
from typing import Final, NamedTuple

from corpus.readers.dateline import KIND, MONTH_NAMES, RELEASE
from corpus.readers.nominative import nominative

HEAD: Final = 250

_END: Final = re.compile(r"[.!?…][\"“”»«’'‘)\]]*$")
_BULLET: Final = re.compile(r"(?:[-–—•*·‣▪▫◦●○■□►▶➤✓✔❯\uf0a7\uf0b7])(?:\s+(?=\S)|$)")
_NUMBER: Final = re.compile(rf"\(?(\d{{1,2}})[.)]\s+(?!(?i:{MONTH_NAMES})\b|\d)(?=\S)")
_LETTER: Final = re.compile(r"\(?([a-z])\)\s+(?=\S)")


class Marker(NamedTuple):
    """What a list item begins with."""

    style: str
    """bullet, number or letter"""
    value: int
    """The place in the list, 0 for a bullet."""
    alone: bool
    """Whether nothing follows on the line (lists copied from a word processor)."""


def marker(line: str) -> Marker | None:
    """The list marker at the head of the line. A number is one only in a sequence, which the caller sees.

    >>> marker("- Klinik A"), marker("-30 Grad"), marker("1. Juli 2025")
    (Marker(style='bullet', value=0, alone=False), None, None)
    """
    if found := _BULLET.match(line):
        return Marker("bullet", 0, found.end() == len(line))
    if found := _NUMBER.match(line):
        return Marker("number", int(found[1]), alone=False)
    if found := _LETTER.match(line):
        return Marker("letter", ord(found[1]) - ord("a") + 1, alone=False)
    return None


def ends_sentence(line: str) -> bool:
    """Whether the line ends with a full stop, an exclamation or question mark, closing quotes and brackets apart."""
    return bool(_END.search(line[-8:]))


_ROLE = r"(?:Ihre?|Unsere?|Weitere[rn]?|Fachliche[rn]?|Wissenschaftliche[rn]?|Inhaltliche[rn]?|Zentrale[rn]?)\s+"
_WHOM = (
    r"\s+(?:für|bei|an|zur?)\s+(?:die\s+|den\s+|der\s+)?"
    r"(?:Presse|Medien|Rückfragen|Nachfragen|Fragen|Redaktion|Journalist|weitere|inhaltliche|fachliche)[^.]{0,60}"
)
_CONTACT_HEAD: Final = re.compile(
    rf"(?:{_ROLE})?(?:(?:Presse|Medien|Fach|Projekt|Redaktions)-?)?"
    r"(?:[Kk]ontakt(?:e|daten|person(?:en)?|adressen?)?|KONTAKT"
    r"|[Aa]nsprech(?:partner|person)(?:en)?(?:[:*/_(-]{0,2}[Ii]n(?:nen)?\)?)?"
    r"|(?:Presse|Medien)stelle(?:\s+(?:der|des)\s+[A-ZÄÖÜ][^.:]{1,80})?|[Rr]ückfragen(?:\s+bitte)?(?:\s+an)?|(?:Für|Bei)\s+(?:weitere\s+)?(?:Rück|Nach)?[Ff]ragen(?:\s+[^.]{0,60})?"
    rf"|Auskünfte|Herausgeber|Impressum)(?:{_WHOM})?\s*(?::|$)"
)
_CONTACT: Final = re.compile(
    r"(?:Tel(?:efon)?|Fon|Fax|Telefax|Mobil(?:telefon)?|Handy)\s*+\.?\s*+:?\s*+[+(]?\d|[TFM]\s?[.:]?\s?[+(0]"
    r"|(?:E-?Mail|Mail|Internet|Web(?:site|seite)?|Homepage|Twitter|Telefon|Tel\.|Fax)\s*+:\s*+\S"
)
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|\s?\[at\]\s?|\(at\))[\w-]++\.[\w.-]")
_PHONE: Final = re.compile(r"[+(]?\d[\d\s()/–-]{6,}\d")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


def is_contact_head(line: str) -> bool:
    """Whether a contact block begins here: "Pressekontakt:", "Ansprechpartner:in", "Kontakt für Medien"."""
    return len(line) <= 160 and bool(_CONTACT_HEAD.match(line))


def is_contact(line: str) -> bool:
    """Whether the line is nothing but a telephone number, a mail address or the like."""
    if len(line) > 160:
        return False
    if _CONTACT.match(line) or _PHONE.fullmatch(line):
        return True
    if len(line) > 120 or ("@" not in line and "at]" not in line and "(at)" not in line):
        return False
    return bool(_MAIL.search(line)) and (len(line.split()) <= 6 or not ends_sentence(line))


_CAPTION: Final = re.compile(
    r"(?:(?:Fotos?|Bild(?:er|unterschrift|nachweis|quelle)?|Abb(?:\.|ildung)|Grafik(?:en)?|Quelle|BU|Video|Credits?|Copyright)"
    r"(?:\s?\d{1,2})?\s*+(?:\([^)]{1,40}\)\s*+)?[:/|]|Abb\.\s?\d|©|\(c\)\s)"
)
_CREDIT: Final = re.compile(
    r"(?:[(\[/|]\s*)?(?:©|\(c\)|(?:Foto|Bild|Grafik|Abbildung|Copyright)s?\s?:)[^.:]{2,60}[)\].]?$"
)


def is_caption(line: str) -> bool:
    """Whether the line describes or credits a picture: "Foto: ...", "Gruppenbild der Teilnehmenden // © ..."."""
    return bool(_CAPTION.match(line)) or (len(line) <= HEAD and bool(_CREDIT.search(line)))


_BOILERPLATE: Final = re.compile(
    r"(?:zur(?: vollständigen| ganzen| originalen)? (?:Presse|Medien)(?:mitteilung|information|meldung)|zum (?:Artikel|Beitrag)"
    r"|(?:zurück )?zur (?:Übersicht|Startseite)|zurück|teilen|drucken|seite (?:drucken|teilen)|weiterlesen|mehr (?:lesen|erfahren)"
    r"|nach oben|startseite|download|newsletter(?: abonnieren)?|abdruck (?:honorar)?frei.*|.{0,30}belegexemplar erbeten"
    r"|-?\s?ende(?: der (?:presse|medien)(?:mitteilung|information|meldung))?\s?-?|[#*+_=~.-]{3,}|alle rechte vorbehalten"
    r"|diese pressemitteilung (?:teilen|drucken)|artikel (?:teilen|drucken)|(?:zum )?seitenanfang"
    r"|(?:impressum|datenschutz(?:erklärung|hinweise)?|barrierefreiheit|sitemap)"
    r"(?:\s*[|·•]\s*(?:impressum|datenschutz(?:erklärung|hinweise)?|barrierefreiheit|sitemap|kontakt|agb))*)\s*[:.!>»›→…]*",
    re.IGNORECASE,
)
_LINK_LINE: Final = re.compile(
    r"(?:(?:Weitere|Mehr|Nähere|Weiterführende) (?:Informationen?|Infos?|Links?|Details)\b[^.!?]{0,60}:?|Links?:|Webs(?:ite|eite):)"
    r"(?:\s*(?:https?://|www\.)\S+)?",
    re.IGNORECASE,
)
ABOUT_US: Final = re.compile(r"Über uns\b[^.!?]{0,40}$", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether the line is clearly no part of what the release says: "Zur Pressemitteilung", "Teilen:", a bare link."""
    if len(line) > 200:
        return False
    if _BOILERPLATE.fullmatch(line) or _LINK.match(line):
        return True
    return bool(_LINK_LINE.fullmatch(line)) and (line.endswith(":") or "www." in line or "://" in line)


def is_link(line: str) -> bool:
    """Whether the line is nothing but a web address."""
    return bool(_LINK.match(line))


_MASTHEAD: Final = re.compile(
    rf"(?:{RELEASE}(?:\s*[,|:–-]?\s*$|\s+(?:des|der|vom|von)\s+.{{1,140}}$)|{KIND}\s*[:|–-].{{0,120}}$"
    r"|(?:Nr|Nummer|No)\.?\s?\d{1,4}(?:\s?[/-]\s?\d{2,4})?$|(?:Ort|Datum|Rubrik|Kategorie|Thema|Ressort|Autor(?:/-?in|:in)?)\s*:\s+\S.{0,60}$"
    r"|(?:Ort(?:\s+[A-ZÄÖÜ][\w.-]*){1,3}|Datum\s+\d.{0,20})$"
    r"|(?:Sperrfrist|Embargo|Sendesperrfrist)\b.{0,100}$|Zur sofortigen (?:Veröffentlichung|Freigabe).?$"
    r"|(?:Aktuelles|Aktuelle Meldung(?:en)?|News|Neuigkeiten|Meldung|Nachrichten?|Presse)$)"
)
_ISSUED: Final = re.compile(
    rf"(?P<form>{RELEASE})\s+(?P<article>des|der|vom|von(?:\s+(?:der|dem))?)\s+(?P<issuer>[A-ZÄÖÜ][^:|]{{1,120}}?)"
    r"(?:\s+(?:vom|am)\s+\d.*|,\s.*\d{4}|\s*[:|–]\s.*)?$"
)


def is_masthead(line: str) -> bool:
    """Whether the line says what kind of paper this is, and whose: "Pressemitteilung des ...", "PM 12/2026"."""
    return len(line) <= 160 and bool(_MASTHEAD.match(line))


def issuer(line: str) -> str | None:
    """Who issued the release, as a masthead says: "Pressemitteilung der Universität X" gives "Universität X".

    The name stands by itself: "Pressemitteilung des Klinikums Y" gives "Klinikum Y".
    """
    found = _ISSUED.match(line) if len(line) <= 160 else None
    return nominative(found["issuer"].strip(" ,.–-"), " ".join(found["article"].split())) if found else None


def after_masthead(line: str) -> str | None:
    """The headline that stands on the masthead's own line: "PM des Klinikums Y: Start ..." gives "Start ..."."""
    if not is_masthead(line):
        return None
    rest = line.partition(": ")[2].strip()
    return rest if len(rest) >= 10 else None
