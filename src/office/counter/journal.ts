import type { CounterCommand, CounterRecord, SignedRecord } from './record.ts'
import type { DeviceClock } from './trusted-time.ts'

/** Where a device's journal ends: what the next record hangs on. */
export type JournalEnd = { readonly device: string; readonly sequence: number; readonly hash: string }

/** SHA-256 (hex) of a text in UTF-8, and a device's signature of it: brought by the browser, or by node. */
export type Hash = (text: string) => Promise<string>
export type Sign = (text: string) => Promise<string>

export const emptyJournal = (device: string): JournalEnd => ({ device, sequence: 0, hash: '' })

/**
 * Writes the next record. Both the record and the new end must be kept in one step of the device's store before anything
 * is printed: then a dead battery leaves either both or neither.
 */
export async function writeRecord(
  end: JournalEnd,
  entry: { readonly command: string; readonly officer: string; readonly clock: DeviceClock; readonly after: readonly string[]; readonly does: CounterCommand },
  hash: Hash,
  sign: Sign,
): Promise<{ readonly end: JournalEnd; readonly record: SignedRecord }> {
  const { device } = end
  const { command, officer, clock, after, does } = entry
  const sequence = end.sequence + 1
  const written: CounterRecord = { v: 1, device, sequence, previous: end.hash, command, officer, clock, after, does }
  const body = JSON.stringify(written)
  return { end: { device, sequence, hash: await hash(body) }, record: { body, signature: await sign(body) } }
}

/**
 * How a record hangs on what came before it. `earlier`: the hashes of all records that came from this device under the
 * sequence before. `same`: of those under its own sequence. A record before it that has not come, or came damaged, holds up
 * nothing: the gap shows in the list of the device, and the record is judged by itself.
 */
export function linkOf(record: CounterRecord, hash: string, known: { readonly earlier: readonly string[]; readonly same: readonly string[] }): Link {
  if (known.same.length > 0) return known.same.includes(hash) ? 'known' : 'forked'
  if (record.sequence === 1) return 'whole'
  if (known.earlier.length === 0) return 'gap'
  return known.earlier.includes(record.previous) ? 'whole' : 'torn'
}

/** `forked`: two different records with one sequence, as of a device that was copied. `torn`: what came before was changed. */
export type Link = 'known' | 'whole' | 'gap' | 'forked' | 'torn'
