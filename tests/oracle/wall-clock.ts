const minuteMs = 60_000
const hourMs = 3_600_000

/** What the clock on the wall shows in a minute: the date, the ISO weekday (1 Monday to 7 Sunday), minutes after midnight. */
export type Reading = { readonly date: string; readonly weekday: number; readonly minute: number }

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Looks at the clock on the wall of an IANA zone at an instant (epoch ms), as Intl shows it. */
export function wallClock(zone: string): (at: number) => Reading {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, hourCycle: 'h23', weekday: 'short',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  })
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<string, string>
    return {
      date: `${part['year']}-${part['month']}-${part['day']}`,
      weekday: weekdays.indexOf(part['weekday'] ?? '') + 1,
      minute: Number(part['hour']) * 60 + Number(part['minute']),
    }
  }
}

/** Every minute of some years, written down once: `dayAt` and `minuteAt` by the number of minutes since `first`. */
export type Diary = {
  readonly first: number
  readonly minutes: number
  readonly dates: readonly string[]
  readonly weekdays: readonly number[]
  /** Which of `dates` a minute belongs to. */
  readonly dayAt: Uint16Array
  /** Minutes after midnight. */
  readonly minuteAt: Uint16Array
}

/**
 * Writes a diary from one instant to another (whole hours). The wall is looked at once an hour and the minutes between are
 * counted on: the zones of the country change no clock, and their offsets are whole hours.
 */
export function keepDiary(zone: string, first: number, until: number): Diary {
  const look = wallClock(zone)
  const minutes = (until - first) / minuteMs
  const dates: string[] = []
  const ofWeek: number[] = []
  const dayAt = new Uint16Array(minutes)
  const minuteAt = new Uint16Array(minutes)
  for (let hour = first; hour < until; hour += hourMs) {
    const { date, weekday, minute } = look(hour)
    if (dates.at(-1) !== date) {
      dates.push(date)
      ofWeek.push(weekday)
    }
    for (let passed = 0; passed < 60; passed += 1) {
      const index = (hour - first) / minuteMs + passed
      dayAt[index] = dates.length - 1
      minuteAt[index] = minute + passed
    }
  }
  return { first, minutes, dates, weekdays: ofWeek, dayAt, minuteAt }
}
