import { delegationSeal, numberRun, numbersOf, type NumberRun } from '../../office/counter/delegated-seal.ts'
import { longestDelegationHours, mostPermits } from '../../office/counter/sign-alone.ts'
import { isUuid, notFound, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { CounterDevice } from './counter-ports.ts'
import type { DelegationRow } from './delegation-ports.ts'
import { readKey } from './devices.ts'

const graceMs = 60_000

export type DelegationView = Omit<DelegationRow, 'jws'> & { readonly deviceName: string; readonly name: string }

/**
 * The head of a unit, signed in on one of its devices, lets a key that was made there sign for them. The office vouches for the
 * key with its own: for this unit, for services that allow it, for so many hours and permits, and for numbers that are lent
 * with it. `proof`: the new key's signature of the command's id, so that nobody has a key delegated that is not theirs. The
 * command's id becomes the delegation's: asking twice makes one.
 */
export async function delegateSigning(
  office: Office,
  visitor: Visitor,
  device: CounterDevice,
  request: { readonly publicKey: unknown; readonly proof: string; readonly hours: number; readonly most: number; readonly command: string },
): Promise<{ readonly ok: true; readonly delegation: DelegationRow } | Refused<NoDuty | { readonly kind: 'DeviceRevoked' | 'KeyUnknown' | 'NoService' | 'OutOfBounds' }>> {
  if (!hasDuty(visitor, device.unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  const { hours, most, command } = request
  const isBound = (value: number, top: number) => Number.isInteger(value) && value >= 1 && value <= top
  if (!isBound(hours, longestDelegationHours) || !isBound(most, mostPermits)) return { ok: false, refusal: { kind: 'OutOfBounds' } }
  const key = readKey(request.publicKey)
  if (!key || !isUuid(command) || !office.isSignedBy(key, command, request.proof)) return { ok: false, refusal: { kind: 'KeyUnknown' } }
  const services = office.services.list().filter((service) => service.offlineSigning)
  if (services.length === 0) return { ok: false, refusal: { kind: 'NoService' } }
  return office.store.transaction(async (tx) => {
    await tx.lockJournal(device.id)
    if ((await tx.counterDevice(device.id))?.revokedAt !== null) return { ok: false, refusal: { kind: 'DeviceRevoked' } }
    await tx.letOnDevice(device.id, visitor.person, office.now())
    const known = await tx.delegation(command)
    if (known) return known.person === visitor.person && known.device === device.id ? { ok: true, delegation: known } : { ok: false, refusal: { kind: 'KeyUnknown' } }
    // A device's time runs behind ours by as long as our answer to it took: it may sign at once all the same.
    const validFrom = Math.floor(office.now() / 1000) * 1000 - graceMs
    const validUntil = validFrom + hours * 3_600_000
    const year = (await office.calendars.of(device.unit, tx)).date(office.now()).slice(0, 4)
    const num: Record<string, NumberRun> = {}
    for (const { id, numbers } of services) num[id] = numberRun(numbers.permit, { unit: device.unit, year }, await tx.nextMany(`permit:${id}:${device.unit}:${year}`, most), most)
    const jws = await office.seals.sealJws({ iss: office.origin, jti: command, nbf: validFrom / 1000, exp: validUntil / 1000, unit: device.unit, num, cnf: { jwk: key } }, delegationSeal)
    const numbers = Object.entries(num).flatMap(([service, run]) => numbersOf(run).map((number) => ({ number, service })))
    const row = { id: command, device: device.id, unit: device.unit, person: visitor.person, services: Object.keys(num), validFrom, validUntil, most, jws }
    await tx.saveDelegation(row, numbers)
    return { ok: true, delegation: { ...row, revokedAt: null, used: 0, refused: 0 } }
  })
}

/** The delegations of a unit, newest first, for its heads. */
export async function listDelegations(office: Office, visitor: Visitor, unit: string): Promise<{ readonly ok: true; readonly delegations: readonly DelegationView[] } | Refused<NoDuty>> {
  if (!hasDuty(visitor, unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  return office.store.transaction(async (tx) => {
    const rows = await tx.delegationsOf(unit)
    const names = await tx.names([...new Set(rows.map(({ person }) => person))])
    const devices = new Map((await tx.counterDevices(unit)).map(({ id, name }) => [id, name]))
    return { ok: true, delegations: rows.map(({ jws: _, ...row }) => ({ ...row, deviceName: devices.get(row.device) ?? '—', name: names.get(row.person) ?? '—' })) }
  })
}

/**
 * From now on no permit that this key signed comes into the register by itself, whenever it says that it was signed: the time is
 * the device's word. The register says at once that the numbers still lent are not valid.
 */
export async function revokeDelegation(office: Office, visitor: Visitor, request: { readonly id: string }): Promise<{ readonly ok: true } | Refused<NotFound>> {
  if (!isUuid(request.id)) return notFound
  return office.store.transaction(async (tx) => {
    await tx.lockDelegation(request.id)
    const row = await tx.delegation(request.id)
    if (!row || !hasDuty(visitor, row.unit, 'head')) return notFound
    await tx.revokeDelegation(row.id, visitor.person, office.now())
    return { ok: true }
  })
}
