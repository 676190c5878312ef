/**
 * Time as the acting person sees it: every moment is shown in an IANA time zone that is
 * passed in, never in the zone of the browser.
 */

const formats = new Map();

function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

/** Year, month, day, hour, minute and second of a moment in a zone, as numbers. */
export function wallClock(moment, zone) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  const parts = format(zone, options).formatToParts(moment);
  return Object.fromEntries(
    parts.filter((part) => part.type !== "literal").map((part) => [part.type, Number(part.value)]),
  );
}

/** The moment at which the clocks of a zone show this date and time. */
export function atWallClock({ year, month, day, hour = 0, minute = 0 }, zone) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let guess = wanted;
  // Twice, because the first correction can cross a change to or from summer time.
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(new Date(guess), zone);
    const asUtc = Date.UTC(
      shown.year,
      shown.month - 1,
      shown.day,
      shown.hour,
      shown.minute,
      shown.second,
    );
    guess += wanted - asUtc;
  }
  return new Date(guess);
}

/** "2026-11-27" in a zone; two moments are on one day when these are equal. */
export function dayKey(moment, zone) {
  const { year, month, day } = wallClock(moment, zone);
  return [year, pad(month), pad(day)].join("-");
}

/** The next moment after `now` at which the clocks of the zone show `hour`:00. */
export function nextHourOfDay(now, hour, zone) {
  const today = wallClock(now, zone);
  const moment = atWallClock({ ...today, hour, minute: 0 }, zone);
  if (moment > now) return moment;
  const tomorrow = new Date(Date.UTC(today.year, today.month - 1, today.day + 1));
  return atWallClock(
    {
      year: tomorrow.getUTCFullYear(),
      month: tomorrow.getUTCMonth() + 1,
      day: tomorrow.getUTCDate(),
      hour,
    },
    zone,
  );
}

/** "14:05". */
export function time(moment, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
}

/** "Tue 24 Nov". */
export function shortDay(moment, zone) {
  return format(zone, { weekday: "short", day: "numeric", month: "short" })
    .format(moment)
    .replace(",", "");
}

/** "Today", "Yesterday" or "Tuesday, 24 November". */
export function dayHeading(moment, zone, now) {
  const near = nearDay(moment, zone, now);
  if (near) return near[0].toUpperCase() + near.slice(1);
  return format(zone, { weekday: "long", day: "numeric", month: "long" })
    .format(moment)
    .replace(/^(\S+?),? /, "$1, ");
}

/** "Tuesday, 24 November 2026 at 14:05 (Berlin)": the exact moment behind a near word. */
export function exact(moment, zone) {
  const day = format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return `${day.format(moment)} at ${time(moment, zone)} (${city(zone)})`;
}

/** "Berlin" of "Europe/Berlin". */
export function city(zone) {
  return zone.split("/").at(-1).replaceAll("_", " ");
}

function nearDay(moment, zone, now) {
  const distance = daysBetween(now, moment, zone);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[distance] ?? null;
}

function daysBetween(from, to, zone) {
  const day = (moment) => Date.parse(`${dayKey(moment, zone)}T00:00:00Z`) / 86_400_000;
  return day(to) - day(from);
}

const HALF_YEAR_DAYS = 183;

/**
 * Slack's date markup: the tokens of `template` replaced by this moment.
 * https://docs.slack.dev/messaging/formatting-message-text (section "Date formatting").
 * @param {number} unix seconds since 1970 @param {Date} now the pretend present
 */
export function slackDate(unix, template, zone, now) {
  const moment = new Date(unix * 1000);
  const far = Math.abs(daysBetween(now, moment, zone)) > HALF_YEAR_DAYS;
  const year = far ? { year: "numeric" } : {};
  const show = (options) => format(zone, options).format(moment);
  const date = () => show({ day: "numeric", month: "long", ...year });
  const short = () => show({ day: "numeric", month: "short", ...year });
  const long = () => show({ weekday: "long", day: "numeric", month: "long", ...year });
  const near = nearDay(moment, zone, now);
  const tokens = {
    date_num: () => dayKey(moment, zone),
    date_slash: () => show({ day: "2-digit", month: "2-digit", year: "numeric" }),
    date,
    date_short: short,
    date_long: long,
    date_long_full: () => show({ day: "numeric", month: "long", year: "numeric" }),
    date_pretty: () => near ?? date(),
    date_short_pretty: () => near ?? short(),
    date_long_pretty: () => near ?? long(),
    day_divider_pretty: () => near ?? long(),
    time: () => time(moment, zone),
    time_secs: () => `${time(moment, zone)}:${pad(moment.getUTCSeconds())}`,
    ago: () => ago(moment, now),
  };
  const text = template.replace(/\{(\w+)\}/g, (whole, name) => tokens[name]?.() ?? whole);
  // Slack writes a near word with a capital when it opens the sentence.
  return /^\{\w+_pretty\}/.test(template) ? text[0].toUpperCase() + text.slice(1) : text;
}

const SPANS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

function ago(moment, now) {
  const seconds = (moment - now) / 1000;
  const [unit, length] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? ["second", 1];
  const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  return relative.format(Math.round(seconds / length), unit);
}

function pad(number) {
  return String(number).padStart(2, "0");
}
