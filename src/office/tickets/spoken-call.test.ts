import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOpenAt, localTime } from './local-time.ts'
import { spokenCall } from './spoken-call.ts'

test('A call is spoken digit by digit, and the counter by its number or its name', () => {
  assert.equal(spokenCall('A-007', 'Loket 2'), 'Nomor A nol nol tujuh, silakan ke loket dua')
  assert.equal(spokenCall('R-1250', 'Loket 12'), 'Nomor R satu dua lima nol, silakan ke loket dua belas')
  assert.equal(spokenCall('U-090', 'Ruang poli umum'), 'Nomor U nol sembilan nol, silakan ke ruang poli umum')
})

test('A place is open within its hours, by its own clock, and not on a holiday', () => {
  const place = { zone: 'Asia/Jakarta', hours: { 2: [['07:30', '11:30'], ['13:00', '16:00']] as const } }
  const tuesday = (time: string) => Date.parse(`2026-11-24T${time}:00+07:00`)
  assert.deepEqual(localTime(tuesday('00:10'), 'Asia/Jakarta'), { date: '2026-11-24', weekday: 2, time: '00:10' })
  assert.deepEqual(['07:29', '07:30', '11:30', '13:00', '16:00'].map((time) => isOpenAt(place, tuesday(time), false)), [false, true, false, true, false])
  assert.equal(isOpenAt(place, tuesday('08:00'), true), false)
  assert.equal(isOpenAt(place, tuesday('08:00') + 86_400_000, false), false)
})
