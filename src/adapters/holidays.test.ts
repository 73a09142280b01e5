import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nationalHolidays } from './holidays.ts'

test('the national holidays of 2026 are those of the joint decree', () => {
  const dates = nationalHolidays(2026).map(({ date }) => date)
  // Easter Sunday (5 April) is decreed too; the package leaves it out and the office is closed on Sundays anyway.
  assert.deepEqual(dates, [
    '2026-01-01', '2026-01-16', '2026-02-17', '2026-03-19', '2026-03-21', '2026-03-22', '2026-04-03', '2026-05-01',
    '2026-05-14', '2026-05-27', '2026-05-31', '2026-06-01', '2026-06-16', '2026-08-17', '2026-08-25', '2026-12-25',
  ])
})

test('a feast that was decreed a day later than computed is moved, not doubled', () => {
  const dates = nationalHolidays(2025).map(({ date }) => date)
  assert.deepEqual(dates.filter((date) => date > '2025-03-25' && date < '2025-04-15'), ['2025-03-29', '2025-03-31', '2025-04-01'])
  assert.deepEqual(dates.filter((date) => date.startsWith('2025-06')), ['2025-06-01', '2025-06-06', '2025-06-27'])
})

test('each holiday has a name in both languages', () => {
  const found = nationalHolidays(2026)
  const nameOn = (day: string) => found.find(({ date }) => date === day)?.name
  assert.equal(nameOn('2026-08-17')?.en, 'Independence Day')
  assert.match(nameOn('2026-08-17')?.id ?? '', /Kemerdekaan/)
  assert.match(nameOn('2026-01-16')?.id ?? '', /Isra/)
  for (const year of [2025, 2026, 2027, 2030])
    for (const { date, name } of nationalHolidays(year)) {
      assert.ok(date.startsWith(`${year}-`) && name.id !== '' && name.en !== '')
      assert.notEqual(name.id, name.en)
    }
})
