/** The region codes that a NIK may begin with (Ministry of Home Affairs codes, without dots). */
export type RegionIndex = {
  /** 2 digits to name. */
  readonly provinces: ReadonlyMap<string, string>
  /** 4 digits to name; kabupaten and kota alike. */
  readonly cities: ReadonlyMap<string, string>
  /** 6 digits to name. */
  readonly districts: ReadonlyMap<string, string>
  /** City codes no longer given out but still carried by people (4 digits to name). */
  readonly retiredCities: ReadonlyMap<string, string>
  /** The highest district number ever given in a city: 4 digits to 1..99. */
  readonly highestDistrict: ReadonlyMap<string, number>
}

export type Nik = {
  readonly ok: true
  /** The 16 digits alone. */
  readonly nik: string
  readonly province: string
  readonly city: string
  readonly district: string
  /** `YYYY-MM-DD`; the century is inferred. */
  readonly birthDate: string
  readonly female: boolean
  readonly serial: string
}

export type NikRefusalKind =
  | 'NotDigits'
  | 'WrongLength'
  | 'UnknownProvince'
  | 'UnknownCity'
  | 'UnknownDistrict'
  | 'ImpossibleDate'
  | 'NotYetBorn'
  | 'ZeroSerial'

/** `at`: first and last wrong position, counted from 1 as a person counts, in the number without separators. */
export type NikRefusal = {
  readonly ok: false
  readonly refusal: { readonly kind: NikRefusalKind; readonly at: readonly [from: number, to: number] }
}

/**
 * Reads an Indonesian population number (NIK): 6 digits of region, DDMMYY of birth (women: day + 40), 4 of serial
 * (UU 23/2006 art. 13, layout in PP 37/2007 art. 37).
 *
 * Spaces, dots and dashes are dropped. A NIK is for life and keeps the codes of the day it was issued, so codes that were
 * retired since are accepted: a retired city with any district, and a district number below the city's highest one, since
 * numbers are given in sequence and a gap is a district that was split off or renumbered.
 *
 * `today` is `YYYY-MM-DD`. A NIK has no check digit: this finds slips, it proves nothing.
 */
export function readNik(
  text: string,
  regions: RegionIndex,
  today: string,
  ages: { readonly youngest: number; readonly oldest: number } = { youngest: 15, oldest: 110 },
): Nik | NikRefusal {
  const nik = text.replace(/[\s.\-\u2010-\u2015]/gu, '')
  const stray = [...nik].findIndex((character) => character < '0' || character > '9')
  if (stray >= 0) return refuse('NotDigits', stray + 1, stray + 1)
  if (nik.length !== 16) return refuse('WrongLength', Math.min(nik.length + 1, 17), Math.max(nik.length, 16))

  const [province, city, district] = [nik.slice(0, 2), nik.slice(0, 4), nik.slice(0, 6)]
  if (!regions.provinces.has(province)) return refuse('UnknownProvince', 1, 2)
  if (!regions.cities.has(city) && !regions.retiredCities.has(city)) return refuse('UnknownCity', 3, 4)
  if (!isDistrict(district, regions)) return refuse('UnknownDistrict', 5, 6)

  const [writtenDay, month, year] = [Number(nik.slice(6, 8)), Number(nik.slice(8, 10)), Number(nik.slice(10, 12))]
  const female = writtenDay > 40
  const day = female ? writtenDay - 40 : writtenDay
  if (month < 1 || month > 12) return refuse('ImpossibleDate', 9, 10)
  if (day < 1 || day > (month === 2 ? 29 : daysInMonth(2000, month))) return refuse('ImpossibleDate', 7, 8)
  const born = birthDates(year, month, day, today)
  if (born.length === 0) return refuse('ImpossibleDate', 7, 12)
  const birthDate = born.find((date) => ageOn(today, date) >= ages.youngest && ageOn(today, date) <= ages.oldest)
  if (birthDate === undefined) return refuse('NotYetBorn', 11, 12)

  const serial = nik.slice(12)
  if (serial === '0000') return refuse('ZeroSerial', 13, 16)
  return { ok: true, nik, province, city, district, birthDate, female, serial }
}

function refuse(kind: NikRefusalKind, from: number, to: number): NikRefusal {
  return { ok: false, refusal: { kind, at: [from, to] } }
}

function isDistrict(code: string, regions: RegionIndex): boolean {
  const [city, number] = [code.slice(0, 4), Number(code.slice(4))]
  if (number === 0) return false
  return (
    regions.districts.has(code) || regions.retiredCities.has(city) || number < (regions.highestDistrict.get(city) ?? 0)
  )
}

/**
 * The days that two digits of the year can mean, the latest first, as far as the calendar has them (29 February).
 * Whom the number belongs to decides among them: the youngest reading that is old enough. A KTP is held from 17, or earlier
 * when married (UU 24/2013 art. 63), hence 15; without a lower bound each slip of a grown-up's year would read as a child.
 */
function birthDates(year: number, month: number, day: number, today: string): string[] {
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100
  return [century + year, century - 100 + year]
    .filter((full) => day <= daysInMonth(full, month))
    .map((full) => `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Completed years; negative before birth. */
function ageOn(today: string, birthDate: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}
