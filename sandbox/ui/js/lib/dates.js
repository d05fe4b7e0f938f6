// Instants as the acting person sees them: Slack's date tokens and wall-clock conversions in any IANA zone.

const HALF_A_YEAR = 183 * 86400;

/** Calendar fields of an instant (seconds) in a zone. */
export function partsIn(zone, seconds) {
  const found = formatter(zone).formatToParts(new Date(seconds * 1000));
  const fields = Object.fromEntries(found.map(({ type, value }) => [type, Number(value)]));
  return { ...fields, hour: fields.hour % 24 };
}

const formatters = new Map();

function formatter(zone) {
  if (!formatters.has(zone)) formatters.set(zone, makeFormatter(zone));
  return formatters.get(zone);
}

function makeFormatter(zone) {
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric" };
  const style = { ...fields, minute: "numeric", second: "numeric", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-US", { ...style, timeZone: zone || "UTC" });
  } catch {
    return new Intl.DateTimeFormat("en-US", { ...style, timeZone: "UTC" });
  }
}

/** The instant (seconds) at which clocks in `zone` show this date and time; null while incomplete. */
export function instantOf(zone, date, time) {
  if (!date || !time) return null;
  const wall = Date.parse(`${date}T${time.slice(0, 5)}:00Z`) / 1000;
  if (Number.isNaN(wall)) return null;
  const guess = wall - offsetAt(zone, wall);
  return wall - offsetAt(zone, guess);
}

function offsetAt(zone, seconds) {
  const { year, month, day, hour, minute, second } = partsIn(zone, seconds);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - Math.floor(seconds);
}

/** `YYYY-MM-DD` and `HH:MM` of an instant in a zone, as date and time boxes want them. */
export function wallOf(zone, seconds) {
  const { year, month, day, hour, minute } = partsIn(zone, seconds);
  return { date: `${pad(year, 4)}-${pad(month)}-${pad(day)}`, time: `${pad(hour)}:${pad(minute)}` };
}

function pad(number, width = 2) {
  return String(number).padStart(width, "0");
}

/** `6:39 AM`. */
export function clockTime(zone, seconds, withSeconds = false) {
  const { hour, minute, second } = partsIn(zone, seconds);
  const tail = withSeconds ? `:${pad(second)}` : "";
  return `${hour % 12 || 12}:${pad(minute)}${tail} ${hour < 12 ? "AM" : "PM"}`;
}

/** `Monday, November 23rd`: the line between two days of messages. */
export function dayName(zone, seconds, now) {
  const near = nearDay(zone, seconds, now);
  return near ? near[0].toUpperCase() + near.slice(1) : longDate(zone, seconds, now);
}

/** Days between two instants on the calendar of a zone. */
export function daysBetween(zone, from, to) {
  return dayNumber(zone, to) - dayNumber(zone, from);
}

function dayNumber(zone, seconds) {
  const { year, month, day } = partsIn(zone, seconds);
  return Date.UTC(year, month - 1, day) / 86400000;
}

function nearDay(zone, seconds, now) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[daysBetween(zone, now, seconds)] ?? null;
}

function word(zone, seconds, style) {
  return new Intl.DateTimeFormat("en-US", { ...style, timeZone: zone || "UTC" }).format(seconds * 1000);
}

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

// Slack leaves the year out when the date is less than six months away.
function yearTail(zone, seconds, now) {
  return Math.abs(seconds - now) < HALF_A_YEAR ? "" : `, ${partsIn(zone, seconds).year}`;
}

function mediumDate(zone, seconds, now) {
  return `${word(zone, seconds, { month: "long" })} ${ordinal(partsIn(zone, seconds).day)}${yearTail(zone, seconds, now)}`;
}

function longDate(zone, seconds, now) {
  return `${word(zone, seconds, { weekday: "long" })}, ${mediumDate(zone, seconds, now)}`;
}

function shortDate(zone, seconds, now) {
  return `${word(zone, seconds, { month: "short" })} ${partsIn(zone, seconds).day}${yearTail(zone, seconds, now)}`;
}

/** `in 3 hours`, `5 minutes ago`. */
export function relative(seconds, now) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  const gap = seconds - now;
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60]].find(([, s]) => Math.abs(gap) >= s) ?? ["second", 1];
  return words.format(Math.trunc(gap / size), unit);
}

const TOKENS = {
  date_num: (z, s) => wallOf(z, s).date,
  date_slash: (z, s) => wallOf(z, s).date.replaceAll("-", "/"),
  date: mediumDate,
  date_short: shortDate,
  date_long: longDate,
  date_pretty: (z, s, now) => nearDay(z, s, now) ?? mediumDate(z, s, now),
  date_short_pretty: (z, s, now) => nearDay(z, s, now) ?? shortDate(z, s, now),
  date_long_pretty: (z, s, now) => nearDay(z, s, now) ?? longDate(z, s, now),
  time: (z, s) => clockTime(z, s),
  time_secs: (z, s) => clockTime(z, s, true),
  ago: (z, s, now) => relative(s, now),
};

/** Fill Slack's date template, as in `{date_short_pretty} at {time}`. */
export function fillDate(template, seconds, zone, now) {
  return template.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(zone, seconds, now) ?? whole);
}
