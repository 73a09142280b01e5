import { isUuid, notFound, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { CounterDevice, DeviceKey } from './counter-ports.ts'

export type DeviceView = Omit<CounterDevice, 'publicKey'> & {
  readonly numbers: { readonly lent: number; readonly used: number; readonly voided: number }
  /** Records that never came though later ones did, by their sequence. */
  readonly gaps: readonly number[]
}

/**
 * The head of a unit makes a computer one of its counters: its key was made on it and can not leave it, only the half that
 * may be known comes here. The command's id becomes the device's, so asking twice makes one.
 */
export async function registerDevice(
  office: Office,
  visitor: Visitor,
  request: { readonly unit: string; readonly name: string; readonly publicKey: unknown; readonly command: string },
): Promise<{ readonly ok: true; readonly id: string } | Refused<NoDuty | { readonly kind: 'NameMissing' | 'KeyUnknown' }>> {
  if (!hasDuty(visitor, request.unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  const name = request.name.normalize('NFC').replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 80)
  if (name === '') return { ok: false, refusal: { kind: 'NameMissing' } }
  const publicKey = readKey(request.publicKey)
  if (!publicKey || !isUuid(request.command)) return { ok: false, refusal: { kind: 'KeyUnknown' } }
  return office.store.transaction(async (tx) => {
    await tx.lockJournal(request.command)
    if (!(await tx.counterDevice(request.command)))
      await tx.saveCounterDevice({ id: request.command, unit: request.unit, name, publicKey, by: visitor.person, registeredAt: office.now() })
    return { ok: true, id: request.command }
  })
}

/**
 * Lost, stolen, or no longer used. From now on nothing that it brings counts by itself (a person looks at it), its unused
 * numbers are void, and it is told to wipe itself when it calls.
 */
export async function revokeDevice(office: Office, visitor: Visitor, request: { readonly id: string }): Promise<{ readonly ok: true } | Refused<NotFound>> {
  if (!isUuid(request.id)) return notFound
  return office.store.transaction(async (tx) => {
    await tx.lockJournal(request.id)
    const device = await tx.counterDevice(request.id)
    if (!device || !hasDuty(visitor, device.unit, 'head')) return notFound
    await tx.revokeCounterDevice(device.id, visitor.person, office.now())
    await tx.voidNumbers(device.id, office.now())
    await tx.revokeDelegationsOf(device.id, visitor.person, office.now())
    return { ok: true }
  })
}

/** The counters of a unit, with what became of every number that was lent to them. */
export async function listDevices(office: Office, visitor: Visitor, unit: string): Promise<{ readonly ok: true; readonly devices: readonly DeviceView[] } | Refused<NoDuty>> {
  if (!hasDuty(visitor, unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  return office.store.transaction(async (tx) => ({ ok: true, devices: await deviceViews(tx, unit) }))
}

async function deviceViews(tx: Tx, unit: string): Promise<readonly DeviceView[]> {
  const counts = await tx.numberCounts(unit)
  const views: DeviceView[] = []
  for (const { publicKey: _, ...device } of await tx.counterDevices(unit)) {
    const own = counts.filter((each) => each.device === device.id)
    const sum = (what: 'lent' | 'used' | 'voided') => own.reduce((total, each) => total + each[what], 0)
    views.push({ ...device, numbers: { lent: sum('lent'), used: sum('used'), voided: sum('voided') }, gaps: await tx.gapsOf(device.id) })
  }
  return views
}

/** A public key that somebody sent; null when it is not ECDSA on P-256. */
export function readKey(value: unknown): DeviceKey | null {
  if (typeof value !== 'object' || value === null) return null
  const { kty, crv, x, y } = value as Record<string, unknown>
  const isPart = (part: unknown): part is string => typeof part === 'string' && /^[\w-]{43}$/.test(part)
  return kty === 'EC' && crv === 'P-256' && isPart(x) && isPart(y) ? { kty, crv, x, y } : null
}
