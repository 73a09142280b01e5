import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { readNik } from '../office/nik.ts'
import { loadRegions, type Regions } from './regions.ts'

let regions: Regions
before(async () => {
  regions = await loadRegions()
})

test('Jakarta is 31 with one regency and five cities, under the codes that the ministry gives', () => {
  assert.match(regions.name('31') ?? '', /Jakarta/)
  const found = regions.citiesOf('31').map(({ code, name }) => [code, name.replace(/^(?:Kabupaten|Kota) Administrasi /, '')])
  assert.deepEqual(found, [
    ['3101', 'Kepulauan Seribu'],
    ['3171', 'Jakarta Pusat'],
    ['3172', 'Jakarta Utara'],
    ['3173', 'Jakarta Barat'],
    ['3174', 'Jakarta Selatan'],
    ['3175', 'Jakarta Timur'],
  ])
})

test('Jakarta has 44 districts and 267 villages', () => {
  const districts = regions.citiesOf('31').flatMap(({ code }) => regions.districtsOf(code))
  assert.equal(districts.length, 44)
  assert.equal(districts.flatMap(({ code }) => regions.villagesOf(code)).length, 267)
})

test('a district knows its city, an unknown code has none', () => {
  assert.deepEqual(regions.cityOf('317106'), { code: '3171', name: 'Kota Administrasi Jakarta Pusat' })
  assert.equal(regions.cityOf('317199'), null)
  assert.equal(regions.cityOf('31'), null)
  assert.equal(regions.name('317106'), 'Menteng')
  assert.equal(regions.name('990101'), null)
})

test('no name is written in capitals throughout', () => {
  for (const { name } of [...regions.provinces, ...regions.cities]) assert.notEqual(name, name.toUpperCase())
})

test('a code is retired or in use, never both, and what replaced it exists', () => {
  for (const code of regions.index.retiredCities.keys()) {
    assert.equal(regions.index.cities.has(code), false, code)
    assert.ok(regions.index.provinces.has(code.slice(0, 2)), code)
  }
})

test('somebody from Merauke keeps the number given there before Papua was divided', () => {
  const nik = readNik('9101011708850001', regions.index, '2026-11-24')
  assert.equal(nik.ok && nik.birthDate, '1985-08-17')
  assert.equal(regions.name('9101'), 'Kabupaten Merauke')
})
