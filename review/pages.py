"""Templates and catalogues: one environment a language, everything escaped."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from db.decisions import identity_id
from review import highlight, vendored, words

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE: Final = Path(__file__).parent
VOCABULARY: Final = {
    "PREDICATES": words.PREDICATES, "STATUSES": words.STATUSES, "KINDS": words.KINDS, "VERDICTS": words.VERDICTS,
    "LABELS": words.LABELS, "MODALITIES": words.MODALITIES, "RULES": words.RULES, "FITS": words.FITS,
    "RUN_STATES": words.RUN_STATES, "TARGETS": words.TARGETS,
}  # fmt: skip


def render(language: str, template: str, **values: Any) -> str:
    """A page as HTML.

    Args:
        language: de or en.
        template: its file in templates/.
        values: what the template names.
    """
    environment, _ = _environment(language)
    return environment.get_template(template).render(**values)


def wording(language: str) -> words.Wording:
    """The words of a language."""
    return _environment(language)[1]


def untrusted(text: Any) -> Markup:
    """A text of a release, on its own: escaped, what turns the writing round shown, isolated from what stands beside it."""
    return Markup("<bdi>{}</bdi>").format(highlight.shown("" if text is None else str(text)))


@cache
def _environment(language: str) -> "tuple[Environment, words.Wording]":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    messages = _messages(language)

    def one(text: str) -> str:
        return messages.get(text, (text,))[0] or text

    def many(single: str, plural: str, n: int) -> str:
        forms = messages.get(single, (single, plural))
        return forms[n != 1] if len(forms) > 1 and all(forms) else (single, plural)[n != 1]

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(one, many, newstyle=True)  # type: ignore[attr-defined]
    found = words.Wording(language, one, many)
    environment.globals.update(
        VOCABULARY, w=found, lang=language, name_of=words.name_of, safe_url=words.safe_url, choice_words=_choice,
        questions=lambda form: one(words.QUESTIONS[form]), identity_of=_identity, integrity=vendored.integrity,
    )  # fmt: skip
    environment.filters.update(
        txt=untrusted, plain=highlight.plain, day=found.day, moment=found.moment, value=found.value, number=found.number, percent=found.percent,
        pathless=words.pathless,
    )  # fmt: skip
    return environment, found


def _choice(card: Mapping[str, Any], status: str) -> tuple[str, str]:
    """The button's word and its explanation, to be translated."""
    forms = (str(card.get("compares")), str(card["form"]), "")
    return next(words.CHOICES[form, status] for form in forms if (form, status) in words.CHOICES)


def _identity(row: Mapping[str, Any]) -> str:
    """The id under which a question of identity is judged."""
    return identity_id(row["first_id"], row["second_id"])


def _messages(language: str) -> dict[str, tuple[str, ...]]:
    """The catalogue of a language, read from its .po file: nothing has to be built before the page can be used."""
    from babel.messages.pofile import read_po

    with (_HERE / "locale" / language / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if message.id and message.string:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found
