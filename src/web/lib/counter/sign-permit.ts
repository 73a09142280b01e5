import { numbersOf, toBeSigned } from '#office/counter/delegated-seal.ts'
import { emptyJournal, writeRecord } from '#office/counter/journal.ts'
import type { AloneDenial } from '#office/counter/sign-alone.ts'
import type { Counter, Entry, Receipt } from './counter-kept.ts'
import { sha256, sign } from './device-proof.ts'
import { withStore, type DeviceStore } from './device-store.ts'
import { clockOf, timeNow } from './device-time.ts'
import { isFull } from './keep-application.ts'
import { seal, unseal } from './sealed-box.ts'
import { letters } from './sign-delegation.ts'
import { denialOf, type Signing } from './sign-kept.ts'

export type SignedHere = { readonly ok: true; readonly receipt: Receipt } | { readonly ok: false; readonly why: AloneDenial['kind'] | 'full' | 'never-met' | 'gone' }

/**
 * Signs a permit with the delegated key: its record, the number that is used and the new end of the journal are on the disk
 * before this answers, and nothing may be printed before. Refused by the office's own rule; then no key is used.
 */
export async function signPermitHere(counter: Counter, application: string): Promise<SignedHere> {
  return withStore(async (store) => {
    for (;;) {
      const tried = await tryToSign(store, counter, application).catch((error: unknown) => (isFull(error) ? ({ ok: false, why: 'full' } as const) : Promise.reject(error)))
      if (tried !== 'moved') return tried
    }
  })
}

async function tryToSign(store: DeviceStore, { device, box }: Counter, application: string): Promise<SignedHere | 'moved'> {
  const [met, held, key] = [await store.get('met', 'met'), await store.get('kept', 'signing'), await store.get('keys', 'signing')]
  if (!met) return { ok: false, why: 'never-met' }
  const end = (await store.get('end', 'end')) ?? emptyJournal(device.id)
  const signing = held ? await unseal<Signing>(box, 'signing', held) : null
  const permit = signing?.permits.find((each) => each.application.id === application)
  if (!signing || !key || !permit || signing.used.some((each) => each.application === application)) return { ok: false, why: 'gone' }
  const at = Math.floor(timeNow(met) / 1000) * 1000
  const denial = denialOf(signing, permit, at)
  if (denial) return { ok: false, why: denial.kind }
  const run = signing.claims.num[permit.application.service]
  const number = run && numbersOf(run).find((each) => !signing.used.some((used) => used.number === each))
  if (number === undefined) return { ok: false, why: 'DelegationUsedUp' }

  const text = toBeSigned(signing.delegation.id, { iss: signing.issuer, sub: number, iat: at / 1000, ...permit.claims })
  const jws = `${text}.${letters(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text)))}`
  const does = { kind: 'sign', application, seen: permit.seen, delegation: signing.delegation.id, permit: number, seal: jws } as const
  const written = await writeRecord(end, { command: crypto.randomUUID(), officer: signing.officer.person, clock: clockOf(met), after: [], does }, sha256, (body) => sign(device, body))
  const { title, intro, facts, validFrom, validUntil } = permit
  const receipt: Receipt = {
    application, number, code: '', service: permit.service, name: facts[0]?.value ?? '', days: 0, at, unit: signing.unit.name, zone: signing.unit.zone, officer: signing.officer.name,
    permit: { title, intro, facts, validFrom, validUntil, code: `${signing.issuer}/verify/${number}#${jws}~${signing.delegation.jws}` },
  }
  const entry: Entry = { record: written.record, receipt, verdict: null, answer: null }
  const sealed = await seal(box, `journal ${written.end.sequence}`, entry)
  const next = await seal(box, 'signing', { ...signing, used: [...signing.used, { number, application }] } satisfies Signing)

  const tx = store.transaction(['journal', 'kept', 'end'], 'readwrite', { durability: 'strict' })
  if (((await tx.objectStore('end').get('end'))?.hash ?? '') !== end.hash) {
    await tx.done
    return 'moved'
  }
  await Promise.all([
    tx.objectStore('journal').add({ sequence: written.end.sequence, hash: written.end.hash, open: true, sealed }),
    tx.objectStore('kept').put(next, 'signing'),
    tx.objectStore('end').put(written.end, 'end'),
    tx.done,
  ])
  return { ok: true, receipt }
}
