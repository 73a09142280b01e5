import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readNik, type RegionIndex } from './nik.ts'

const regions: RegionIndex = {
  provinces: new Map([['31', 'Jakarta'], ['91', 'Papua']]),
  cities: new Map([['3171', 'Jakarta Pusat'], ['9103', 'Jayapura']]),
  districts: new Map([['317101', 'Gambir'], ['317106', 'Menteng'], ['910301', 'Sentani']]),
  retiredCities: new Map([['9101', 'Merauke']]),
  highestDistrict: new Map([['3171', 6], ['9103', 1]]),
}
const today = '2026-11-24'
const read = (text: string, ages?: Parameters<typeof readNik>[3]) => readNik(text, regions, today, ages)
const refusal = (text: string) => {
  const nik = read(text)
  return nik.ok ? null : [nik.refusal.kind, ...nik.refusal.at]
}

test('a NIK tells region, birth date, sex and serial', () => {
  assert.deepEqual(read('3171064508900003'), {
    ok: true,
    nik: '3171064508900003',
    province: '31',
    city: '3171',
    district: '317106',
    birthDate: '1990-08-05',
    female: true,
    serial: '0003',
  })
})

test('spaces, dots and dashes in a NIK are dropped', () => {
  for (const text of ['3171 0605 0890 0003', '31.71.06.050890.0003', ' 317106-050890-0003\n', '317106–050890–0003'])
    assert.ok(read(text).ok, text)
  const nik = read('31.71.06.050890.0003')
  assert.ok(nik.ok)
  assert.equal(nik.nik, '3171060508900003')
  assert.equal(nik.female, false)
})

test('each digit that cannot be right is pointed at, counted from 1', () => {
  assert.deepEqual(refusal('317106o508900003'), ['NotDigits', 7, 7])
  assert.deepEqual(refusal('٣171060508900003'), ['NotDigits', 1, 1])
  assert.deepEqual(refusal('31710605089000'), ['WrongLength', 15, 16])
  assert.deepEqual(refusal('317106050890000312'), ['WrongLength', 17, 18])
  assert.deepEqual(refusal(''), ['WrongLength', 1, 16])
  assert.deepEqual(refusal('9971060508900003'), ['UnknownProvince', 1, 2])
  assert.deepEqual(refusal('3176060508900003'), ['UnknownCity', 3, 4])
  assert.deepEqual(refusal('3171000508900003'), ['UnknownDistrict', 5, 6])
  assert.deepEqual(refusal('3171070508900003'), ['UnknownDistrict', 5, 6])
  assert.deepEqual(refusal('3171063204900003'), ['ImpossibleDate', 7, 8])
  assert.deepEqual(refusal('3171060004900003'), ['ImpossibleDate', 7, 8])
  assert.deepEqual(refusal('3171067104900003'), ['ImpossibleDate', 7, 8], '31 April of a woman')
  assert.deepEqual(refusal('3171060513900003'), ['ImpossibleDate', 9, 10])
  assert.deepEqual(refusal('3171060500900003'), ['ImpossibleDate', 9, 10])
  assert.deepEqual(refusal('3171062902910003'), ['ImpossibleDate', 7, 12], '1991 had no 29 February, nor had 2091')
  assert.deepEqual(refusal('3171060508900000'), ['ZeroSerial', 13, 16])
})

test('29 February is a birthday in leap years only', () => {
  const born = (text: string) => { const nik = read(text); return nik.ok ? nik.birthDate : null }
  assert.equal(born('3171062902920003'), '1992-02-29')
  assert.equal(born('3171062902000003'), '2000-02-29')
  assert.equal(born('3171062902010003'), null)
})

test('the century is the latest one that makes the person old enough to ask', () => {
  const born = (ddmmyy: string, ages?: Parameters<typeof readNik>[3]) => {
    const nik = read(`317106${ddmmyy}0003`, ages)
    return nik.ok ? nik.birthDate : nik.refusal.kind
  }
  assert.equal(born('241111'), '2011-11-24', '15 today')
  assert.equal(born('251111'), 'NotYetBorn', '14 still, or 114')
  assert.equal(born('010126'), '1926-01-01')
  assert.equal(born('311226'), '1926-12-31', 'this year has not come so far')
  assert.equal(born('010116'), '1916-01-01')
  assert.equal(born('170845'), '1945-08-17')
  assert.equal(born('251111', { youngest: 0, oldest: 110 }), '2011-11-25')
})

test('a number of a city that was retired since is still good, with any district', () => {
  assert.ok(read('9101770508900003').ok)
  assert.deepEqual(refusal('9101000508900003'), ['UnknownDistrict', 5, 6])
  assert.deepEqual(refusal('9102770508900003'), ['UnknownCity', 3, 4])
})

test('a gap in the district numbers of a city is a retired district and still good', () => {
  const nik = read('3171030508900003')
  assert.equal(nik.ok && nik.district, '317103')
})

test('anything typed gets an answer, and a good number is read back unchanged', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9 .-]{14,20}$/)), (text) => {
    const nik = read(text)
    if (nik.ok) assert.match(nik.nik, /^\d{16}$/)
    else assert.ok(nik.refusal.at[0] >= 1 && nik.refusal.at[1] >= nik.refusal.at[0])
  }))
  const day = fc.date({ min: new Date('1920-01-01'), max: new Date('2009-12-31'), noInvalidDate: true })
  fc.assert(fc.property(day, fc.boolean(), fc.integer({ min: 1, max: 9999 }), (date, female, serial) => {
    const birthDate = date.toISOString().slice(0, 10)
    const [year, month, dd] = birthDate.split('-') as [string, string, string]
    const two = String(Number(dd) + (female ? 40 : 0)).padStart(2, '0')
    const nik = read(`317106${two}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`)
    assert.ok(nik.ok)
    assert.deepEqual([nik.birthDate, nik.female], [birthDate, female])
  }))
})
