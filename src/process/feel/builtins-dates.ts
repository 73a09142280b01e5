import type { FeelDate, FeelDateTime } from 'feelin'
import { Builtin } from './builtin.ts'
import { dateOf } from './temporals.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const ofDay = (run: (date: FeelDate['value']) => unknown): Builtin =>
  new Builtin([['date:date', ([date]) => run((date as FeelDate).value)], ['date:date and time', ([date]) => run(dateOf(date as FeelDateTime).value)]])

/** In the Gregorian calendar, weeks as ISO 8601 counts them (10.3.4.8). */
export const dateFunctions = Object.entries({
  'day of year': ofDay((date) => date.dayOfYear),
  'day of week': ofDay((date) => days[date.dayOfWeek - 1]),
  'month of year': ofDay((date) => months[date.month - 1]),
  'week of year': ofDay((date) => date.weekOfYear),
})
