import type { OfficeFile } from './places.ts'
import { newClient } from './postgres/connection.ts'

/**
 * Puts the office's own data in place as the owner: its units and places, and the holidays of the years around now. What is there
 * already stays: an office edits its own.
 */
export async function loadOfficeData(
  ownerUrl: string,
  office: OfficeFile,
  holidays: readonly { readonly date: string; readonly kind: 'national' | 'joint-leave'; readonly name: { readonly id: string; readonly en: string } }[],
  now: number,
): Promise<void> {
  const client = newClient(ownerUrl)
  await client.connect()
  try {
    for (const unit of office.units)
      await client.query(
        `insert into office.units (code, parent, level, name, address, zone, weekly) values ($1, $2, $3, $4, $5, $6, $7) on conflict (code) do nothing`,
        [unit.code, unit.parent ?? null, unit.level, JSON.stringify(unit.name), unit.address, unit.hours?.zone ?? office.hours.zone, unit.hours?.weekly ? JSON.stringify(unit.hours.weekly) : null],
      )
    for (const place of office.places)
      await client.query(
        `insert into office.places (code, unit, kind, name, address, latitude, longitude, zone, hours, counters, desks)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing`,
        [
          place.code, place.unit, place.kind, JSON.stringify(place.name), place.address, place.latitude, place.longitude, place.zone ?? office.hours.zone,
          JSON.stringify(place.hours ?? office.hours.weekly), JSON.stringify(place.counters), JSON.stringify(place.desks.map((key) => deskOf(office, key))),
        ],
      )
    await client.query(
      // The first holidays were always known; one that a later version of the list brings moves the deadlines of open cases.
      `insert into office.calendar_days (date, kind, name, added_at)
       select d.date, d.kind, d.name, case when exists (select from office.calendar_days) then $2::timestamptz else '2000-01-01T00:00:00Z' end
       from jsonb_to_recordset($1) as d (date date, kind text, name jsonb)
       where not exists (select from office.calendar_days c where c.date = d.date and c.unit is null and c.kind = d.kind)
       on conflict (date, (coalesce(unit, ''))) where revoked_at is null do nothing`,
      [JSON.stringify(holidays), new Date(now).toISOString()],
    )
  } finally {
    await client.end()
  }
}

function deskOf(office: OfficeFile, key: string): OfficeFile['desks'][number] {
  const desk = office.desks.find((each) => each.key === key)
  if (!desk) throw new Error(`The office file names a desk ${key} that it does not describe.`)
  return desk
}

/** Gives people their duties in units. Only the owner may: the application reads them. */
export async function giveDuties(
  ownerUrl: string,
  duties: readonly { readonly person: string; readonly unit: string; readonly duty: string }[],
): Promise<void> {
  const client = newClient(ownerUrl)
  await client.connect()
  try {
    for (const duty of duties)
      await client.query(
        `insert into office.duties (person, unit, duty, valid_from) values ($1, $2, $3, '2026-01-01') on conflict do nothing`,
        [duty.person, duty.unit, duty.duty],
      )
  } finally {
    await client.end()
  }
}
