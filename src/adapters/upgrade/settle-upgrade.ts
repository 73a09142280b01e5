import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findRunningPostgres } from '../postgres/embedded/find-running.ts'
import { startEmbeddedPostgres } from '../postgres/embedded/start-embedded-postgres.ts'
import { holdDatabase, lockWhenFree } from './hold-database.ts'
import { markOf, type Mark } from './mark-of.ts'
import { openPausePage } from './pause-page.ts'
import { dropCopy, entriesOf, makeCopy, putBack } from './safety-copy.ts'
import { tryVersion } from './try-version.ts'
import { passable, readUpgradeState, upgradeFolder, writeUpgradeState, type Ended, type Phase, type Upgrade, type UpgradeState } from './upgrade-state.ts'

export type Settling = {
  readonly dataDir: string
  /** Null: the server that comes along. Another one is not copied: see docs/decisions/0031-upgrades.md. */
  readonly databaseUrl: string | null
  /** Where people come to; null: nobody is told anything, as when the office was closed already. */
  readonly door: { readonly port: number; readonly host: string } | null
  /** Whether the database's journal is kept for a backup. */
  readonly archive: boolean
  /** From where the office is started, and the settings that it would have got. */
  readonly cwd: string
  readonly settings: Readonly<Record<string, string>>
  readonly say: (sentence: string) => void
}

const interrupted = 'It was interrupted.'
/** Nodes that share their folder close for it together, and one of them does it. */
const patienceMs = 15 * 60_000

/**
 * Brings an upgrade that was asked for, or was cut off, to its end, while the office is closed: the new version runs from
 * now on, or everything is as it was. Cut off anywhere it is called again. Gives how the last one ended; null when there was none.
 */
export async function settleUpgrade(settling: Settling): Promise<Ended | null> {
  const { dataDir, say } = settling
  await mkdir(upgradeFolder(dataDir), { recursive: true, mode: passable })
  const unlock = await lockWhenFree(upgradeFolder(dataDir), patienceMs)
  try {
    const state = await readUpgradeState(dataDir)
    if (state.running === null) {
      await dropCopy(dataDir)
      return state.last
    }
    const page = settling.door ? await openPausePage(settling.door, say) : null
    try {
      return await bringToEnd(settling, state, state.running)
    } finally {
      await page?.close()
    }
  } finally {
    await unlock()
  }
}

async function bringToEnd(settling: Settling, state: UpgradeState, upgrade: Upgrade): Promise<Ended> {
  const { dataDir, say } = settling
  const began = Date.now()
  const at = (phase: Phase, changed: Partial<Upgrade> = {}): Promise<Upgrade> => {
    const next = { ...upgrade, ...changed, phase }
    return writeUpgradeState(dataDir, { ...state, running: next }).then(() => next)
  }
  const end = async (outcome: Ended['outcome'], reason: string | null): Promise<Ended> => {
    const last: Ended = { version: upgrade.to.version, outcome, reason, at: new Date().toISOString(), seconds: Math.round((Date.now() - began) / 1000) }
    await writeUpgradeState(dataDir, { current: outcome === 'done' ? upgrade.to : state.current, running: null, last })
    await dropCopy(dataDir)
    say(outcome === 'done' ? `The office now runs version ${last.version}.` : `Version ${last.version} was not taken: ${reason} The office goes on with ${upgrade.from.version}, with its data as it was.`)
    return last
  }
  const goBack = async (from: Upgrade, reason: string): Promise<Ended> => {
    say(`Going back to version ${upgrade.from.version}. ${reason}`)
    const going = await at('going-back', { entries: from.entries, reason })
    const release = settling.databaseUrl === null ? await holdDatabase(join(dataDir, 'postgres'), say) : null
    try {
      await putBack(dataDir, going.entries)
    } finally {
      await release?.()
    }
    return end('failed', reason)
  }
  if (upgrade.phase === 'copying') return end('failed', interrupted)
  if (upgrade.phase === 'trying' || upgrade.phase === 'going-back') return goBack(upgrade, upgrade.reason ?? interrupted)
  try {
    say(`Upgrading from version ${upgrade.from.version} to ${upgrade.to.version}. The office is closed meanwhile.`)
    await at('copying')
    const before = await closeDatabase(settling)
    const entries = await entriesOf(dataDir)
    const release = settling.databaseUrl === null ? await holdDatabase(join(dataDir, 'postgres'), say) : null
    await makeCopy(dataDir, entries).finally(() => release?.())
    const trying = await at('trying', { entries })
    say('Trying the new version.')
    const problem = await tryVersion({ program: upgrade.to, cwd: settling.cwd, settings: settling.settings, look: () => compare(settling, before) })
    return problem === null ? await end('done', null) : await goBack(trying, problem)
  } catch (error) {
    const { running } = await readUpgradeState(dataDir)
    const reason = error instanceof Error ? error.message : String(error)
    if (running?.phase === 'copying') return end('failed', reason)
    if (running?.phase === 'trying') return goBack(running, reason)
    throw error
  }
}

/** Ends the database that comes along in good order, whatever state it was left in, and says what it holds. */
async function closeDatabase({ dataDir, databaseUrl, archive }: Settling): Promise<Mark | null> {
  if (databaseUrl !== null) return null
  const server = await startEmbeddedPostgres({ dir: join(dataDir, 'postgres'), log: () => undefined, archive: archive && 'later' })
  try {
    return await markOf(server.officeUrl)
  } finally {
    await server.stop()
  }
}

/** Whether the new version, on the office's data, still has every event and every case. */
async function compare({ dataDir }: Settling, before: Mark | null): Promise<void> {
  if (before === null) return
  const found = await findRunningPostgres(join(dataDir, 'postgres'))
  if (!found) throw new Error('It runs on another database.')
  const now = await markOf(found.superUrl, before.upTo)
  if (now.events !== before.events || now.digest !== before.digest) throw new Error('It changed the log of events.')
  if (now.cases < before.cases) throw new Error(`It lost cases: there were ${before.cases}, now there are ${now.cases}.`)
}
