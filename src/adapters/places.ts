import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { DutyName } from '../office/application-events.ts'
import type { Place } from '../office/place.ts'
import type { Text } from '../office/service.ts'
import type { Places } from '../usecases/ports.ts'
import type { OfficeHours } from './calendars.ts'
import type { Connection } from './postgres/connection.ts'
import type { Regions } from './regions.ts'

/** A sample office: its tree of units, its hours, the places where it meets people, and the people of the demo. */
export type OfficeFile = {
  readonly units: readonly { readonly code: string; readonly parent?: string; readonly level: 'province' | 'city'; readonly name: Text; readonly address: string; readonly latitude?: number; readonly longitude?: number }[]
  readonly hours: OfficeHours
  readonly places: readonly (Omit<Place, 'zone' | 'hours' | 'desks'> & { readonly zone?: string; readonly hours?: Place['hours']; readonly desks: readonly string[] })[]
  readonly desks: readonly Place['desks'][number][]
  readonly demo_staff: readonly DemoStaff[]
  readonly demo_citizen: { readonly key: string; readonly name: string; readonly email: string }
}

export type DemoStaff = {
  readonly key: string
  readonly name: string
  readonly email: string
  readonly duties: readonly { readonly duty: DutyName; readonly unit: string }[]
}

export async function readOfficeFile(path: string): Promise<OfficeFile> {
  return parse(await readFile(path, 'utf8')) as OfficeFile
}

/** Units from the database, once each (they are few and change with a restart), and names of cities and districts. */
export function openPlaces(db: Connection, regions: Regions, officeFile: Pick<OfficeFile, 'units'>): Places {
  const units = new Map<string, ReturnType<Places['unit']>>()
  const cities = officeFile.units.flatMap(({ code, level, latitude, longitude }) => (level === 'city' && latitude !== undefined && longitude !== undefined ? [{ code, point: { latitude, longitude } }] : []))
  return {
    unit: (code) => {
      const known = units.get(code)
      if (known) return known
      const found = findUnit(db, code)
      units.set(code, found)
      // What was not found, or failed, is asked for again.
      found.then((unit) => unit ?? units.delete(code), () => units.delete(code))
      return found
    },
    name: (code) => regions.name(code),
    cities: () => cities,
    list: () => findPlaces(db, null),
    place: async (code) => (await findPlaces(db, code))[0] ?? null,
  }
}

/** The places of the office in the order of their codes, or the one of a code. */
export async function findPlaces(db: Connection, code: string | null): ReturnType<Places['list']> {
  const { rows } = await db.query<Place>(
    'select code, unit, kind, name, address, latitude, longitude, zone, hours, counters, desks from places where $1::text is null or code = $1 order by code',
    [code],
  )
  return rows
}

async function findUnit(db: Connection, code: string): ReturnType<Places['unit']> {
  const { rows } = await db.query<{ code: string; name: Text; address: string }>('select code, name, address from units where code = $1', [code])
  return rows[0] ?? null
}
