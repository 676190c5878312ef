-- Counts figures of frozen scorecards again, from the exported history alone.
-- `docs/recount.py` fills `history` and `scorecards` with the rows of two exports, and prints this.
-- In plain SQL, for SQLite 3.25 and later; every step is a table that anybody can look into.
WITH
-- What tells how a task or an issue stood afterwards, in the order in which it was written down.
told AS (
  SELECT id, happened, noun, ref, verb, department, state, due,
         json_extract(details, '$.undid') AS undid
  FROM history
  WHERE noun IN ('task', 'issue') AND state IS NOT NULL
),
-- What somebody undid never was, nor was the undoing; that something began stays, as a mistake.
undone AS (
  SELECT undoing.id AS undoing,
         (SELECT max(did.id) FROM told AS did
          WHERE did.ref = undoing.ref AND did.id < undoing.id AND did.verb = undoing.undid) AS did
  FROM told AS undoing
  WHERE undoing.verb = 'undone' AND undoing.undid NOT IN ('created', 'reported')
),
events AS (
  SELECT * FROM told
  WHERE id NOT IN (SELECT undoing FROM undone)
    AND id NOT IN (SELECT did FROM undone WHERE did IS NOT NULL)
),
mistakes AS (
  SELECT ref, happened FROM events WHERE verb IN ('undone', 'import undone')
),
-- Every frozen department and period, once; a correction differs from what history says.
cards AS (
  SELECT DISTINCT record, department, period, since, until FROM scorecards WHERE corrects IS NULL
),
-- The day first given: from the beginning, or from an opening, to the next of them.
placed AS (
  SELECT ref, happened, due,
         lead(happened) OVER (PARTITION BY ref ORDER BY id) AS again
  FROM events WHERE verb IN ('created', 'reported', 'routed', 'reopened')
),
-- Every day that was once to be kept, as first given and as it was when it passed.
days AS (
  SELECT 'kept_first' AS measure, ref, due FROM placed
  WHERE due IS NOT NULL AND (again IS NULL OR due < again)
  UNION
  SELECT 'kept_latest', ref, due FROM events WHERE due IS NOT NULL
),
-- How each thing stood when that day passed: as its last event by then says.
stood AS (
  SELECT days.measure, days.ref, days.due, event.department, event.state, event.due AS then_due
  FROM days JOIN events AS event ON event.id = (
    SELECT max(last.id) FROM events AS last
    WHERE last.ref = days.ref AND last.happened <= days.due
  )
),
kept AS (
  SELECT cards.record, stood.measure, stood.state IN ('done', 'corrected') AS met
  FROM cards JOIN stood
    ON stood.department = cards.department
   AND stood.due >= cards.since AND stood.due < cards.until
  WHERE stood.state NOT IN ('declined', 'withdrawn')
    AND (stood.measure = 'kept_first' OR stood.then_due = stood.due)
    AND NOT EXISTS (
      SELECT 1 FROM mistakes
      WHERE mistakes.ref = stood.ref
        AND mistakes.happened >= stood.due AND mistakes.happened <= cards.until
    )
),
-- What was done, counted when thirty days are over, and whether it was opened again within them.
changes AS (
  SELECT *, lag(state) OVER (PARTITION BY ref ORDER BY id) AS before FROM events
),
stayed AS (
  SELECT cards.record, 'stayed' AS measure, NOT EXISTS (
    SELECT 1 FROM changes AS again
    WHERE again.ref = done.ref AND again.verb = 'reopened' AND again.id > done.id
      AND again.happened <= strftime('%Y-%m-%dT%H:%M:%SZ', done.happened, '+30 days')
  ) AS met
  FROM cards JOIN changes AS done
    ON done.department = cards.department
   AND strftime('%Y-%m-%dT%H:%M:%SZ', done.happened, '+30 days') >= cards.since
   AND strftime('%Y-%m-%dT%H:%M:%SZ', done.happened, '+30 days') < cards.until
  WHERE done.state = 'done' AND (done.before IS NULL OR done.before <> 'done')
),
-- What was to prevent it: whether it was said to have held.
held AS (
  SELECT cards.record, 'held' AS measure, events.verb = 'held' AS met
  FROM cards JOIN events
    ON events.department = cards.department
   AND events.happened >= cards.since AND events.happened < cards.until
  WHERE events.verb IN ('held', 'not held')
),
-- Why an issue happened, each time that somebody said it.
said AS (
  SELECT id, happened, ref, verb, department, json_extract(details, '$.cause_id') AS cause,
         json_extract(details, '$.repeat') IS NOT NULL AS is_counted
  FROM history
  WHERE noun = 'issue' AND json_extract(details, '$.cause_id') <> ''
),
reported AS (
  SELECT ref, min(happened) AS at FROM history WHERE noun = 'issue' GROUP BY ref
),
-- To which other a cause was joined, and when it was taken apart again.
joined AS (
  SELECT id, json_extract(details, '$.row') AS cause,
         json_extract(details, '$.after.joined_to') AS other
  FROM history
  WHERE noun = 'cause' AND json_type(details, '$.after.joined_to') IS NOT NULL
),
-- What was known of all issues whenever a cause was said: the last that stood of each by then.
-- It is counted since the first event that tells of it.
known AS (
  SELECT this.id, this.ref, this.happened, this.department, other.ref AS other,
         this.cause AS this_cause, other.cause AS other_cause
  FROM events JOIN said AS this ON this.id = events.id
  LEFT JOIN said AS other ON other.id = (
    SELECT max(last.id) FROM said AS last
    WHERE last.ref = other.ref AND last.id < this.id AND NOT EXISTS (
      SELECT 1 FROM undone WHERE undone.did = last.id AND undone.undoing < this.id
    )
  )
  WHERE this.verb = 'prevented' AND this.id >= (SELECT min(id) FROM said WHERE is_counted)
),
same AS (
  SELECT known.id, known.ref, known.other FROM known
  WHERE coalesce((
    SELECT other FROM joined WHERE joined.cause = known.this_cause AND joined.id < known.id
    ORDER BY joined.id DESC LIMIT 1
  ), known.this_cause) = coalesce((
    SELECT other FROM joined WHERE joined.cause = known.other_cause AND joined.id < known.id
    ORDER BY joined.id DESC LIMIT 1
  ), known.other_cause)
),
unrepeated AS (
  SELECT cards.record, 'unrepeated' AS measure, NOT EXISTS (
    SELECT 1 FROM same
    JOIN reported AS this ON this.ref = same.ref
    JOIN reported AS other ON other.ref = same.other
    WHERE same.id = once.id AND same.other <> same.ref
      AND other.at >= strftime('%Y-%m-%dT%H:%M:%SZ', this.at, '-90 days')
      AND other.at <= strftime('%Y-%m-%dT%H:%M:%SZ', this.at, '+90 days')
      AND (
        SELECT last.state FROM told AS last WHERE last.ref = same.other AND last.id < once.id
        ORDER BY last.id DESC LIMIT 1
      ) <> 'withdrawn'
  ) AS met
  FROM cards JOIN (SELECT DISTINCT id, ref, happened, department FROM known) AS once
    ON once.department = cards.department
   AND once.happened >= cards.since AND once.happened < cards.until
  -- Who says the same cause of an issue again says nothing new.
  WHERE NOT EXISTS (SELECT 1 FROM same WHERE same.id = once.id AND same.other = once.ref)
),
counted AS (
  SELECT record, measure, sum(met) AS met, count(*) AS of
  FROM (
    SELECT * FROM kept UNION ALL SELECT * FROM stayed UNION ALL SELECT * FROM held
    UNION ALL SELECT * FROM unrepeated
  )
  GROUP BY record, measure
)
SELECT scorecards.record, scorecards.department, scorecards.period, scorecards.measure,
       scorecards.met, scorecards."of",
       coalesce(counted.met, 0) AS met_again, coalesce(counted.of, 0) AS of_again
FROM scorecards
LEFT JOIN counted
  ON counted.record = scorecards.record AND counted.measure = scorecards.measure
WHERE scorecards.measure IN ('kept_first', 'kept_latest', 'stayed', 'held', 'unrepeated')
  AND scorecards.corrects IS NULL
ORDER BY scorecards.record, scorecards.measure;
