import { chmod, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServerUser } from './server-user.ts'

const script = fileURLToPath(new URL('../../backup/archive-segment.ts', import.meta.url))

/** How much may be lost with a disk (s): a piece of the journal is finished at the latest after this time, if anything is in it. */
const longestOpen = 60

export const outboxOf = (dir: string) => join(dir, 'outbox')

/** The settings with which a server hands out its journal, and the folder for it, which belongs to the server's user. */
export async function archiveSettings(dir: string, user: ServerUser): Promise<Readonly<Record<string, string | number>>> {
  const outbox = outboxOf(dir)
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  if (user.ids) await chown(outbox, user.ids.uid, user.ids.gid)
  await chmod(outbox, 0o700)
  return { archive_mode: 'on', archive_timeout: longestOpen, archive_command: archiveCommand(outbox) }
}

/** The server puts the place and the name of the piece for %p and %f. */
export function archiveCommand(outbox: string): string {
  return [...nodeCommand(script), '"%p"', '"%f"', quoted(outbox)].join(' ')
}

/** A call of one of our scripts, for PostgreSQL to run through the shell. */
export function nodeCommand(path: string): readonly string[] {
  return [quoted(process.execPath), '--disable-warning=ExperimentalWarning', quoted(path)]
}

/** For a shell within a setting of PostgreSQL, to which a percent sign means something too. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`
