"""Questions with a name: SQL over the views, for `belegt query --named`, for Datasette, and to copy from.

Each stands on its own as one SELECT; an empty parameter is one that was not given. What a parameter names is looked up in
the tables' indexes first (`wanted`), and shown as the views say: the views alone give what a person corrected, but
cannot be asked for it by an index.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from db.errors import RefusedError
from db.readonly import ROWS, SECONDS, Answer, ask

Type = Literal["name", "text", "day"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `default` None: it must be given.

    Attributes:
        type: `name` of an entity (any of its names, ASCII case aside, or its id); `day` ISO 8601; `text`.
        default: what it is when it is not given, as text; empty: all, or today for a day.
    """

    name: str
    type: Type
    default: str | None
    doc: str


@dataclass(frozen=True, slots=True)
class Named:
    """One question: its name, its titles, its parameters, its SQL with `:name` for each of them."""

    name: str
    german: str
    english: str
    parameters: tuple[Parameter, ...]
    sql: str


# The entities that are called so, all that are one with them, and the ids by which the views show them.
_THINGS: Final = """
named(id) AS (
  SELECT entity_id FROM entity WHERE entity_id = :{0}
  UNION SELECT entity_id FROM alias WHERE name = :{0} COLLATE NOCASE
),
leading(id) AS (SELECT coalesce(e.same_as, e.entity_id) FROM named AS n JOIN entity AS e ON e.entity_id = n.id GROUP BY 1),
things(id) AS (SELECT id FROM leading UNION SELECT e.entity_id FROM leading AS l JOIN entity AS e ON e.same_as = l.id),
corrected(fact_id) AS (SELECT target_id FROM anchor WHERE target = 'fact' AND status = 'corrected')
"""
# What is said of them, or with them as the object; a correction may have made any fact one of these.
_ABOUT: Final = """
wanted(fact_id) AS (
  SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.subject_id = t.id
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.object_id = t.id
  UNION SELECT f.fact_id FROM fact AS f WHERE f.organisation IN (
    SELECT :{0} UNION SELECT a.name FROM things AS t JOIN alias AS a ON a.entity_id = t.id
  )
  UNION SELECT fact_id FROM corrected
),
about AS (
  SELECT f.* FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id
  WHERE f.status <> 'rejected' AND (
    f.subject_id IN (SELECT id FROM leading) OR f.object_id IN (SELECT id FROM leading)
    OR f.qualifiers ->> '$.organisation' IN (
      SELECT :{0} UNION SELECT a.name FROM things AS t JOIN alias AS a ON a.entity_id = t.id
    )
  )
)
"""
_PARTICIPATION: Final = """
wanted(fact_id) AS (
  SELECT f.fact_id FROM fact AS f WHERE f.predicate = 'participates_in' AND coalesce(:{0}, '') = ''
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.subject_id = t.id
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.object_id = t.id
  UNION SELECT fact_id FROM corrected
),
stated AS (
  SELECT
    f.*, coalesce(f.subject_id, f.subject) AS who, coalesce(f.object_id, f.object) AS thing,
    r.published AS told
  FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id CROSS JOIN v_release AS r ON r.release_id = f.release_id
  WHERE f.predicate = 'participates_in' AND f.status <> 'rejected' AND (
    coalesce(:{0}, '') = '' OR f.subject_id IN (SELECT id FROM leading) OR f.object_id IN (SELECT id FROM leading)
  )
)
"""
_FACT: Final = """
  f.subject, f.predicate, f.object, f.value, f.unit, f.qualifiers, f.modality, f.valid_from, f.valid_to, f.status,
  r.published, r.publisher, f.quote, f.release_id, f.start, f."end", f.fact_id, f.subject_id, f.object_id
"""
_BLOCKS: Final = {"things": _THINGS, "about": _ABOUT, "participation": _PARTICIPATION, "fact": _FACT}


def _sql(text: str) -> str:
    """The SQL with its blocks filled in: `@things(organisation)`."""
    filled = re.sub(r"@(\w+)(?:\((\w+)\))?", lambda m: _BLOCKS[m[1]].replace("{0}", m[2] or "").strip(), text)
    return filled.strip() + "\n"


NAMED: Final = (
    Named(
        "participation_matrix",
        "Wer ist woran beteiligt",
        "Who takes part in what",
        (Parameter("about", "name", "", "an organisation, infrastructure or project; empty: all"),),
        _sql("""
WITH @things(about),
@participation(about)
SELECT
  coalesce((SELECT e.name FROM v_entity AS e WHERE e.entity_id = who), min(subject)) AS organisation,
  coalesce((SELECT e.name FROM v_entity AS e WHERE e.entity_id = thing), min(object)) AS infrastructure,
  min(valid_from) AS since, max(valid_to) AS until, min(told) AS first_told, max(told) AS last_told,
  count(DISTINCT release_id) AS releases, max(subject_id) AS organisation_id, max(object_id) AS infrastructure_id
FROM stated WHERE modality <> 'negated'
GROUP BY who, thing ORDER BY organisation, infrastructure, who, thing
"""),
    ),
    Named(
        "office_holders",
        "Wer hatte wann welches Amt in einer Organisation",
        "Who held which office of an organisation, and when",
        (Parameter("organisation", "name", None, "the organisation"),),
        _sql("""
WITH @things(organisation),
@about(organisation)
SELECT
  max(f.subject) AS person, CASE f.predicate WHEN 'leads' THEN 'leads' ELSE f.object END AS role,
  min(f.valid_from) AS since, max(f.valid_to) AS until,
  min(r.published) AS first_told, max(r.published) AS last_told,
  count(DISTINCT f.release_id) AS releases, f.modality, f.quote, f.release_id, f.fact_id, f.subject_id AS person_id
FROM about AS f CROSS JOIN v_release AS r ON r.release_id = f.release_id
WHERE f.modality <> 'negated' AND (
  f.predicate = 'has_role' OR f.predicate = 'leads' AND f.object_id IN (SELECT id FROM leading)
)
GROUP BY coalesce(f.subject_id, f.subject), role, f.modality
ORDER BY coalesce(since, first_told), person, role
"""),
    ),
    Named(
        "joined_and_left",
        "Wer kam zwischen zwei Tagen dazu, wer ging; Meldungen ohne Datum geben keinen Tag",
        "Who joined and who left between two days; releases without a date give no day",
        (
            Parameter("about", "name", None, "an infrastructure, a project, or an organisation that takes part"),
            Parameter("since", "day", "0001-01-01", "the first day"),
            Parameter("until", "day", "9999-12-31", "the last day"),
        ),
        _sql("""
WITH @things(about),
@participation(about)
SELECT
  'joined' AS what, min(subject) AS organisation, min(object) AS infrastructure, min(coalesce(valid_from, told)) AS day,
  quote AS reason, release_id, fact_id AS id
FROM stated AS s WHERE modality <> 'negated' AND (valid_from IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM stated AS u
  WHERE u.who = s.who AND u.thing = s.thing AND u.modality <> 'negated' AND u.told IS NULL AND u.valid_from IS NULL
))
GROUP BY who, thing HAVING day >= substr(:since, 1, length(day)) AND day <= :until
UNION ALL
SELECT
  'left', min(subject), min(object), max(CASE modality WHEN 'negated' THEN told ELSE valid_to END) AS day,
  quote, release_id, fact_id
FROM stated WHERE modality = 'negated' OR valid_to IS NOT NULL
GROUP BY who, thing HAVING day >= substr(:since, 1, length(day)) AND day <= :until
UNION ALL
SELECT
  'list', d.subject, d.predicate, max(r.published) AS day,
  d.reason_en, r.release_id, d.discrepancy_id
FROM things AS t
JOIN discrepancy AS x ON x.about = t.id
JOIN v_discrepancy AS d ON d.discrepancy_id = x.discrepancy_id
JOIN v_discrepancy_value AS v ON v.discrepancy_id = d.discrepancy_id
JOIN v_release AS r ON r.release_id = v.release_id
WHERE d.kind = 'membership' AND d.status NOT IN ('dismissed', 'stale')
GROUP BY d.discrepancy_id HAVING count(*) = count(r.published) AND day >= substr(:since, 1, length(day)) AND day <= :until
ORDER BY day, what, organisation, infrastructure
"""),
    ),
    Named(
        "open_discrepancies",
        "Was widerspricht sich und ist nicht entschieden",
        "What disagrees and is not decided",
        (Parameter("kind", "text", "", "value_difference, membership, count_vs_list …; empty: all"),),
        _sql("""
SELECT
  d.kind, d.verdict, d.subject, d.predicate, d.reason_de, d.reason_en, d.status, d."values", d.discrepancy_id
FROM v_discrepancy AS d
WHERE d.verdict IN ('conflict', 'disagrees', 'change', 'question', 'variant', 'incomplete')
  AND d.status IN ('open', 'unsure', 'stale') AND (coalesce(:kind, '') = '' OR d.kind = :kind)
ORDER BY d.verdict NOT IN ('conflict', 'disagrees'), d.verdict, d.kind, d.subject, d.discrepancy_id
"""),
    ),
    Named(
        "single_source",
        "Was nur eine Meldung sagt",
        "What only one release says; its copies do not count",
        (
            Parameter("since", "day", "0001-01-01", "of releases published then or later"),
            Parameter("until", "day", "9999-12-31", "of releases published then or earlier"),
            Parameter("predicate", "text", "", "of these facts only; empty: all"),
        ),
        _sql("""
WITH released AS (
  SELECT r.release_id, r.cluster_id FROM revision AS v
  JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
  WHERE v.published >= :since AND v.published <= :until
)
SELECT @fact
FROM released AS w
JOIN v_fact AS f ON f.release_id = w.release_id
JOIN v_release AS r ON r.release_id = w.release_id
WHERE f.status <> 'rejected' AND f.subject_id IS NOT NULL AND f.predicate NOT IN ('said', 'abbreviation_of')
  AND (coalesce(:predicate, '') = '' OR f.predicate = :predicate)
  AND NOT EXISTS (
    SELECT 1 FROM (
      SELECT f.subject_id AS id UNION ALL SELECT e.entity_id FROM entity AS e WHERE e.same_as = f.subject_id
    ) AS s
    CROSS JOIN fact AS o ON o.subject_id = s.id AND o.predicate = f.predicate
    JOIN release AS p ON p.release_id = o.release_id AND p.revision = o.revision
    LEFT JOIN entity AS e ON e.entity_id = o.object_id
    WHERE p.cluster_id <> w.cluster_id
      AND (o.object IS f.object OR f.object_id = coalesce(e.same_as, e.entity_id))
  )
ORDER BY r.published, f.release_id, f.start, f."end", f.predicate, f.fact_id
"""),
    ),
    Named(
        "facts_of_release",
        "Was eine Meldung sagt",
        "What a release says",
        (Parameter("release", "text", None, "its id, or its external id"),),
        _sql("""
WITH wanted AS (
  SELECT release_id FROM release WHERE release_id = :release
  UNION SELECT release_id FROM release WHERE external_id = :release
)
SELECT @fact
FROM wanted AS w
JOIN v_release AS r ON r.release_id = w.release_id
JOIN v_fact AS f ON f.release_id = w.release_id
ORDER BY f.release_id, f.start, f."end", f.predicate, f.fact_id
"""),
    ),
    Named(
        "several_roles",
        "Wer hat mehrere Ämter",
        "Who has several offices",
        (Parameter("organisation", "name", "", "people who have an office there; empty: all"),),
        _sql("""
WITH @things(organisation),
people(id) AS (
  SELECT f.subject_id FROM fact AS f WHERE f.predicate = 'has_role' AND coalesce(:organisation, '') = ''
  UNION SELECT f.subject_id FROM fact AS f WHERE +f.predicate = 'has_role' AND f.organisation IN (
    SELECT :organisation UNION SELECT a.name FROM things AS t JOIN alias AS a ON a.entity_id = t.id
  )
),
persons(id) AS (SELECT coalesce(e.same_as, e.entity_id) FROM people AS p JOIN entity AS e ON e.entity_id = p.id GROUP BY 1),
wanted(fact_id) AS (
  SELECT f.fact_id FROM (
    SELECT id FROM persons UNION SELECT e.entity_id FROM persons AS p JOIN entity AS e ON e.same_as = p.id
  ) AS t JOIN fact AS f ON f.subject_id = t.id AND f.predicate = 'has_role'
),
held AS (
  SELECT
    f.subject, f.subject_id, f.object AS role, f.qualifiers ->> '$.organisation' AS organisation,
    coalesce((
      SELECT coalesce(e.same_as, e.entity_id) FROM alias AS a JOIN entity AS e ON e.entity_id = a.entity_id
      WHERE a.name = f.qualifiers ->> '$.organisation' COLLATE NOCASE AND e.kind = 'ORG' LIMIT 1
    ), f.qualifiers ->> '$.organisation') AS organisation_id
  FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id
  WHERE f.predicate = 'has_role' AND f.status <> 'rejected' AND f.modality <> 'negated' AND f.object IS NOT NULL
),
offices AS (
  SELECT max(h.subject) AS subject, h.subject_id, h.role, min(h.organisation) AS organisation
  FROM held AS h
  WHERE h.organisation IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM held AS o WHERE o.subject_id = h.subject_id AND o.role = h.role AND o.organisation IS NOT NULL
  )
  GROUP BY h.subject_id, h.role, h.organisation_id
)
SELECT
  max(subject) AS person, count(*) AS offices,
  group_concat(role || coalesce(' · ' || organisation, ''), '; ') AS held, subject_id AS person_id
FROM offices WHERE subject_id IS NOT NULL
GROUP BY subject_id HAVING count(*) > 1
ORDER BY 2 DESC, person, person_id
"""),
    ),
    Named(
        "ends_soon",
        "Was innerhalb eines Jahres endet",
        "What ends within a year",
        (Parameter("day", "day", "", "the year begins with this day; empty: today"),),
        _sql("""
WITH span AS (
  SELECT coalesce(nullif(:day, ''), date('now')) AS first, date(coalesce(nullif(:day, ''), date('now')), '+1 year') AS last
),
wanted(fact_id) AS (
  SELECT f.fact_id FROM span AS s CROSS JOIN fact AS f INDEXED BY ix_fact_object
  ON f.predicate = 'ends_on' AND f.object >= substr(s.first, 1, 4) AND f.object <= s.last
  UNION SELECT f.fact_id FROM span AS s CROSS JOIN fact AS f ON f.valid_to >= substr(s.first, 1, 4) AND f.valid_to <= s.last
  UNION SELECT target_id FROM anchor WHERE target = 'fact' AND status = 'corrected'
),
ending AS (
  SELECT f.*, CASE f.predicate WHEN 'ends_on' THEN f.object ELSE f.valid_to END AS ends
  FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id
)
SELECT f.ends, @fact
FROM ending AS f CROSS JOIN span AS s ON f.ends >= substr(s.first, 1, length(f.ends)) AND f.ends <= s.last
CROSS JOIN v_release AS r ON r.release_id = f.release_id
WHERE f.status <> 'rejected' AND f.modality <> 'negated'
ORDER BY f.ends, f.subject, r.published, f.fact_id
"""),
    ),
    Named(
        "first_mentions",
        "Was zwischen zwei Tagen zum ersten Mal genannt wird; Meldungen ohne Datum zählen nicht",
        "What is named for the first time between two days; releases without a date do not count",
        (
            Parameter("since", "day", "0001-01-01", "the first day of publication"),
            Parameter("until", "day", "9999-12-31", "the last day of publication"),
            Parameter("kind", "text", "", "PERSON, ORG, INFRASTRUCTURE, PROJECT, LOC; empty: all"),
        ),
        _sql("""
WITH named AS (
  SELECT coalesce(e.same_as, e.entity_id) AS id, e.kind, min(v.published) AS published, r.release_id, m.quote
  FROM revision AS v
  JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
  JOIN mention AS m ON m.release_id = v.release_id AND m.revision = v.revision
  JOIN entity AS e ON e.entity_id = m.entity_id
  WHERE v.published >= :since AND v.published <= :until AND (coalesce(:kind, '') = '' OR e.kind = :kind)
  GROUP BY 1
)
SELECT
  n.published, (SELECT e.name FROM v_entity AS e WHERE e.entity_id = n.id) AS name, n.kind, n.quote, n.release_id,
  n.id AS entity_id
FROM named AS n
WHERE NOT EXISTS (
  SELECT 1 FROM (SELECT n.id AS id UNION ALL SELECT e.entity_id FROM entity AS e WHERE e.same_as = n.id) AS s
  CROSS JOIN mention AS m ON m.entity_id = s.id
  JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision
  JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision
  WHERE v.published < :since
)
ORDER BY n.published, n.kind, name, entity_id
"""),
    ),
    Named(
        "held_on",
        "Was an einem Tag galt",
        "What held on a day, as far as texts bound it",
        (
            Parameter("about", "name", None, "whom or what it is about"),
            Parameter("day", "day", "", "the day; empty: today"),
        ),
        _sql("""
WITH @things(about),
@about(about),
on_day(day) AS (SELECT coalesce(nullif(:day, ''), date('now')))
SELECT @fact
FROM on_day AS t CROSS JOIN about AS f CROSS JOIN v_release AS r ON r.release_id = f.release_id
WHERE f.modality <> 'negated' AND (f.valid_from IS NOT NULL OR f.valid_to IS NOT NULL)
  AND (f.valid_from IS NULL OR f.valid_from <= substr(t.day, 1, length(f.valid_from)))
  AND (f.valid_to IS NULL OR f.valid_to >= substr(t.day, 1, length(f.valid_to)))
ORDER BY f.predicate, f.subject, f.valid_from, r.published, f.fact_id
"""),
    ),
    Named(
        "known_on",
        "Was an einem Tag bekannt war; Meldungen ohne Datum vom Tag an, an dem sie zuerst gelesen wurden",
        "What was known on a day: what releases had said by then; one without a date from the day it was first read",
        (
            Parameter("about", "name", None, "whom or what it is about"),
            Parameter("day", "day", "", "the day; empty: today"),
        ),
        _sql("""
WITH @things(about),
@about(about),
on_day(day) AS (SELECT coalesce(nullif(:day, ''), date('now')))
SELECT @fact
FROM on_day AS t CROSS JOIN about AS f CROSS JOIN v_release AS r ON r.release_id = f.release_id
WHERE coalesce(r.published, substr(r.first_seen, 1, 10)) <= t.day
ORDER BY f.predicate, f.subject, f.object, r.published, f.fact_id
"""),
    ),
)
"""All of them, in the order in which they are listed."""


def named(name: str) -> Named:
    """The question of that name.

    Raises:
        RefusedError: when there is none.
    """
    for one in NAMED:
        if one.name == name:
            return one
    raise RefusedError("there is no question of this name", name, f"one of {', '.join(one.name for one in NAMED)}")


def answer(path: Path, name: str, given: Mapping[str, str], *, limit: int = ROWS, seconds: float = SECONDS) -> Answer:
    """The answer to a question.

    Args:
        path: the database.
        name: of the question.
        given: its parameters, as text.
        limit: the most rows.
        seconds: the most time.

    Raises:
        RefusedError: there is no such question or parameter, one is missing or none of its type, or as in `readonly.ask`.
        DatabaseError: the database cannot be read.
    """
    one = named(name)
    values = dict(_values(one, given))
    return ask(path, one.sql, values, limit=limit, seconds=seconds)


def _values(one: Named, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = {parameter.name: parameter for parameter in one.parameters}
    for name in given:
        if name not in known:
            cure = f"its parameters are {', '.join(known)}"
            raise RefusedError(f"it has no parameter {name!r}", one.name, cure)
    for parameter in one.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None or (not value and parameter.default is None):
            cure = f"--param {parameter.name}=… ({parameter.doc})"
            raise RefusedError(f"its parameter {parameter.name!r} is missing", one.name, cure)
        if parameter.type == "day" and value and not _is_day(value):
            raise RefusedError(f"{parameter.name}: {value!r} is no day", one.name, "give it like 2025-07-01")
        yield parameter.name, value


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
