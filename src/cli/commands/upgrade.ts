import { mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { checkBackup } from '../../adapters/backup/check-backup.ts'
import { sizeOf } from '../../adapters/upgrade/copy-tree.ts'
import { checkOut, newerThan } from '../../adapters/upgrade/known-versions.ts'
import { clearVersions, prepareVersion, programAt } from '../../adapters/upgrade/prepare-version.ts'
import { settleUpgrade } from '../../adapters/upgrade/settle-upgrade.ts'
import { readUpgradeState, writeUpgradeState, type Ended, type Program } from '../../adapters/upgrade/upgrade-state.ts'
import { prepareBackups } from '../prepare-backups.ts'
import type { Settings } from '../read-settings.ts'
import { settlingOf } from '../settling.ts'
import { CommandError, here, readArguments, type Command, type Said } from './command.ts'
import { examine } from './doctor.ts'
import { inWords, reachDatabase, settingsOfOffice, tellSteps } from './office-command.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')
/** The folder in which the office is started; after an upgrade another one than the program's. */
const door = () => process.env['SATU_PINTU_DOOR'] ?? root

/** What of the doctor's list an upgrade must not be begun with. */
const essential = new Set(['database', 'migrations', 'disk', 'keys', 'permissions'])
/** A door that does not close within this time is not ours. */
const closeMs = 60_000
const openMs = 300_000
/** Between the office and the page at its door nobody answers for a moment; after this time nobody will. */
const aloneMs = 45_000
/** An office is settled when its database has been copied twice and its pages opened: a big one takes its time. */
const settleMs = 2 * 3_600_000

/** Brings the office to another version, or leaves everything as it is and says why. What was cut off before is brought to its end instead. */
export const upgrade: Command = async (args): Promise<Said> => {
  const { values } = readArguments(args, { to: { type: 'string' }, 'without-backup': { type: 'boolean' } })
  const asJson = values.json === true
  const say = tellSteps(asJson)
  const settings = settingsOfOffice()
  return inWords(async () => {
    const state = await readUpgradeState(settings.dataDir)
    if (state.running !== null) {
      say('An upgrade is not finished: bringing it to its end.')
      return tell(await settle(settings, say), asJson)
    }
    const running = await programAt(state.current?.folder ?? root)
    const to = await readied(values.to, running, settings, say)
    await examineOffice(settings, to, say)
    if (values['without-backup'] !== true) await backUp(settings, say)
    await clearVersions(settings.dataDir, [running.folder, to.folder])
    await writeUpgradeState(settings.dataDir, { ...state, running: { from: running, to, phase: 'asked', entries: [], reason: null, askedAt: new Date().toISOString() } })
    return tell(await settle(settings, say), asJson)
  })
}

/** The version that is asked for, ready to run in a folder of its own. */
async function readied(asked: string | undefined, running: Program, settings: Settings, say: (sentence: string) => void): Promise<Program> {
  const wanted = asked ?? (await newerThan(running.version, door()))?.to
  if (wanted === undefined) throw new CommandError(`No version newer than ${running.version} is known here. Unpack one and name its folder: upgrade --to FOLDER. In a checkout of git: git -C ${door()} fetch --tags, then upgrade --to v1.2.3.`)
  const isFolder = await stat(here(wanted)).then((found) => found.isDirectory(), () => false)
  const scratch = isFolder ? null : await mkdtemp(join(tmpdir(), 'satu-pintu-version-'))
  try {
    if (scratch) await checkOut(door(), wanted, scratch)
    const from = scratch ?? here(wanted)
    const { version } = await programAt(from)
    if (version === running.version) throw new CommandError(`The office runs version ${version} already.`)
    return await prepareVersion({ from, running: running.folder, dataDir: settings.dataDir, say })
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true })
  }
}

/** Nothing is begun while something is broken that an upgrade would make worse, or without room for the copy. */
async function examineOffice(settings: Settings, to: Program, say: (sentence: string) => void): Promise<void> {
  say('Looking whether the office is well.')
  const isOpen = await answers(settings)
  const broken = (await examine('en')).filter(({ id, status }) => status === 'fail' && essential.has(id) && (isOpen || id !== 'database'))
  if (broken[0]) throw new CommandError(`The office is not well enough for an upgrade. ${broken.map(({ message, fix }) => `${message} Mend it first: ${fix}`).join(' ')}`)
  const needed = (await sizeOf(join(settings.dataDir, 'postgres/cluster'))) * 1.2 + 100 * 2 ** 20
  const { bavail, bsize } = await statfs(to.folder)
  if (bavail * bsize < needed) throw new CommandError(`There is not enough room in ${settings.dataDir}: ${megabytes(needed)} MB are needed for the copy that version ${to.version} would be taken back with, ${megabytes(bavail * bsize)} MB are free.`)
}

/** A backup of now that was brought back as a test: for what no copy on the same disk helps against. */
async function backUp(settings: Settings, say: (sentence: string) => void): Promise<void> {
  if (settings.databaseUrl !== null) return say('The database belongs to its own operator: what it loses, its own backups bring back.')
  if (settings.backupDir === null) throw new CommandError('BACKUP_DIR is off, so there is no backup to fall back on. Set it, or say --without-backup.')
  say('Taking a backup and bringing it back as a test. The office stays open meanwhile.')
  const database = await reachDatabase(settings, true, say)
  try {
    const backups = await prepareBackups(settings, (sentence) => {
      throw new CommandError(sentence)
    })
    const checked = await checkBackup({ ...backups!.planFor(database.superUrl), keepDays: settings.backupKeepDays, log: () => undefined })
    if (!checked.ok) throw new CommandError(`The backup is not good, so nothing was begun: ${checked.problem}`)
  } finally {
    await database.stop()
  }
}

/** Waits for the open office to do it; does it here when the office is closed. */
async function settle(settings: Settings, say: (sentence: string) => void): Promise<Ended | null> {
  const { dataDir } = settings
  if (!(await answers(settings))) return settleUpgrade(settlingOf(settings, false, say))
  say('The office closes for it: people see a page that says so.')
  const began = performance.now()
  for (let answered = began; performance.now() - began < settleMs; await sleep(500)) {
    const { running, last, ...rest } = await readUpgradeState(dataDir)
    if (running === null) return untilOpen(settings, last, say)
    if (await answers(settings)) answered = performance.now()
    // The office was ended meanwhile, with whoever would have opened it again.
    else if (performance.now() - answered > aloneMs) return settleUpgrade(settlingOf(settings, false, say))
    if (running.phase !== 'asked' || performance.now() - began < closeMs) continue
    await writeUpgradeState(dataDir, { ...rest, running: null, last })
    throw new CommandError('The office that is open did not close for the upgrade: it was not started with npm start, npm run serve or scripts/run.mjs. Nothing was changed. Stop it, then say upgrade again.')
  }
  throw new CommandError(`The upgrade goes on. See how it ends: npm run -s satu-pintu -- doctor`)
}

/** Whichever version it is of, people have their office again when it opens. */
async function untilOpen({ port }: Settings, ended: Ended | null, say: (sentence: string) => void): Promise<Ended | null> {
  say('Opening the office.')
  for (const began = performance.now(); performance.now() - began < openMs; await sleep(500))
    if (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(({ ok }) => ok, () => false)) return ended
  throw new CommandError(`The office does not open again. See what is wrong: npm run -s satu-pintu -- doctor`)
}

function tell(ended: Ended | null, asJson: boolean): Said {
  if (ended === null) throw new CommandError('The upgrade ended without a word.')
  const json = { ok: ended.outcome === 'done', ...ended }
  if (ended.outcome === 'done') return { json, words: `The office is of version ${ended.version} now. It was closed for ${ended.seconds} seconds and the time that it takes to open.`, asJson }
  return { json, words: '', asJson, problem: `Version ${ended.version} was not taken, and everything is as it was before: ${ended.reason ?? ''}` }
}

const answers = ({ port }: Settings) => fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(() => true, () => false)
const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20)
