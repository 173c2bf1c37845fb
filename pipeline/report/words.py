"""The report's own words, in German and English; those of the database's names are in db/export/words.py."""

from typing import Final

WORDS: Final = {
    "de": {
        "title": "Was die Mitteilungen sagen",
        "span": "Mitteilungen von {first} bis {last}",
        "one_day": "Mitteilungen vom {first}",
        "undated": "ohne Datum",
        "table": "Daten als Tabelle",
        "shown": "Gezeigt: {shown} von {total}; alles steht in der Datenbank (belegt query) und im Export (belegt export).",
        "nothing": "Dazu sagen die Mitteilungen nichts.",
        "left_out": "Nicht gezeigt: {rejected} abgelehnte und {negated} verneinte Aussagen.",
        "releases": "Mitteilungen", "facts": "Aussagen mit Beleg", "decided": "davon entschieden",
        "discrepancies": "offene Punkte", "people": "Personen", "organisations": "Organisationen",
        "infrastructures": "Infrastrukturen", "projects": "Projekte",
        "phases": "Laufzeiten",
        "phases_what": "Wann etwas beginnt und endet. Nennen Quellen verschiedene Tage, ist die Spanne zwischen ihnen "
        "schraffiert; eine Spitze heißt, dass kein Ende genannt ist.",
        "phases_desc": "Zeitleiste von {n} Laufzeiten. {differ} davon mit verschiedenen Angaben. Die Werte stehen in der "
        "Tabelle darunter.",
        "offices": "Ämter",
        "offices_what": "Wer welches Amt hat. Ein Balken ist die genannte Amtszeit, ein Punkt der Tag einer Mitteilung, die "
        "das Amt nennt.",
        "offices_desc": "Zeitleiste von {n} Ämtern. Die Werte stehen in der Tabelle darunter.",
        "matrix": "Beteiligungen",
        "matrix_what": "Welche Einrichtung sich an welcher Infrastruktur und welchem Projekt beteiligt. Die Zahl ist die "
        "Anzahl der Mitteilungen, die das sagen; ein Rahmen ohne Füllung: nur geplant; L: leitet.",
        "matrix_desc": "Matrix aus {rows} Zeilen und {columns} Spalten mit {n} Beteiligungen. Die Werte stehen in der "
        "Tabelle darunter.",
        "network": "Netz",
        "network_what": "Personen, Organisationen, Infrastrukturen und Projekte, und was sie verbindet.",
        "network_desc": "Netz aus {nodes} Knoten und {n} Verbindungen in drei Spalten: Personen, Organisationen, "
        "Infrastrukturen und Projekte. Die Verbindungen stehen in der Tabelle darunter.",
        "counts": "Zahlen",
        "counts_what": "Gleiches gezählt in mehreren Mitteilungen. Wo die Zahlen verschieden sind, stehen beide mit "
        "ihrer Quelle.",
        "counts_desc": "{n} Zahlenreihen, {differ} davon mit verschiedenen Werten. Die Werte stehen in der Tabelle darunter.",
        "counts_once": "Nur einmal genannte Zahlen: {n} (in der Tabelle).",
        "open": "Was nicht zusammenpasst",
        "open_what": "Jeder Punkt mit dem Grund und den Worten beider Seiten. Entscheiden: belegt review.",
        "sources": "Quellen",
        "thing": "Was", "start": "Beginn", "end": "Ende", "duration": "Dauer", "source": "Mitteilung", "planned": "geplant",
        "person": "Person", "office": "Amt", "organisation": "Organisation", "since": "seit", "until": "bis",
        "institution": "Einrichtung", "kind": "Art", "leads": "leitet", "count": "Anzahl", "value": "Wert", "unit": "Einheit",
        "how": "Genauigkeit", "approx": "rund", "lower": "mindestens", "upper": "höchstens", "date": "Datum",
        "publisher": "Herausgeber", "heading": "Titel", "address": "Adresse", "from": "von", "link": "Verbindung", "to": "zu",
        "side": "Seite", "yes": "ja", "more": "und {n} weitere", "status": "Stand",
        "INFRASTRUCTURE": "Infrastruktur", "PROJECT": "Projekt", "ORG": "Organisation", "PERSON": "Person",
        "things": "Infrastrukturen und Projekte", "inside": "in einer Mitteilung", "between": "zwischen Mitteilungen",
        "has_role": "Amt", "participates_in": "Beteiligung", "funds": "Förderung", "part_of": "Teil von",
    },
    "en": {
        "title": "What the releases say",
        "span": "Releases from {first} to {last}",
        "one_day": "Releases of {first}",
        "undated": "no date",
        "table": "Data as a table",
        "shown": "Shown: {shown} of {total}; the database (belegt query) and the export (belegt export) hold all.",
        "nothing": "The releases say nothing of this.",
        "left_out": "Not shown: {rejected} rejected and {negated} negated statements.",
        "releases": "releases", "facts": "statements with evidence", "decided": "of these decided",
        "discrepancies": "open points", "people": "people", "organisations": "organisations",
        "infrastructures": "infrastructures", "projects": "projects",
        "phases": "Periods",
        "phases_what": "When things begin and end. Where sources name different days, the time between them is hatched; "
        "an arrow says that no end is named.",
        "phases_desc": "Timeline of {n} periods, {differ} of them with different days. The values are in the table below.",
        "offices": "Offices",
        "offices_what": "Who holds which office. A bar is the term that is named, a dot the day of a release that names "
        "the office.",
        "offices_desc": "Timeline of {n} offices. The values are in the table below.",
        "matrix": "Participation",
        "matrix_what": "Which institution takes part in which infrastructure and project. The number is that of the releases "
        "which say so; an empty frame: only planned; L: leads.",
        "matrix_desc": "Matrix of {rows} rows and {columns} columns with {n} participations. The values are in the table below.",
        "network": "Network",
        "network_what": "People, organisations, infrastructures and projects, and what connects them.",
        "network_desc": "Network of {nodes} nodes and {n} links in three columns: people, organisations, infrastructures and "
        "projects. The links are in the table below.",
        "counts": "Numbers",
        "counts_what": "The same thing counted in several releases. Where the numbers differ, both stand with their source.",
        "counts_desc": "{n} rows of numbers, {differ} of them with different values. The values are in the table below.",
        "counts_once": "Numbers that are named only once: {n} (in the table).",
        "open": "What does not fit",
        "open_what": "Each point with its reason and the words of both sides. To decide: belegt review.",
        "sources": "Sources",
        "thing": "What", "start": "Start", "end": "End", "duration": "Duration", "source": "Release", "planned": "planned",
        "person": "Person", "office": "Office", "organisation": "Organisation", "since": "since", "until": "until",
        "institution": "Institution", "kind": "Kind", "leads": "leads", "count": "Number", "value": "Value", "unit": "Unit",
        "how": "Precision", "approx": "about", "lower": "at least", "upper": "at most", "date": "Date",
        "publisher": "Publisher", "heading": "Title", "address": "Address", "from": "from", "link": "Link", "to": "to",
        "side": "Side", "yes": "yes", "more": "and {n} more", "status": "State",
        "INFRASTRUCTURE": "Infrastructure", "PROJECT": "Project", "ORG": "Organisation", "PERSON": "Person",
        "things": "Infrastructures and projects", "inside": "inside one release", "between": "between releases",
        "has_role": "office", "participates_in": "participation", "funds": "funding", "part_of": "part of",
    },
}  # fmt: skip
