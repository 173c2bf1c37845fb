"""Sentences around the statement. They name no invented thing and state nothing that could be compared."""

import random

from tests.pipeline.reconcile.pairs.names import CITIES, Names

TITLES = (
    "{name}: Rückblick und Ausblick",
    "{name}: Neues aus der Arbeit",
    "{name}: Ergebnisse vorgestellt",
    "Gemeinsam für bessere Medizin: {name}",
    "{name}: Was den Alltag leichter macht",
    "{name} im Gespräch",
)
INTROS = (
    "Über {acc} haben Fachleute in {city} beraten.",
    "Um {acc} ging es bei einem Treffen in {city}.",
    "{Nom} hat einen Bericht vorgelegt.",
    "Fachleute aus {city} haben {acc} besucht.",
    "Von {dat} gibt es Neuigkeiten.",
    "{Nom} zieht eine Bilanz der bisherigen Arbeit.",
)
PLAIN = (
    "Viele Fragen der Versorgung lassen sich nur gemeinsam beantworten.",
    "Im Mittelpunkt steht der Nutzen für Patientinnen und Patienten.",
    "Die Ergebnisse sollen in die Ausbildung einfließen.",
    "Auch der Datenschutz wurde ausführlich besprochen.",
    "Die Beteiligten lobten die gute Stimmung.",
    "Der Weg von der Idee bis zur Anwendung ist oft weit.",
    "Wichtig ist den Beteiligten die Nähe zum klinischen Alltag.",
    "Am Rande gab es Führungen durch die Labore.",
    "Einheitliche Standards erleichtern den Austausch.",
    "Fachleute aus der Pflege waren von Anfang an eingebunden.",
    "Für Nachfragen steht die Geschäftsstelle bereit.",
    "Die Verfahren sind einfacher geworden, die Wege kürzer.",
    "Patientenvertretungen wünschen sich verständliche Informationen.",
    "Ein eigener Leitfaden hilft beim Einstieg.",
    "Junge Forschende stellten ihre Arbeiten auf Postern vor.",
    "Der fachliche Austausch soll fortgesetzt werden.",
    "Mit der Technik allein ist es nicht getan, hieß es mehrfach.",
    "Für die Zukunft wünschen sich alle weniger Bürokratie.",
    "Besonders die Schulungen kommen gut an.",
    "Gute Daten sind die Grundlage guter Medizin.",
    "Das Wetter spielte mit, und die Gespräche dauerten bis in den Abend.",
    "Ein Film erklärt die Arbeit in einfacher Sprache.",
    "Die Qualität der Befunde wird laufend geprüft.",
    "Der Bericht ist auf Anfrage erhältlich.",
    "Die Suche nach Fachkräften bleibt schwierig.",
    "Bei der Software setzt man auf offene Lösungen.",
)
SPOKEN = (
    "„Davon haben alle etwas“, sagt {P}.",
    "„Forschung lebt vom Vertrauen“, betont {P}.",
    "{P} erinnerte an die schwierigen Anfänge.",
    "„Wir müssen das Rad nicht neu erfinden“, so {P}.",
    "{P} aus {city} hielt einen Vortrag über Versorgung auf dem Land.",
)


class Fillers:
    """Gives the sentences of one pair: none stands in both releases."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng, self.names = rng, names
        self.plain = rng.sample(PLAIN, len(PLAIN))
        self.spoken = rng.sample(SPOKEN, len(SPOKEN))
        self.titles = rng.sample(TITLES, len(TITLES))
        self.intros = rng.sample(INTROS, len(INTROS))

    def sentence(self) -> str:
        """One more; one in seven is spoken by somebody new."""
        if self.spoken and self.rng.random() < 0.15:
            return self.spoken.pop().format(P=self.names.person().full, city=self.city())
        return self.plain.pop()

    def city(self) -> str:
        """A real city."""
        return self.rng.choice(CITIES)
