"""What a question with a name is made of, and the SQL that several of them share.

Each stands on its own as one SELECT; an empty parameter is one that was not given. What a parameter names is looked up in
the tables' indexes first (`wanted`), and shown as the views say: an entity that is one with others has another id there,
which no index has.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

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
things(id) AS (SELECT id FROM leading UNION SELECT e.entity_id FROM leading AS l JOIN entity AS e ON e.same_as = l.id)
"""
# What is said of them, or with them as the object.
_ABOUT: Final = """
wanted(fact_id) AS (
  SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.subject_id = t.id
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.object_id = t.id
  UNION SELECT f.fact_id FROM fact AS f WHERE f.organisation IN (
    SELECT :{0} UNION SELECT a.name FROM things AS t JOIN alias AS a ON a.entity_id = t.id
  )
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
  SELECT f.fact_id FROM fact AS f WHERE f.shown_predicate = 'participates_in' AND coalesce(:{0}, '') = ''
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.subject_id = t.id
  UNION SELECT f.fact_id FROM things AS t JOIN fact AS f ON f.object_id = t.id
),
stated AS (
  SELECT
    f.*, coalesce(f.subject_id, f.subject) AS who, coalesce(f.object_id, f.object) AS thing,
    r.published AS told
  FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id CROSS JOIN v_release AS r ON r.release_id = f.release_id
  WHERE +f.predicate = 'participates_in' AND f.status <> 'rejected' AND (
    coalesce(:{0}, '') = '' OR f.subject_id IN (SELECT id FROM leading) OR f.object_id IN (SELECT id FROM leading)
  )
)
"""
_FACT: Final = """
  f.subject, f.predicate, f.object, f.value, f.unit, f.qualifiers, f.modality, f.valid_from, f.valid_to, f.status,
  r.published, r.publisher, f.quote, f.release_id, f.start, f."end", f.fact_id, f.subject_id, f.object_id
"""
# Of several rows that are told as one, what the first of them says.
_FIRST: Final = "max(CASE nth WHEN 1 THEN {0} END) AS {0}"
_BLOCKS: Final = {
    "things": _THINGS, "about": _ABOUT, "participation": _PARTICIPATION, "fact": _FACT, "first": _FIRST,
}  # fmt: skip


def sql(text: str) -> str:
    """The SQL with its blocks filled in: `@things(organisation)`."""
    filled = re.sub(r"@(\w+)(?:\((\w+)\))?", lambda m: _BLOCKS[m[1]].replace("{0}", m[2] or "").strip(), text)
    return filled.strip() + "\n"
