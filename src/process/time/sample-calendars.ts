import type { WorkingCalendar } from './working-calendar.ts'

/** For tests: the usual hours of an office, Monday to Thursday 07:30-16:00, Friday 07:30-16:30 with the prayer break 11:30-13:00. */
export const usualHours: WorkingCalendar['weekly'] = {
  1: [['07:30', '16:00']],
  2: [['07:30', '16:00']],
  3: [['07:30', '16:00']],
  4: [['07:30', '16:00']],
  5: [['07:30', '11:30'], ['13:00', '16:30']],
}

/** For tests: the same with a lunch break from Monday to Thursday. */
export const hoursWithLunch: WorkingCalendar['weekly'] = {
  1: [['07:30', '12:00'], ['13:00', '16:00']],
  2: [['07:30', '12:00'], ['13:00', '16:00']],
  3: [['07:30', '12:00'], ['13:00', '16:00']],
  4: [['07:30', '12:00'], ['13:00', '16:00']],
  5: [['07:30', '11:30'], ['13:00', '16:30']],
}

/** For tests: March 2026, when Nyepi, Lebaran and their joint leave left Wednesday 18 to Tuesday 24 without a working day. */
export const lebaran: WorkingCalendar['holidays'] = new Map([
  ['2026-03-18', 'Cuti bersama Nyepi'],
  ['2026-03-19', 'Nyepi'],
  ['2026-03-20', 'Cuti bersama Idulfitri'],
  ['2026-03-21', 'Idulfitri'],
  ['2026-03-22', 'Idulfitri'],
  ['2026-03-23', 'Cuti bersama Idulfitri'],
  ['2026-03-24', 'Cuti bersama Idulfitri'],
])

/** For tests: the time zones of the country (WIB, WITA, WIT) and their hours ahead of UTC. None has summer time. */
export const countryZones = [['Asia/Jakarta', 7], ['Asia/Makassar', 8], ['Asia/Jayapura', 9]] as const
