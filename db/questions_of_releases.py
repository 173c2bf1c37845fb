"""Questions about what releases say: what disagrees, what one alone says, what ends, what is named for the first time."""

from typing import Final

from db.question import Named, Parameter, sql

OF_RELEASES: Final = (
    Named(
        "open_discrepancies",
        "Was widerspricht sich und ist nicht entschieden",
        "What disagrees and is not decided",
        (Parameter("kind", "text", "", "value_difference, membership, count_vs_list …; empty: all"),),
        sql("""
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
        sql("""
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
        sql("""
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
        "ends_soon",
        "Was innerhalb eines Jahres endet",
        "What ends within a year",
        (Parameter("day", "day", "", "the year begins with this day; empty: today"),),
        sql("""
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
        sql("""
WITH places AS (
  SELECT
    coalesce(e.same_as, e.entity_id) AS id, v.published, r.release_id, r.revision, m.mention_id,
    row_number() OVER (PARTITION BY coalesce(e.same_as, e.entity_id) ORDER BY v.published, r.release_id, m.start) AS nth
  FROM revision AS v
  JOIN release AS r ON r.release_id = v.release_id AND r.revision = v.revision
  JOIN mention AS m ON m.release_id = v.release_id AND m.revision = v.revision
  JOIN entity AS e ON e.entity_id = m.entity_id
  WHERE v.published >= :since AND v.published <= :until AND (coalesce(:kind, '') = '' OR e.kind = :kind)
),
named AS (
  SELECT p.*, m.quote, e.kind FROM places AS p
  JOIN mention AS m ON m.release_id = p.release_id AND m.revision = p.revision AND m.mention_id = p.mention_id
  JOIN entity AS e ON e.entity_id = m.entity_id
  WHERE p.nth = 1
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
)
