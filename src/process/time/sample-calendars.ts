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
