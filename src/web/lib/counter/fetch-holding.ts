import type { CounterService } from '#office/counter/counter-form.ts'
import type { Snapshot } from '#usecases/counter/read-snapshot.ts'
import type { Counter, Holding } from './counter-kept.ts'
import { wordFor } from './device-proof.ts'
import { withStore } from './device-store.ts'
import { noteMeeting, timeNow } from './device-time.ts'
import { seal, unseal } from './sealed-box.ts'

export type Fetched = 'fetched' | 'signed-out' | 'no-duty' | 'away'

/**
 * Takes from the office what the device needs to take in applications alone: services, the codes of a NIK, numbers. It asks for
 * no case, since nothing is done with one here. Only while an officer is signed in; what it has stays until it has the new.
 */
export async function fetchHolding({ device, box }: Counter): Promise<Fetched> {
  return withStore(async (store) => {
    const before = await store.get('kept', 'holding')
    const known = before ? await unseal<Holding>(box, 'holding', before) : null
    const authorization = await wordFor(device, 'snapshot', '', timeNow(await store.get('met', 'met')))
    const services = Object.fromEntries((known?.services ?? []).map(({ id, version }) => [id, version]))
    const answer = await fetch('/api/counter/snapshot', { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ services, cases: null }), signal: AbortSignal.timeout(60_000) }).catch(() => null)
    if (answer?.status === 401) return 'signed-out'
    if (answer?.status === 403) return 'no-duty'
    if (!answer?.ok) return 'away'
    const snapshot = (await answer.json()) as Snapshot
    const holding = await seal(box, 'holding', holdingOf(snapshot, known))
    await noteMeeting(store, snapshot.stamp)
    const tx = store.transaction(['kept', 'used'], 'readwrite', { durability: 'strict' })
    await tx.objectStore('kept').put(holding, 'holding')
    // Numbers that the office no longer lends can not be used again; there is no need to know them.
    const lent = new Set(snapshot.numbers.map(({ id }) => id))
    for (const id of await tx.objectStore('used').getAllKeys()) if (!lent.has(id)) await tx.objectStore('used').delete(id)
    await tx.done
    return 'fetched'
  })
}

function holdingOf({ unit, officer, services, regions, numbers }: Snapshot, known: Holding | null): Holding {
  const formOf = (id: string, form: CounterService | null) => form ?? known?.services.find((each) => each.id === id) ?? []
  return {
    unit, officer: { person: officer.person, name: officer.name },
    services: services.flatMap(({ id, form }) => formOf(id, form)),
    regions: regions ?? known?.regions ?? { provinces: [], cities: [], districts: [], retiredCities: [], highestDistrict: [] },
    numbers: numbers.flatMap(({ id, kind, service, number, code }) => (kind === 'application' && service !== null && code !== null ? [{ id, service, number, code }] : [])),
  }
}
