import type { TextChannel } from '../../office/messages/channel.ts'
import { openKey } from '../case-file.ts'
import type { Office, Tx } from '../ports.ts'
import type { ContactRow } from './message-ports.ts'

/** Finds a number without knowing it: only who has the office's key can make it. */
export const phoneDigest = (office: Office, phone: string): string => office.seals.mac('phone', phone)

/** A sealed number in clear; null once its key is gone. */
export async function openPhone(office: Office, tx: Tx, key: string, sealed: Uint8Array): Promise<string | null> {
  const opened = await openKey(office, tx, key)
  return opened && new TextDecoder().decode(office.keys.open(opened, sealed, 'phone'))
}

/** Channels on which texts may go to somebody: none without a number of theirs, after STOP, or without a provider. */
export function textsTo(office: Office, contact: ContactRow | null): readonly TextChannel[] {
  return contact?.phone && contact.stoppedAt === null ? (office.texting?.channels ?? []) : []
}
