import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../backup/write-whole.ts'

/** A program that an office can be run with: its folder, and what it calls itself, such as `0.2.0-1a2b3c4d`. */
export type Program = { readonly folder: string; readonly version: string }

/**
 * How far an upgrade is. `asked`: the new version lies ready, the office is to pause. `copying`: what the office consists of
 * is being copied, and is as it was. `trying`: the new version has been let at it. `going-back`: the copy is being put back.
 */
export type Phase = 'asked' | 'copying' | 'trying' | 'going-back'

export type Upgrade = {
  readonly from: Program
  readonly to: Program
  readonly phase: Phase
  /** What was copied, by its place under DATA_DIR; whatever else is there afterwards was made by the new version. */
  readonly entries: readonly string[]
  /** Why it goes back; null while it does not. */
  readonly reason: string | null
  /** ISO 8601, UTC. */
  readonly askedAt: string
}

export type Ended = { readonly version: string; readonly outcome: 'done' | 'failed'; readonly reason: string | null; readonly at: string; /** How long nobody was served (s). */ readonly seconds: number }

/** What `DATA_DIR/upgrade/state.json` holds. scripts/run.mjs reads it too. */
export type UpgradeState = {
  /** What runs; null: the program of the folder in which the office is started. */
  readonly current: Program | null
  readonly running: Upgrade | null
  readonly last: Ended | null
}

/** The whole folder stays out of backups: programs can be had again, and a copy is gone when the upgrade is over. */
export const upgradeFolder = (dataDir: string) => join(dataDir, 'upgrade')
export const versionsFolder = (dataDir: string) => join(upgradeFolder(dataDir), 'versions')
export const copyFolder = (dataDir: string) => join(upgradeFolder(dataDir), 'before')
const statePath = (dataDir: string) => join(upgradeFolder(dataDir), 'state.json')

/** Programs are no secret, and the database's server, which may be of another user, has to get at its own. */
export const passable = 0o711

/** Where an office stands with its upgrades. One that never had any is all null. Throws when the file is damaged: guessing could run an old program on new data. */
export async function readUpgradeState(dataDir: string): Promise<UpgradeState> {
  const text = await readFile(statePath(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? { current: null, running: null, last: null } : (JSON.parse(text) as UpgradeState)
}

/** Each step of an upgrade is one such write: whole and on the disk, or not made. */
export async function writeUpgradeState(dataDir: string, state: UpgradeState): Promise<void> {
  await mkdir(upgradeFolder(dataDir), { recursive: true, mode: passable })
  await writeWhole(statePath(dataDir), `${JSON.stringify(state, null, 2)}\n`)
}
