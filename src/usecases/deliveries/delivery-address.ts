import type { DataKey, Office } from '../ports.ts'
import { cleanWords } from '../words-of-staff.ts'
import type { DeliveryRow } from './delivery-ports.ts'

/** Who gets it, where, and how the courier reaches them. */
export type DeliveryAddress = { readonly recipient: string; readonly phone: string; readonly address: string }
export type AddressField = keyof DeliveryAddress

/** The address cleaned, or the fields that are not enough for a courier. */
export function readAddress(typed: DeliveryAddress): { readonly ok: true; readonly address: DeliveryAddress } | { readonly ok: false; readonly fields: readonly AddressField[] } {
  const clean = (text: string, longest: number) => [...cleanWords(text)].slice(0, longest).join('')
  const address = { recipient: clean(typed.recipient, 100).replace(/\s+/g, ' '), phone: clean(typed.phone, 25).replace(/\s+/g, ' '), address: clean(typed.address, 400) }
  const digits = address.phone.replace(/\D/g, '')
  const fields: readonly AddressField[] = [
    ...(address.recipient.length < 2 ? (['recipient'] as const) : []),
    // E.164: at most 15 digits; the shortest numbers of the country have 8. Nothing else but signs that people write between.
    ...(digits.length < 8 || digits.length > 15 || !/^[+\d][\d ().-]*$/.test(address.phone) ? (['phone'] as const) : []),
    ...(address.address.length < 10 ? (['address'] as const) : []),
  ]
  return fields.length > 0 ? { ok: false, fields } : { ok: true, address }
}

export function sealAddress(office: Office, key: DataKey, address: DeliveryAddress): Uint8Array {
  return office.keys.seal(key, JSON.stringify(address), 'delivery')
}

export function openAddress(office: Office, key: DataKey, row: DeliveryRow): DeliveryAddress {
  return JSON.parse(new TextDecoder().decode(office.keys.open(key, row.address, 'delivery'))) as DeliveryAddress
}
