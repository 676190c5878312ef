-- Counts again how often forecasts of decisions came true, from the exported history alone.
-- `docs/recount_forecasts.py` fills `history` and `decisions` with the rows of two exports.
-- In plain SQL, for SQLite 3.25 and later; every step is a table that anybody can look into.
WITH
told AS (
  SELECT id, ref, verb,
         json_extract(details, '$.undid') AS undid,
         json_extract(details, '$.expected') AS expected,
         json_extract(details, '$.came_true') AS came_true
  FROM history
  WHERE noun = 'decision'
    AND verb IN ('decided', 'reopened', 'looked back', 'undone')
),
-- What somebody undid never was, nor was the undoing: it took back the last of its verb.
undone AS (
  SELECT undoing.id AS undoing,
         (SELECT max(did.id) FROM told AS did
          WHERE did.ref = undoing.ref AND did.id < undoing.id AND did.verb = undoing.undid) AS did
  FROM told AS undoing
  WHERE undoing.verb = 'undone'
),
events AS (
  SELECT * FROM told
  WHERE verb <> 'undone' AND id NOT IN (SELECT did FROM undone WHERE did IS NOT NULL)
),
-- The last deciding of each decision that is not open again: what was expected stands with it.
ruled AS (
  SELECT ref, max(id) AS id FROM events WHERE verb = 'decided' GROUP BY ref
),
standing AS (
  SELECT events.ref, events.id, events.expected
  FROM ruled JOIN events ON events.id = ruled.id
  WHERE events.expected IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM events AS again
      WHERE again.ref = events.ref AND again.verb = 'reopened' AND again.id > events.id
    )
),
-- What was said last of how it turned out.
seen AS (
  SELECT standing.ref, standing.expected,
         (SELECT last.came_true FROM events AS last
          WHERE last.ref = standing.ref AND last.verb = 'looked back' AND last.id > standing.id
          ORDER BY last.id DESC LIMIT 1) AS came_true
  FROM standing
),
scale (said, place) AS (VALUES ('better', 0), ('none', 1), ('worse', 2)),
told_again AS (
  SELECT decisions.type, expected.place AS expected, seen.place AS seen
  FROM seen AS one
  JOIN decisions ON decisions.ref = one.ref
  JOIN scale AS expected ON expected.said = one.expected
  JOIN scale AS seen ON seen.said = one.came_true
),
kept AS (
  SELECT decisions.type, expected.place AS expected, seen.place AS seen
  FROM decisions
  JOIN scale AS expected ON expected.said = decisions.expected
  JOIN scale AS seen ON seen.said = decisions.came_true
  WHERE decisions.reviewed IS NOT NULL
),
counted AS (
  SELECT 'kept' AS source, * FROM kept UNION ALL SELECT 'again', * FROM told_again
)
SELECT type,
       sum(source = 'kept') AS n,
       sum(source = 'kept' AND seen = expected) AS met,
       sum(source = 'kept' AND seen < expected) AS better,
       sum(source = 'kept' AND seen > expected) AS worse,
       sum(source = 'again') AS n_again,
       sum(source = 'again' AND seen = expected) AS met_again,
       sum(source = 'again' AND seen < expected) AS better_again,
       sum(source = 'again' AND seen > expected) AS worse_again
FROM counted GROUP BY type ORDER BY type;
