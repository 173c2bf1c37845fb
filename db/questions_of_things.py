"""Questions about people, organisations, infrastructures and projects: who takes part, who holds which office, and when."""

from typing import Final

from db.question import Named, Parameter, sql

OF_THINGS: Final = (
    Named(
        "participation_matrix",
        "Wer ist woran beteiligt",
        "Who takes part in what",
        (Parameter("about", "name", "", "an organisation, infrastructure or project; empty: all"),),
        sql("""
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
        sql("""
WITH @things(organisation),
@about(organisation),
held AS (
  SELECT
    f.*, r.published, coalesce(f.subject_id, f.subject) AS who,
    CASE f.predicate WHEN 'leads' THEN 'leads' ELSE f.object END AS role
  FROM about AS f CROSS JOIN v_release AS r ON r.release_id = f.release_id
  WHERE f.modality <> 'negated' AND (
    f.predicate = 'has_role' OR f.predicate = 'leads' AND f.object_id IN (SELECT id FROM leading)
  )
),
told AS (
  SELECT h.*, row_number() OVER (
    PARTITION BY h.who, h.role, h.modality ORDER BY h.published, h.release_id, h.start, h.fact_id
  ) AS nth
  FROM held AS h
)
SELECT
  max(subject) AS person, role, min(valid_from) AS since, max(valid_to) AS until,
  min(published) AS first_told, max(published) AS last_told, count(DISTINCT release_id) AS releases, modality,
  @first(quote), @first(release_id), @first(fact_id), max(subject_id) AS person_id
FROM told
GROUP BY who, role, modality
ORDER BY coalesce(min(valid_from), min(published)), person, role
"""),
    ),
    Named(
        "joined_and_left",
        "Wer kam zwischen zwei Tagen dazu, wer ging; Meldungen ohne Datum geben keinen Tag; doubt: vielleicht nur anders geschrieben",
        "Who joined and who left between two days; releases without a date give no day; doubt: who may be another's other name",
        (
            Parameter("about", "name", None, "an infrastructure, a project, or an organisation that takes part"),
            Parameter("since", "day", "0001-01-01", "the first day"),
            Parameter("until", "day", "9999-12-31", "the last day"),
        ),
        sql("""
WITH @things(about),
@participation(about),
joined AS (
  SELECT s.*, coalesce(s.valid_from, s.told) AS day, row_number() OVER (
    PARTITION BY s.who, s.thing ORDER BY coalesce(s.valid_from, s.told), s.release_id, s.start, s.fact_id
  ) AS nth
  FROM stated AS s WHERE s.modality <> 'negated' AND (s.valid_from IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM stated AS u
    WHERE u.who = s.who AND u.thing = s.thing AND u.modality <> 'negated' AND u.told IS NULL AND u.valid_from IS NULL
  ))
),
ended AS (
  SELECT s.*, CASE s.modality WHEN 'negated' THEN s.told ELSE s.valid_to END AS day
  FROM stated AS s WHERE s.modality = 'negated' OR s.valid_to IS NOT NULL
),
departed AS (
  SELECT e.*, row_number() OVER (PARTITION BY e.who, e.thing ORDER BY e.day DESC, e.release_id, e.start, e.fact_id) AS nth
  FROM ended AS e
),
listed AS (
  SELECT
    d.discrepancy_id, d.subject, d.predicate, d.reason_en, r.release_id, r.published AS day,
    row_number() OVER (PARTITION BY d.discrepancy_id ORDER BY r.published DESC, r.release_id) AS nth
  FROM things AS t
  JOIN discrepancy AS x ON x.about = t.id
  JOIN v_discrepancy AS d ON d.discrepancy_id = x.discrepancy_id
  JOIN v_discrepancy_value AS v ON v.discrepancy_id = d.discrepancy_id
  JOIN v_release AS r ON r.release_id = v.release_id
  WHERE d.kind = 'membership' AND d.status NOT IN ('dismissed', 'stale')
),
asked AS (
  SELECT j.who, j.thing, min(d.reason_en) AS doubt
  FROM joined AS j
  JOIN v_discrepancy_value AS v ON v.release_id = j.release_id AND v.value IN (j.subject, j.object)
  JOIN v_discrepancy AS d ON d.discrepancy_id = v.discrepancy_id
  WHERE d.kind = 'possible_identity' AND d.status IN ('open', 'unsure')
  GROUP BY j.who, j.thing
),
changes AS (
  SELECT
    'joined' AS what, min(subject) AS organisation, min(object) AS infrastructure, min(day) AS day,
    max(CASE nth WHEN 1 THEN quote END) AS reason,
    @first(release_id), max(CASE nth WHEN 1 THEN fact_id END) AS id, max(a.doubt) AS doubt
  FROM joined AS j LEFT JOIN asked AS a ON a.who = j.who AND a.thing = j.thing GROUP BY j.who, j.thing
  UNION ALL
  SELECT
    'left', min(subject), min(object), max(day), max(CASE nth WHEN 1 THEN quote END), @first(release_id),
    max(CASE nth WHEN 1 THEN fact_id END), NULL
  FROM departed GROUP BY who, thing
  UNION ALL
  SELECT 'list', max(subject), max(predicate), max(day), max(reason_en), @first(release_id), discrepancy_id, NULL
  FROM listed GROUP BY discrepancy_id HAVING count(*) = count(day)
)
SELECT * FROM changes WHERE day >= substr(:since, 1, length(day)) AND day <= :until
ORDER BY day, what, organisation, infrastructure
"""),
    ),
    Named(
        "several_roles",
        "Wer hat mehrere Ämter",
        "Who has several offices",
        (Parameter("organisation", "name", "", "people who have an office there; empty: all"),),
        sql("""
WITH @things(organisation),
people(id) AS (
  SELECT f.subject_id FROM fact AS f WHERE f.shown_predicate = 'has_role' AND coalesce(:organisation, '') = ''
  UNION SELECT f.subject_id FROM fact AS f WHERE +f.shown_predicate = 'has_role' AND f.organisation IN (
    SELECT :organisation UNION SELECT a.name FROM things AS t JOIN alias AS a ON a.entity_id = t.id
  )
),
persons(id) AS (SELECT coalesce(e.same_as, e.entity_id) FROM people AS p JOIN entity AS e ON e.entity_id = p.id GROUP BY 1),
wanted(fact_id) AS (
  SELECT f.fact_id FROM (
    SELECT id FROM persons UNION SELECT e.entity_id FROM persons AS p JOIN entity AS e ON e.same_as = p.id
  ) AS t CROSS JOIN fact AS f ON f.subject_id = t.id AND +f.shown_predicate = 'has_role'
),
held AS (
  SELECT
    f.subject, f.subject_id, f.object AS role, f.qualifiers ->> '$.organisation' AS organisation,
    coalesce((
      SELECT coalesce(e.same_as, e.entity_id) FROM alias AS a JOIN entity AS e ON e.entity_id = a.entity_id
      WHERE a.name = (f.qualifiers ->> '$.organisation') COLLATE NOCASE AND e.kind = 'ORG' LIMIT 1
    ), f.qualifiers ->> '$.organisation') AS organisation_id
  FROM wanted AS w CROSS JOIN v_fact AS f ON f.fact_id = w.fact_id
  WHERE +f.predicate = 'has_role' AND f.status <> 'rejected' AND f.modality <> 'negated' AND f.object IS NOT NULL
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
FROM (SELECT * FROM offices WHERE subject_id IS NOT NULL ORDER BY subject_id, role, organisation) AS o
GROUP BY subject_id HAVING count(*) > 1
ORDER BY 2 DESC, person, person_id
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
        sql("""
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
        sql("""
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
