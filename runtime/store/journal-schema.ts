// The tables and views of a run's SQLite file, for the journal and for anyone with a SQLite client.

/** Append-only records; views that read as data frames; an index that finds trainings by identity. */
export const journalSchema = `
CREATE TABLE IF NOT EXISTS records (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS records_are_final BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
CREATE INDEX IF NOT EXISTS finished_segments
  ON records (json_extract(body, '$.training'), json_extract(body, '$.to')) WHERE kind = 'segment-finished';
CREATE VIEW IF NOT EXISTS trials AS
  WITH finished AS MATERIALIZED (
    SELECT json_extract(body, '$.task') AS task, json_extract(body, '$.replicate') AS replicate,
      json_extract(body, '$.fold') AS fold, json_extract(body, '$.arm') AS arm, json_extract(body, '$.trial') AS trial,
      json_extract(body, '$.end') AS "end", json_extract(body, '$.values') AS "values",
      json_extract(body, '$.parameters') AS parameters
    FROM records WHERE kind = 'trial-finished'),
  proposed AS MATERIALIZED (
    SELECT json_extract(body, '$.task') AS task, json_extract(body, '$.replicate') AS replicate,
      json_extract(body, '$.fold') AS fold, json_extract(body, '$.arm') AS arm, json_extract(body, '$.trial') AS trial,
      json_extract(body, '$.configuration') AS configuration
    FROM records WHERE kind = 'trial-proposed')
  SELECT task, replicate, fold, arm, trial, configuration, "end", "values", parameters
  FROM proposed LEFT JOIN finished USING (task, replicate, fold, arm, trial);
CREATE VIEW IF NOT EXISTS trainings AS
  SELECT json_extract(body, '$.training') AS training, json_extract(body, '$.from') AS "from",
    json_extract(body, '$.to') AS "to", json_extract(body, '$.end') AS "end",
    json_extract(body, '$.message') AS message, json_extract(body, '$.reusedFrom') AS reused_from
  FROM records WHERE kind = 'segment-finished';
CREATE VIEW IF NOT EXISTS measurements AS
  SELECT json_extract(r.body, '$.training') AS training, json_extract(m.value, '$.metric') AS metric,
    json_extract(m.value, '$.on') AS "on", json_extract(m.value, '$.fidelity') AS fidelity,
    json_extract(m.value, '$.value') AS value
  FROM records r, json_each(r.body, '$.measurements') m WHERE r.kind = 'segment-finished';
`
