import type { Place } from '../place.ts'

/** A place for tests: two counters, one desk for collecting permits, the hours of a Jakarta office. */
export const samplePlace: Place = {
  code: 'mpp-jakarta',
  unit: '31',
  kind: 'office',
  name: { id: 'Mal Pelayanan Publik Jakarta', en: 'Jakarta public service mall' },
  address: 'Jl. HR Rasuna Said Kav. 22, Jakarta Selatan',
  latitude: -6.2187,
  longitude: 106.832,
  zone: 'Asia/Jakarta',
  hours: { 1: [['07:30', '16:00']], 2: [['07:30', '16:00']], 3: [['07:30', '16:00']], 4: [['07:30', '16:00']], 5: [['07:30', '11:30'], ['13:00', '16:30']] },
  counters: [
    { number: '1', name: { id: 'Loket 1', en: 'Counter 1' }, desks: ['pickup'] },
    { number: '2', name: { id: 'Loket 2', en: 'Counter 2' }, desks: ['pickup'] },
  ],
  desks: [{ key: 'pickup', letter: 'A', name: { id: 'Ambil izin', en: 'Collect a permit' }, purpose: 'pickup', minutes: 4 }],
}
