"""The sentence patterns. A pattern's id is its family and its number: "sites.3". ⟦ ⟧ stand around the value that is compared.

Slots: the thing in four cases (Nom, nom, gen, dat, acc), its value (n, unit, units in the dative, d for a day, dur, m for money, P for a person, role), and what the family says.
"""

import random

from tests.pipeline.reconcile.pairs.speech import fill

PATTERNS: dict[str, tuple[str, ...]] = {
    # How many houses take part. No marker: as true on the day of the release.
    "sites": (
        "{Nom} umfasst derzeit ⟦{n} {unit}⟧.",
        "Aktuell gehören {dat} ⟦{n} {unit}⟧ an.",
        "An {dat} beteiligen sich ⟦{n} {unit}⟧.",
        "{Nom} vereint ⟦{n} {unit}⟧ unter einem Dach.",
        "Insgesamt arbeiten ⟦{n} {unit}⟧ in {dat} zusammen.",
        "{Nom} besteht aus ⟦{n} {units}⟧.",
        "Mit ⟦{n} {units}⟧ deckt {nom} die Region gut ab.",
        "Die Zahl der {unit} {gen} liegt bei ⟦{n}⟧.",
        "{Nom} zählt ⟦{n} {unit}⟧.",
    ),
    # The later release, with a word that says so.
    "sites_later": (
        "Inzwischen gehören {dat} ⟦{n} {unit}⟧ an.",
        "{Nom} ist auf ⟦{n} {unit}⟧ gewachsen.",
        "Damit hat {nom} jetzt ⟦{n} {unit}⟧.",
        "Die Zahl der {unit} {gen} stieg von {n1} auf ⟦{n}⟧.",
        "An {dat} beteiligen sich mittlerweile ⟦{n} {unit}⟧, {more} mehr als zuvor.",
        "Neu hinzugekommen sind {more} {unit}; damit umfasst {nom} nun ⟦{n} {unit}⟧.",
    ),
    # How many people, samples, records.
    "people": (
        "In {dat} sind ⟦{n} {unit}⟧ erfasst.",
        "{Nom} enthält Angaben zu ⟦{n} {units}⟧.",
        "Bisher wurden ⟦{n} {unit}⟧ in {acc} aufgenommen.",
        "{Nom} hat bislang ⟦{n} {unit}⟧ aufgenommen.",
        "{Nom} dokumentiert die Behandlung von ⟦{n} {units}⟧.",
        "⟦{n} {unit}⟧ nehmen an {dat} teil.",
    ),
    "people_later": (
        "Inzwischen sind ⟦{n} {unit}⟧ in {dat} erfasst.",
        "{Nom} ist auf ⟦{n} {unit}⟧ angewachsen.",
        "Mittlerweile nehmen ⟦{n} {unit}⟧ an {dat} teil.",
        "Heute enthält {nom} Angaben zu ⟦{n} {units}⟧.",
    ),
    "beds": (
        "{Nom} hat ⟦{n} Betten⟧.",
        "{Nom} verfügt über ⟦{n} Betten⟧.",
        "In {dat} stehen ⟦{n} Betten⟧ bereit.",
        "Mit ⟦{n} Betten⟧ gehört {nom} zu den größeren Häusern des Landes.",
    ),
    "staff": (
        "{Nom} beschäftigt ⟦{n} Mitarbeiterinnen und Mitarbeiter⟧.",
        "An {dat} arbeiten ⟦{n} Mitarbeiterinnen und Mitarbeiter⟧.",
        "Zu {dat} gehören ⟦{n} Mitarbeiterinnen und Mitarbeiter⟧.",
        "{Nom} hat ⟦{n} Mitarbeiterinnen und Mitarbeiter⟧.",
    ),
    # When it ends. `d` comes with "zum" where it is a day, with "Ende" or nothing where it is less.
    "ends": (
        "Die Förderung {gen} läuft ⟦bis {zum}{d}⟧.",
        "{Nom} wird ⟦bis {zum}{d}⟧ gefördert.",
        "{Nom} läuft noch ⟦bis {zum}{d}⟧.",
        "Die Laufzeit {gen} endet ⟦{am}{d}⟧.",
        "{Nom} endet ⟦{am}{d}⟧.",
        "Gefördert wird {nom} vom {start} ⟦bis {zum}{d}⟧.",
    ),
    "ends_brackets": (
        "{Nom} (Laufzeit: {start} bis ⟦{d}⟧) wird mit Mitteln des Landes gefördert.",
        "Das Land unterstützt {acc} ({start} bis ⟦{d}⟧).",
    ),
    "extended": (
        "Die Laufzeit {gen} wurde ⟦bis {zum}{d}⟧ verlängert.",
        "Die Förderung {gen} ist um {more} Jahre verlängert worden und läuft nun ⟦bis {zum}{d}⟧.",
        "Anders als geplant endet {nom} erst ⟦{am}{d}⟧.",
    ),
    "phase_ends": (
        "Die {nth} Förderphase {gen} läuft vom {start} ⟦bis {zum}{d}⟧.",
        "Die {nth} Förderphase {gen} endet ⟦{am}{d}⟧.",
        "In der {nth_dat} Förderphase wird {nom} ⟦bis {zum}{d}⟧ gefördert.",
        "Bis zum Abschluss der {nth_dat} Förderphase {gen} ⟦{am}{d}⟧ bleibt viel zu tun.",
    ),
    "version_ends": (
        "{short} {k}.0 ({start} bis ⟦{d}⟧) baut auf dem Erreichten auf.",
        "Die Förderung von {short} {k}.0 läuft vom {start} ⟦bis {zum}{d}⟧.",
        "{short} {k}.0 wird ⟦bis {zum}{d}⟧ gefördert.",
    ),
    "starts": (
        "{Nom} ist ⟦{am}{d}⟧ gestartet.",
        "Begonnen hat {nom} ⟦{am}{d}⟧.",
        "Gestartet ist {nom} ⟦{am}{d}⟧.",
        "⟦{Am}{d}⟧ begann {nom}.",
        "Der Startschuss für {acc} fiel ⟦{am}{d}⟧.",
    ),
    "founded": (
        "{Nom} wurde ⟦{am}{d}⟧ gegründet.",
        "Gegründet wurde {nom} ⟦{am}{d}⟧.",
        "⟦{Am}{d}⟧ ist {nom} gegründet worden.",
        "Die Gründung {gen} erfolgte ⟦{am}{d}⟧.",
    ),
    "lasts": (
        "{Nom} dauert ⟦{dur}⟧.",
        "{Nom} ist auf ⟦{dur}⟧ angelegt.",
        "Die Laufzeit {gen} beträgt ⟦{dur}⟧.",
        "{Nom} wird ⟦{dur}⟧ lang gefördert.",
        "{Nom} hat eine Laufzeit von ⟦{dur}n⟧.",
    ),
    "phase_lasts": (
        "Die {nth} Förderphase {gen} dauert ⟦{dur}⟧.",
        "Für ⟦{dur}⟧ ist die {nth} Förderphase {gen} bewilligt.",
        "Die {nth} Förderphase {gen} ist auf ⟦{dur}⟧ angelegt.",
    ),
    "office": (
        "{Role} {gen} ist ⟦{P}⟧.",
        "⟦{P}⟧ ist {role} {gen}.",
        "⟦{P}⟧, {role} {gen}, zeigt sich zufrieden.",
        "„Wir haben viel voneinander gelernt“, sagt ⟦{P}⟧, {role} {gen}.",
        "Als {role} {gen} dankte ⟦{P}⟧ allen Beteiligten.",
    ),
    "office_new": (
        "{New} {role} {gen} ist ⟦{P}⟧.",
        "⟦{P}⟧ ist seit dem {since} {role} {gen}.",
        "⟦{P}⟧ folgt auf {P1} als {role} {gen}.",
        "Zu{r} neuen {role_dat} {gen} wurde ⟦{P}⟧ gewählt.",
        "⟦{P}⟧ ist neue{en} {role} {gen} und löst {P1} ab.",
    ),
    "funds": (
        "{Funder} fördert {acc} mit ⟦{m}⟧.",
        "{Nom} wird von der {funder} mit ⟦{m}⟧ gefördert.",
        "Für {acc} stellt die {funder} ⟦{m}⟧ bereit.",
        "{Nom} erhält von der {funder} ⟦{m}⟧.",
        "Die {funder} unterstützt {acc} mit insgesamt ⟦{m}⟧.",
    ),
    "funds_more": (
        "Die {funder} stockt die Förderung {gen} von {m1} auf ⟦{m}⟧ auf.",
        "Inzwischen fördert die {funder} {acc} mit ⟦{m}⟧.",
        "Die Förderung {gen} durch die {funder} wurde auf ⟦{m}⟧ erhöht.",
    ),
    "phase_funds": (
        "Die {nth} Förderphase {gen} wird von der {funder} mit ⟦{m}⟧ gefördert.",
        "Für die {nth} Förderphase {gen} stellt die {funder} ⟦{m}⟧ bereit.",
        "Die {funder} fördert {acc} in der {nth_dat} Förderphase mit ⟦{m}⟧.",
    ),
    "planned": (
        "{Nom} soll ⟦{am}{d}⟧ den Betrieb aufnehmen.",
        "Geplant ist, dass {nom} ⟦{am}{d}⟧ den Betrieb aufnimmt.",
        "{Nom} wird voraussichtlich ⟦{am}{d}⟧ den Betrieb aufnehmen.",
        "Die Aufnahme des Betriebs {gen} ist für ⟦den {d}⟧ vorgesehen.",
    ),
    "done": (
        "{Nom} hat ⟦{am}{d}⟧ den Betrieb aufgenommen.",
        "⟦{Am}{d}⟧ nahm {nom} den Betrieb auf.",
        "Den Betrieb aufgenommen hat {nom} ⟦{am}{d}⟧.",
    ),
    "moved": (
        "Die Aufnahme des Betriebs {gen} wurde auf ⟦den {d}⟧ verschoben.",
        "{Nom} soll nun erst ⟦{am}{d}⟧ den Betrieb aufnehmen.",
    ),
    "members": (
        "An {dat} sind ⟦{list}⟧ beteiligt.",
        "Beteiligt an {dat} sind ⟦{list}⟧.",
        "Zu {dat} gehören ⟦{list}⟧.",
        "Mitglieder {gen} sind ⟦{list}⟧.",
    ),
    "joined": (
        "Neu dabei ist {new}. Mitglieder {gen} sind damit ⟦{list}⟧.",
        "{New} ist {dat} beigetreten. Beteiligt an {dat} sind nun ⟦{list}⟧.",
    ),
    "left": (
        "{Gone} ist ausgeschieden. Mitglieder {gen} sind damit ⟦{list}⟧.",
        "{Gone} hat {acc} verlassen. Beteiligt an {dat} sind nun ⟦{list}⟧.",
    ),
    "platforms": (
        "{Nom} stützt sich auf {count} Plattformen ⟦({list})⟧.",
        "Zu {dat} gehören {count} Plattformen ⟦({list})⟧.",
        "Kern {gen} sind {count} Plattformen ⟦({list})⟧.",
    ),
    # Statements that must be compared with nothing of the families above.
    "in_state": (
        "In {state} beteiligen sich {n} {unit} an {dat}.",
        "Allein in {state} gehören {n} {unit} zu {dat}.",
        "{Nom} ist in {state} mit {n} {units} vertreten.",
    ),
    "of_which": (
        "{Nom} umfasst {n} {unit}, davon {part} in {state}.",
        "Von den {n} {units} {gen} liegen {part} in {state}.",
    ),
    "other_unit": (
        "{Nom} fördert {n} Vorhaben.",
        "In {dat} laufen {n} Teilprojekte.",
        "Aus {dat} sind {n} Veröffentlichungen hervorgegangen.",
        "{Nom} hat {n} Arbeitsgruppen gebildet.",
    ),
    "earlier_year": (
        "Im Jahr {year} umfasste {nom} noch {n} {unit}.",
        "{year} gehörten {dat} {n} {unit} an.",
        "Zum Vergleich: {year} zählte {nom} {n} {unit}.",
    ),
    "per_year": ("Im Jahr {year} wurden in {dat} {n} {unit} neu erfasst.", "{year} kamen in {dat} {n} {unit} hinzu."),
    "target": (
        "Künftig sollen {dat} {n} {unit} angehören.",
        "„Bis {year} wollen wir {n} {unit} gewinnen“, sagt {P} über {acc}.",
        "Ziel ist es, dass {nom} bis {year} {n} {unit} umfasst.",
        "Bis {year} soll {nom} auf {n} {unit} wachsen.",
    ),
    "applied": (
        "Um Aufnahme in {acc} haben sich {n} {unit} beworben.",
        "Interesse an {dat} haben {n} {unit} bekundet.",
    ),
    "other_thing": (
        "{Other} zählt {n} {unit}.",
        "Zum Vergleich: {Other} umfasst {n} {unit}.",
        "Der Austausch mit {other_dat}, {other_rel} {n} {unit} angehören, wird enger.",
    ),
    "ward": (
        "Die Kinderklinik {gen} hat {n} Betten.",
        "Die neue Intensivstation {gen} verfügt über {n} Betten.",
        "Auf der Palliativstation {gen} stehen {n} Betten bereit.",
    ),
    "yearly_money": ("Pro Jahr erhält {nom} {m} von der {funder}.", "Jährlich fließen {m} der {funder} in {acc}."),
    "share_money": (
        "Für einen neuen Server {gen} gab die {funder} {m}.",
        "Von den Mitteln der {funder} für {acc} gehen {m} an die Geschäftsstelle.",
        "Davon unabhängig zahlte die {funder} {m} für eine Tagung {gen}.",
    ),
    "deputy": ("Stellvertretende{en} {role} {gen} ist {P}.", "{P} ist stellvertretende{en} {role} {gen}."),
    "former": ("{P}, frühere{en} {role} {gen}, hielt den Festvortrag.", "{P} war von 2015 bis 2019 {role} {gen}."),
    "event": (
        "Die Jahrestagung {gen} beginnt am {d}.",
        "Das nächste Treffen {gen} findet am {d} statt.",
        "Am {d} lädt {nom} zu einem Tag der offenen Tür ein.",
    ),
    "deadline": (
        "Bewerbungen für Stipendien {gen} sind bis zum {d} möglich.",
        "Die Frist für Anträge an {acc} endet am {d}.",
        "Bis zum {d} nimmt {nom} Vorschläge entgegen.",
    ),
}


def say(family: str, choice: int, **slots: str) -> tuple[str, str]:
    """The sentence of a pattern, and the pattern's id."""
    return fill(PATTERNS[family][choice], **slots), f"{family}.{choice + 1}"


def two(family: str, rng: random.Random, others: str = "") -> tuple[int, int]:
    """Two patterns: two different ones of a family, or one of each of two families."""
    if others:
        return rng.randrange(len(PATTERNS[family])), rng.randrange(len(PATTERNS[others]))
    first, second = rng.sample(range(len(PATTERNS[family])), 2)
    return first, second
