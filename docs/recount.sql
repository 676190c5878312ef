-- Counts every figure of frozen scorecards again, from what was exported alone.
-- `docs/recount.py` fills `history`, `scorecards`, `asks`, `handoffs` and `waits` with the rows
-- of these exports, and prints this.
-- In plain SQL, for SQLite 3.25 and later; every step is a table that anybody can look into.
WITH
-- What tells how a task or an issue stood afterwards, in the order in which it was written down.
told AS (
  SELECT id, happened, noun, ref, verb, department, state, due,
         json_extract(details, '$.undid') AS undid, json_extract(details, '$.feels') AS feels
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
-- What was asked of people, and whether it was answered by its time.
owed AS (
  SELECT ref, kind, department, opened, due, answered, reminders, coalesce(outcome, '') AS outcome,
         answered IS NOT NULL AND answered <= due AS in_time
  FROM asks
),
-- Whether somebody takes it, and whether the customer has heard: of whoever had it at that instant.
asked AS (
  SELECT cards.record, CASE owed.kind WHEN 'inform' THEN 'told' ELSE 'answered' END AS measure,
         owed.in_time AS met
  FROM owed JOIN events ON events.id = (
    SELECT max(last.id) FROM events AS last
    WHERE last.ref = owed.ref AND last.happened <= owed.due
      -- What ended it may have taken the thing elsewhere: it was asked of who had it until then.
      AND (owed.answered IS NULL OR last.happened < owed.answered OR last.happened <= owed.opened)
  )
  JOIN cards ON cards.department = events.department
   AND owed.due >= cards.since AND owed.due < cards.until
   AND owed.opened >= strftime('%Y-%m-%dT%H:%M:%SZ', cards.since, '-31 days')
  WHERE owed.kind IN ('acknowledge', 'inform')
    AND NOT (owed.in_time AND (
      owed.outcome = 'withdrawn'
      OR owed.kind = 'inform' AND owed.outcome IN ('handed over', 'redated')
    ))
    AND NOT EXISTS (
      SELECT 1 FROM mistakes
      WHERE mistakes.ref = owed.ref
        AND mistakes.happened >= owed.due AND mistakes.happened <= cards.until
    )
),
-- Questions about customers that executives of a department were asked.
prompts AS (
  SELECT cards.record, 'prompts' AS measure, owed.in_time AS met
  FROM owed JOIN cards ON cards.department = owed.department
   AND owed.due >= cards.since AND owed.due < cards.until
  WHERE owed.kind IN ('impact', 'question')
    AND NOT (owed.in_time AND owed.outcome IN ('withdrawn', 'handed over'))
),
-- Issues that were closed as done, and whether somebody had seen by then that it helped.
verified AS (
  SELECT cards.record, 'verified' AS measure, EXISTS (
    SELECT 1 FROM events AS seen
    WHERE seen.ref = done.ref AND seen.verb = 'verified' AND seen.id <= done.id
      AND NOT EXISTS (
        SELECT 1 FROM events AS again
        WHERE again.ref = done.ref AND again.verb = 'reopened'
          AND again.id > seen.id AND again.id < done.id
      )
  ) AS met
  FROM cards JOIN changes AS done
    ON done.department = cards.department
   AND done.happened >= cards.since AND done.happened < cards.until
  WHERE done.noun = 'issue' AND done.state = 'done'
    AND (done.before IS NULL OR done.before <> 'done')
    AND NOT EXISTS (
      SELECT 1 FROM mistakes
      WHERE mistakes.ref = done.ref
        AND mistakes.happened >= done.happened AND mistakes.happened <= cards.until
    )
),
-- Offers of other departments, and the working days until they were answered: Monday to Friday, by
-- UTC, after the day of the offer. 5 January 1970 was a Monday, and five of seven days are worked.
offers AS (
  SELECT department, answered, how,
         (CAST(julianday(date(answered)) - julianday('1970-01-05') AS INTEGER)) AS last_day,
         (CAST(julianday(date(offered)) - julianday('1970-01-05') AS INTEGER)) AS first_day
  FROM handoffs
  WHERE how IN ('taken over', 'returned') AND home <> department
),
taken AS (
  SELECT cards.record, offers.how = 'taken over' AS met,
         max(0, last_day / 7 * 5 + min(last_day % 7 + 1, 5)
              - first_day / 7 * 5 - min(first_day % 7 + 1, 5)) AS days
  FROM cards JOIN offers
    ON offers.department = cards.department
   AND offers.answered >= cards.since AND offers.answered < cards.until
),
-- What others waited for it, in working days as they were counted when the wait ended.
waited AS (
  SELECT cards.record, waits.days
  FROM cards JOIN waits
    ON waits.department = cards.department
   AND waits.ended >= cards.since AND waits.ended < cards.until
),
-- Answers, and after how many reminders each of them came.
reminded AS (
  SELECT cards.record, owed.reminders
  FROM owed JOIN cards ON cards.department = owed.department
   AND owed.answered >= cards.since AND owed.answered < cards.until
   AND owed.opened >= strftime('%Y-%m-%dT%H:%M:%SZ', cards.since, '-31 days')
  WHERE owed.kind IN ('acknowledge', 'date', 'finish', 'inform', 'prevent', 'verify')
    AND owed.outcome NOT IN ('withdrawn', 'handed over')
),
-- How customers felt by now whenever that was heard, and how they felt when it was reported.
places AS (
  SELECT column1 AS name, column2 AS place FROM (
    VALUES ('angry', 1), ('let down', 2), ('uneasy', 3), ('satisfied', 4), ('delighted', 5)
  )
),
felt AS (
  SELECT history.id, history.ref, places.place
  FROM history JOIN places ON places.name = json_extract(history.details, '$.felt')
  WHERE history.noun = 'issue' AND history.verb IN ('reported', 'felt')
),
feelings AS (
  SELECT cards.record, places.place - before.place AS change
  FROM cards JOIN events
    ON events.department = cards.department
   AND events.happened >= cards.since AND events.happened < cards.until
   AND events.noun = 'issue' AND events.verb IN ('told', 'verified', 'felt')
  JOIN places ON places.name = events.feels
  JOIN felt AS before ON before.id = (
    SELECT max(last.id) FROM felt AS last WHERE last.ref = events.ref AND last.id <= events.id
  )
),
counted AS (
  SELECT record, measure, sum(met) AS met, count(*) AS of, sum(value) AS total
  FROM (
    SELECT record, measure, met, 0 AS value FROM kept
    UNION ALL SELECT record, measure, met, 0 FROM stayed
    UNION ALL SELECT record, measure, met, 0 FROM held
    UNION ALL SELECT record, measure, met, 0 FROM unrepeated
    UNION ALL SELECT record, measure, met, 0 FROM asked
    UNION ALL SELECT record, measure, met, 0 FROM prompts
    UNION ALL SELECT record, measure, met, 0 FROM verified
    UNION ALL SELECT record, 'taken', met, 0 FROM taken
    UNION ALL SELECT record, 'border_days', days = 0, days FROM taken
    UNION ALL SELECT record, 'waited_days', days = 0, days FROM waited
    UNION ALL SELECT record, 'reminders', reminders = 0, reminders FROM reminded
    UNION ALL SELECT record, 'feeling', change > 0, change FROM feelings
  )
  GROUP BY record, measure
)
SELECT scorecards.record, scorecards.department, scorecards.period, scorecards.measure,
       scorecards.met, scorecards."of", scorecards.total,
       coalesce(counted.met, 0) AS met_again, coalesce(counted.of, 0) AS of_again,
       coalesce(counted.total, 0) AS total_again
FROM scorecards
LEFT JOIN counted
  ON counted.record = scorecards.record AND counted.measure = scorecards.measure
WHERE scorecards.corrects IS NULL
ORDER BY scorecards.record, scorecards.measure;
