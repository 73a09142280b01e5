import type { Place } from '#office/place.ts'
import type { Locale } from '#office/service.ts'
import { weekdayName } from './day-words.ts'

type Spans = Place['hours'][number]

/** Opening hours with neighbouring days of the same hours in one line: `Senin–Kamis`. Closed days are left out. */
export function openingHours(hours: Place['hours'], locale: Locale): readonly { readonly days: string; readonly spans: Spans }[] {
  const runs: { first: number; last: number; spans: Spans }[] = []
  for (let weekday = 1; weekday <= 7; weekday++) {
    const spans = hours[weekday] ?? []
    const run = runs.at(-1)
    if (spans.length === 0) continue
    if (run && run.last === weekday - 1 && JSON.stringify(run.spans) === JSON.stringify(spans)) run.last = weekday
    else runs.push({ first: weekday, last: weekday, spans })
  }
  return runs.map(({ first, last, spans }) => ({ days: [...new Set([first, last])].map((each) => weekdayName(each, locale)).join('–'), spans }))
}
