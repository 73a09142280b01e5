import { readFile } from 'node:fs/promises'
import { getDistricts, getProvinces, getRegencies, getVillages } from 'idn-area-data'
import { parse } from 'yaml'
import type { RegionIndex } from '../office/nik.ts'

/** A place with its Ministry of Home Affairs code, without dots: 2 digits province, 4 city, 6 district, 10 village. */
export type Region = { readonly code: string; readonly name: string }

export type Regions = {
  /** What a NIK is read against. */
  readonly index: RegionIndex
  readonly provinces: readonly Region[]
  /** Kabupaten and kota of today, by code. */
  readonly cities: readonly Region[]
  citiesOf(province: string): readonly Region[]
  districtsOf(city: string): readonly Region[]
  villagesOf(district: string): readonly Region[]
  /** The city that a district or village code lies in; null when there is none. */
  cityOf(district: string): Region | null
  /** The name of any code of today, or of a retired city; null when unknown. */
  name(code: string): string | null
}

type Retired = { readonly code: string; readonly name: string; readonly now?: string }

/**
 * Loads Indonesia's administrative regions (package idn-area-data) and the codes retired since
 * (`regions/retired.yaml`, editable). Takes about 0.2 s and is done once at start. Throws when a file is broken.
 */
export async function loadRegions(): Promise<Regions> {
  const [provinces, cities, districts, villages, retired] = await Promise.all([
    getProvinces().then(readRegions),
    getRegencies().then(readRegions),
    getDistricts().then(readRegions),
    getVillages().then(readRegions),
    readRetired(),
  ])
  const index = indexRegions(provinces, cities, districts, retired)
  const villageNames = nameByCode(villages)
  const [byProvince, byCity, byDistrict] = [groupBy(cities, 2), groupBy(districts, 4), groupBy(villages, 6)]
  const names = [index.provinces, index.cities, index.districts, villageNames, index.retiredCities]
  return {
    index,
    provinces,
    cities,
    citiesOf: (province) => byProvince.get(province) ?? [],
    districtsOf: (city) => byCity.get(city) ?? [],
    villagesOf: (district) => byDistrict.get(district) ?? [],
    cityOf: (district) => {
      const [code, known] = [district.slice(0, 4), index.districts.has(district) || villageNames.has(district)]
      const name = index.cities.get(code)
      return known && name !== undefined ? { code, name } : null
    },
    name: (code) => names.map((map) => map.get(code)).find((name) => name !== undefined) ?? null,
  }
}

function indexRegions(
  provinces: readonly Region[],
  cities: readonly Region[],
  districts: readonly Region[],
  retired: readonly Retired[],
): RegionIndex {
  const highestDistrict = new Map<string, number>()
  for (const { code } of districts) {
    const city = code.slice(0, 4)
    highestDistrict.set(city, Math.max(highestDistrict.get(city) ?? 0, Number(code.slice(4))))
  }
  return {
    provinces: nameByCode(provinces),
    cities: nameByCode(cities),
    districts: nameByCode(districts),
    retiredCities: nameByCode(retired),
    highestDistrict,
  }
}

async function readRetired(): Promise<readonly Retired[]> {
  const file = new URL('./regions/retired.yaml', import.meta.url)
  const rows = parse(await readFile(file, 'utf8')) as readonly Retired[]
  const broken = rows.find((row) => !/^\d{4}$/.test(row.code) || typeof row.name !== 'string')
  if (broken) throw new Error(`${file.pathname} has a row that is not a city: ${JSON.stringify(broken)}`)
  return rows
}

function readRegions(rows: readonly Region[]): readonly Region[] {
  return rows
    .map(({ code, name }) => ({ code: code.replaceAll('.', ''), name: properCase(name.trim()) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Some editions of the package shout: KEPULAUAN SERIBU becomes Kepulauan Seribu. Roman figures and DKI/DI stay. */
function properCase(name: string): string {
  if (name !== name.toUpperCase()) return name
  return name
    .toLowerCase()
    .replace(/\p{L}[\p{L}'’]*/gu, (word) =>
      /^(?:dki|di|[ivx]+)$/.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
}

function nameByCode(regions: readonly Region[]): ReadonlyMap<string, string> {
  return new Map(regions.map(({ code, name }) => [code, name]))
}

function groupBy(regions: readonly Region[], digits: number): ReadonlyMap<string, readonly Region[]> {
  return Map.groupBy(regions, ({ code }) => code.slice(0, digits))
}
