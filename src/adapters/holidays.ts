import { readFileSync } from 'node:fs'
import Holidays from 'date-holidays'
import { parse } from 'yaml'
import type { Text } from '../office/service.ts'

/** `date` is `YYYY-MM-DD`. */
export type NationalHoliday = { readonly date: string; readonly name: Text }

type Decreed = { readonly year: number; readonly rule: string; readonly date: string }

// The package gives the Night of Ascension the Indonesian name of the Prophet's birthday.
const names: Readonly<Record<string, Text>> = {
  '27 Rajab': { id: 'Isra Mikraj Nabi Muhammad', en: "Isra Mi'raj (Ascension of the Prophet)" },
}

/**
 * Indonesia's national public holidays of a year by date, from the package date-holidays, with dates that were decreed
 * otherwise put right (`holidays/decreed.yaml`, editable). A future year's Islamic feasts are forecasts until the decree.
 * Joint leave is not among them.
 */
export function nationalHolidays(year: number): readonly NationalHoliday[] {
  const decreed = readDecreed().filter((row) => row.year === year)
  const calendar = new Holidays('ID', { types: ['public'] })
  const english = new Map(calendar.getHolidays(year, 'en').map((holiday) => [holiday.rule, holiday.name]))
  return calendar
    .getHolidays(year, 'id')
    .map(({ rule, date, name }) => ({
      date: decreed.find((row) => row.rule === rule)?.date ?? date.slice(0, 10),
      name: names[rule] ?? { id: name, en: english.get(rule) ?? name },
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
}

let known: readonly Decreed[] | undefined

function readDecreed(): readonly Decreed[] {
  if (known) return known
  const file = new URL('./holidays/decreed.yaml', import.meta.url)
  const rows = parse(readFileSync(file, 'utf8')) as readonly Decreed[]
  const broken = rows.find((row) => !/^\d{4}-\d{2}-\d{2}$/.test(row.date) || !row.rule || !Number.isInteger(row.year))
  if (broken) throw new Error(`${file.pathname} has a row that is not a holiday: ${JSON.stringify(broken)}`)
  return (known = rows)
}
