-- The promised surface: docs/database.md says what each column is, and a test fails when one is not documented.
-- All views show each release's current revision. `end` and `values` are words of SQL: write "end", "values".

CREATE VIEW v_release AS
SELECT
  r.release_id, r.external_id, r.cluster_id, r.revision, v.source, v.url, v.publisher, v.title, v.published,
  CASE length(v.published) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' END AS published_precision,
  v.published_from, v.language, v.text, v.sha256, r.first_seen, r.last_seen, v.media_type, v.fingerprint
FROM release AS r
JOIN revision AS v ON v.release_id = r.release_id AND v.revision = r.revision;

CREATE VIEW v_mention AS
SELECT
  m.mention_id, m.release_id, m.start, m."end", m.quote, m.label, m.norm,
  CASE
    WHEN m.label <> 'DATE' OR m.norm IS NULL THEN NULL
    WHEN m.norm LIKE '%/%' THEN 'interval'
    WHEN m.norm LIKE 'P%' THEN 'duration'
    WHEN m.norm LIKE 'XXXX-%' THEN 'yearly'
    ELSE CASE length(m.norm) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' END
  END AS norm_precision,
  m.score, coalesce(n.same_as, m.entity_id) AS entity_id, m.extractor, m.rule, m.version,
  m.attributes ->> '$.name' AS name, m.attributes ->> '$.earliest' AS earliest, m.attributes ->> '$.latest' AS latest,
  m.attributes
FROM mention AS m
JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision
LEFT JOIN entity AS n ON n.entity_id = m.entity_id;

CREATE VIEW v_alias AS
SELECT
  coalesce(n.same_as, a.entity_id) AS entity_id, a.name, a.rule, max(a.score) AS score,
  count(DISTINCT a.release_id) AS releases
FROM alias AS a
JOIN release AS r ON r.release_id = a.release_id AND r.revision = a.revision
JOIN entity AS n ON n.entity_id = a.entity_id
GROUP BY coalesce(n.same_as, a.entity_id), a.name, a.rule;

CREATE VIEW v_entity AS
SELECT
  e.entity_id, e.kind,
  (
    SELECT a.name FROM entity AS n
    JOIN alias AS a ON a.entity_id = n.entity_id
    JOIN release AS r ON r.release_id = a.release_id AND r.revision = a.revision
    WHERE n.entity_id = e.entity_id OR n.same_as = e.entity_id
    ORDER BY a.rule = 'base_form' DESC, a.score DESC, a.name LIMIT 1
  ) AS name,
  (
    SELECT count(*) FROM entity AS n
    JOIN mention AS m ON m.entity_id = n.entity_id
    JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision
    WHERE n.entity_id = e.entity_id OR n.same_as = e.entity_id
  ) AS mentions,
  (
    SELECT count(DISTINCT m.release_id) FROM entity AS n
    JOIN mention AS m ON m.entity_id = n.entity_id
    JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision
    WHERE n.entity_id = e.entity_id OR n.same_as = e.entity_id
  ) AS releases
FROM entity AS e
WHERE e.same_as IS NULL AND EXISTS (
  SELECT 1 FROM entity AS n
  JOIN mention AS m ON m.entity_id = n.entity_id
  JOIN release AS r ON r.release_id = m.release_id AND r.revision = m.revision
  WHERE n.entity_id = e.entity_id OR n.same_as = e.entity_id
);

CREATE VIEW v_fact AS
SELECT
  f.fact_id, f.release_id,
  f.shown_subject AS subject,
  CASE WHEN f.corrected_subject IS NULL THEN coalesce(s.same_as, f.subject_id) END AS subject_id,
  f.shown_predicate AS predicate,
  CASE WHEN json_type(f.correction, '$.object') IS NULL THEN f.object ELSE f.correction ->> '$.object' END AS object,
  CASE WHEN json_type(f.correction, '$.object') IS NULL THEN coalesce(o.same_as, f.object_id) END AS object_id,
  CASE WHEN json_type(f.correction, '$.object') IS NULL THEN f.value ELSE json_extract(f.correction, '$.object.value') END AS value,
  CASE WHEN json_type(f.correction, '$.object') IS NULL THEN f.unit ELSE f.correction ->> '$.object.unit' END AS unit,
  f.qualifiers, f.modality,
  f.valid_from,
  CASE length(f.valid_from) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' END AS valid_from_precision,
  f.valid_to,
  CASE length(f.valid_to) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' END AS valid_to_precision,
  f.start, f."end", e.quote, f.score, f.status,
  f.subject AS extracted_subject, f.predicate AS extracted_predicate, f.object AS extracted_object, f.subject_quote, f.object_quote,
  f.extractor, f.rule, f.version
FROM (
  SELECT
    x.*,
    CASE WHEN a.status IS NULL THEN 'open' WHEN a.status = 'open' THEN 'open' WHEN a.fit = 'stale' THEN 'stale'
      WHEN a.status = 'added' THEN 'accepted' ELSE a.status END AS status,
    CASE WHEN a.status = 'corrected' AND a.fit <> 'stale' THEN d.new_value END AS correction
  FROM fact AS x
  LEFT JOIN anchor AS a ON a.target_id = x.fact_id
  LEFT JOIN decision AS d ON d.number = a.number
) AS f
JOIN release AS r ON r.release_id = f.release_id AND r.revision = f.revision
LEFT JOIN entity AS s ON s.entity_id = f.subject_id
LEFT JOIN entity AS o ON o.entity_id = f.object_id
JOIN evidence AS e
  ON e.release_id = f.release_id AND e.revision = f.revision AND e.start = f.start AND e."end" = f."end";

CREATE VIEW v_discrepancy_value AS
SELECT d.discrepancy_id, d.position, d.release_id, d.value, e.quote, d.start, d."end"
FROM discrepancy_evidence AS d
JOIN evidence AS e
  ON e.release_id = d.release_id AND e.revision = d.revision AND e.start = d.start AND e."end" = d."end";

CREATE VIEW v_discrepancy AS
SELECT
  x.discrepancy_id, x.kind, x.verdict, x.scope, x.subject, x.predicate,
  (
    SELECT json_group_array(json_object(
      'release_id', v.release_id, 'value', v.value, 'quote', v.quote, 'start', v.start, 'end', v."end"
    ))
    FROM (SELECT * FROM v_discrepancy_value WHERE discrepancy_id = x.discrepancy_id ORDER BY position) AS v
  ) AS "values",
  x.reason_de, x.reason_en,
  CASE
    WHEN a.status <> 'open' AND a.fit = 'stale' THEN 'stale'
    ELSE coalesce(nullif(a.status, 'open'), i.status, 'open')
  END AS status,
  x.first AS first_id, x.second AS second_id
FROM discrepancy AS x
LEFT JOIN anchor AS a ON a.target_id = x.discrepancy_id
LEFT JOIN anchor AS i ON i.target_id = x.pair;

CREATE VIEW v_decision AS
SELECT
  d.decision_id, d.number, d.batch, d.target, coalesce(a.target_id, d.target_id) AS target_id,
  CASE
    WHEN d.target = 'identity' AND (
      d.new_value ->> '$.first' LIKE 'e!_%' ESCAPE '!'
      AND NOT EXISTS (SELECT 1 FROM entity AS e WHERE e.entity_id = d.new_value ->> '$.first')
      OR d.new_value ->> '$.second' LIKE 'e!_%' ESCAPE '!'
      AND NOT EXISTS (SELECT 1 FROM entity AS e WHERE e.entity_id = d.new_value ->> '$.second')
    ) THEN 'orphaned'
    ELSE a.fit
  END AS fit,
  d.status, d.content, d.new_value, d.note, d.reviewer, d.decided, d.chain, a.number = d.number AS current, d.undoes
FROM decision AS d
LEFT JOIN anchor AS a ON a.chain = d.chain;

CREATE VIEW v_run AS
SELECT run_id, state, started, finished, program_version, fingerprint, new, unchanged, updated, re_extracted, failed
FROM run;

CREATE VIEW v_failure AS
SELECT failure_id, run_id, source, stage, reason, cure, release_id, at
FROM failure;
