import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locale } from '../office/service.ts'
import { forgetOldTexts } from '../usecases/messages/change-contact.ts'
import { readIncidents } from '../usecases/operations/read-incidents.ts'
import type { House, Office } from '../usecases/ports.ts'
import type { Visitor } from '../usecases/views.ts'
import { openAttempts, sweepAttempts } from './attempts.ts'
import { openCalendars } from './calendars.ts'
import { readCodes } from './codes/read-codes.ts'
import { verifyDevice } from './counter/verify-device.ts'
import { openDatabaseClock } from './database-clock.ts'
import { openDemo, type Demo } from './demo.ts'
import { askDatabase } from './doctor/ask-database.ts'
import { runDoctor, type Checked } from './doctor/run-doctor.ts'
import type { S3Settings } from './files/bucket.ts'
import { openFileStore } from './files/file-store.ts'
import { openS3FileStore } from './files/s3-file-store.ts'
import { nationalHolidays } from './holidays.ts'
import { identityMigration } from './identity/identity-migration.ts'
import type { Identity } from './identity/identity.ts'
import { openIdentity } from './identity/open-identity.ts'
import { inspectUpload, stopInspection } from './inspection/index.ts'
import type { NightlyBackups } from './jobs/backup-tasks.ts'
import type { KeptAtWork } from './jobs/keep-at-work.ts'
import { runJobs, type CodeMail, type JobLog } from './jobs/run-jobs.ts'
import { openKeyring } from './keys/keyring.ts'
import { openMailer } from './mail/index.ts'
import { reachMailServer } from './mail/reach-mail-server.ts'
import { openMetrics, type Metrics } from './metrics.ts'
import { loadOfficeData } from './office-data.ts'
import { openPapers } from './papers.ts'
import { openPlaces, readOfficeFile } from './places.ts'
import { beside, openPool } from './postgres/connection.ts'
import { openLineChanges, type LineChanges } from './postgres/line-changes.ts'
import { referencedFiles } from './postgres/document-rows.ts'
import { migrate } from './postgres/migrate.ts'
import { openPostgresStore } from './postgres/postgres-store.ts'
import { openReadiness } from './postgres/readiness.ts'
import { openReplicas } from './postgres/replicas.ts'
import { readSecret } from './read-secret.ts'
import { loadRegions } from './regions.ts'
import { openServices } from './services/open-services.ts'
import { openSigning } from './signing/index.ts'
import { watchHealth, type Health } from './watch-health.ts'
import { openTextLine } from './texts/open-text-line.ts'
import type { TextSandbox } from './texts/start-text-sandbox.ts'
import { isGenuine } from './texts/sign-webhook.ts'
import type { TextSettings } from './texts/text-settings.ts'
import { openUploadDoor, type UploadDoor } from './uploads/upload-door.ts'
import { sweepUploads } from './postgres/upload-rows.ts'

export type OpenSettings = {
  readonly origin: string
  readonly dataDir: string
  readonly demo: boolean
  readonly mailFrom: string
  /** False or left out: it is the server that comes along. */
  readonly ownDatabase?: boolean
  /** Where backups are put; null or left out where none are taken from here. */
  readonly backupDir?: string | null
  /** Standbys for what may be some seconds old; null or left out: the primary is asked for everything. */
  readonly readUrl?: string | null
  /** Where documents are kept; null or left out: under `dataDir`. */
  readonly s3?: S3Settings | null
  /** The provider of text messages; null or left out: nobody is reached by text. */
  readonly texts?: TextSettings | null
  /** The demo's phones; null or left out: none can be looked at. */
  readonly textSandbox?: TextSandbox | null
}

/** The office with its doors open: what the pages find under `event.locals.office`. */
export type OpenOffice = House & {
  readonly identity: Identity
  readonly metrics: Metrics
  /** Null unless this is the demo office. */
  readonly demo: Demo | null
  readonly lineChanges: LineChanges
  readonly health: Health
  /** Looks at everything that the office needs, and says what is wrong in a language. */
  examine(locale: Locale): Promise<readonly Checked[]>
  readonly uploads: UploadDoor
  /** Null: there is no provider of text messages. */
  readonly textWebhooks: { isGenuine(headers: Headers, body: string): boolean } | null
}

export type Opened = {
  readonly office: OpenOffice
  startWorker(backups?: NightlyBackups | null): Promise<{ stop(): Promise<void> }>
  /** Demo office: makes its people when they are not there yet, and says how they sign in. */
  loadDemo(): Promise<readonly { readonly role: string; readonly email: string; readonly password: string; readonly totpSecret: string }[]>
  /** How many messages wait for a mail server. */
  waitingMail(): Promise<number>
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const brought = [{ name: '0002-identity.sql', sql: identityMigration }]
const orphanAge = 6 * 3_600_000
/** An upload that nobody went on with for a day. */
const uploadAge = 24 * 3_600_000
/** After this long nobody can read what was written to the office by text. */
const textAge = 30 * 24 * 3_600_000

/**
 * Opens the office: migrates its database, publishes its services, and puts the real parts behind the ports. `adminUrl`
 * is the owner's connection, used for migrations and the office's own data only; everything else runs as the
 * least-privileged role of `appUrl`. `smtpUrl` null: messages wait in the queue.
 */
export async function openOffice(options: {
  readonly settings: OpenSettings
  readonly adminUrl: string
  readonly appUrl: string
  readonly smtpUrl: string | null
  readonly log: JobLog
  readonly now?: () => number
}): Promise<Opened> {
  const { settings, adminUrl, appUrl, smtpUrl, log } = options
  await migrate(adminUrl, brought)
  const pool = openPool(appUrl, 16)
  const officeData = beside(pool)
  const clock = options.now ? null : await openDatabaseClock(pool)
  const now = options.now ?? clock!.now
  const officeFile = await readOfficeFile(join(root, 'offices/jakarta.yaml'))
  await loadOfficeData(adminUrl, officeFile, holidaysAround(new Date(now()).getUTCFullYear()), now())

  const regions = await loadRegions()
  const keyring = await openKeyring(join(settings.dataDir, 'keys'))
  const files = settings.s3 ? openS3FileStore(settings.s3) : await openFileStore(join(settings.dataDir, 'files'))
  const signing = await openSigning(join(settings.dataDir, 'signing'), { officeName: 'DPMPTSP Provinsi DKI Jakarta' })
  const calendars = openCalendars(officeData, officeFile.hours, now)
  const mailer = smtpUrl === null ? null : openMailer({ smtpUrl, from: settings.mailFrom })
  const texts = settings.texts ?? null
  const textLine = texts && openTextLine(texts)
  const replicas = settings.readUrl ? openReplicas(settings.readUrl, pool, 8) : null
  const store = openPostgresStore(pool, replicas)
  const zoneClock = await calendars.of('')

  const sealMail = async (mail: CodeMail): Promise<void> => {
    const sealed = keyring.sealWithMaster(JSON.stringify(mail), 'mail').toString('base64url')
    await pool.query("select graphile_worker.add_job('sealed-mail', payload => $1::json, max_attempts => 6)", [JSON.stringify({ sealed })])
  }
  const identity = openIdentity({
    pool,
    secret: await readSecret(join(settings.dataDir, 'secrets'), 'identity'),
    origin: settings.origin,
    demo: settings.demo,
    sendCode: (to, code, locale) => sealMail({ kind: 'code', to, code, locale: locale === 'en' ? 'en' : 'id', until: now() + 10 * 60_000 }),
    sendStaffMail: (to, locale) => sealMail({ kind: 'staff-hint', to, locale: locale === 'en' ? 'en' : 'id', until: now() + 10 * 60_000 }),
    report: ({ fault }) => log.error({ fault }, 'A sign-in part failed'),
  })
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
  const ports: Office = {
    origin: settings.origin,
    now,
    newId: randomUUID,
    today: () => zoneClock.date(now()),
    services: await openServices(join(root, 'services'), officeData, regions),
    calendars,
    places: openPlaces(officeData, regions, officeFile),
    store,
    keys: keyring,
    files,
    inspect: inspectUpload,
    readCodes,
    seals: {
      certificate: signing.certificate,
      signPdf: (pdf, info) => signing.signPdf(Buffer.from(pdf), info),
      sealJws: signing.sealJws,
      verifyJws: signing.verifyJws,
      mac: signing.mac,
      sha256,
    },
    papers: openPapers(settings.origin, settings.mailFrom),
    isSignedBy: verifyDevice,
    texting: texts && { number: texts.number, channels: texts.channels, patienceMs: texts.patienceMs },
    allow: openAttempts(pool, (data) => signing.mac('attempts', data), now),
  }
  const metrics = openMetrics(async () => queueSizes(pool))
  let atWork: KeptAtWork | null = null
  const readiness = openReadiness(appUrl, brought, () => atWork?.writes() !== false)
  const lineChanges = openLineChanges(appUrl, (words) => log.error({}, words))
  const demo = settings.demo ? openDemo({ office: ports, identity, officeFile, adminUrl, mailDir: join(settings.dataDir, 'demo-mail'), phones: settings.textSandbox ?? null }) : null
  const health = await watchHealth({
    readIncidents: () => readIncidents(ports),
    reachMail: smtpUrl === null ? null : async () => (await reachMailServer(smtpUrl)) === null,
    canSign: async () => (await signing.sealJws({})) !== '' && now() < Date.parse(signing.certificate.notAfter),
    now,
  })
  const examine = async (locale: Locale) => {
    const database = askDatabase(appUrl)
    const { origin, dataDir, demo } = settings
    const patient = { origin, dataDir, demo, smtpUrl, texts, ownDatabase: settings.ownDatabase ?? false, backupDir: settings.backupDir ?? null, now: Date.now, ask: database.ask }
    return runDoctor(patient, locale).finally(() => database.end())
  }
  const office: OpenOffice = {
    ...ports,
    health,
    examine,
    identity,
    metrics,
    demo,
    lineChanges,
    uploads: openUploadDoor(ports),
    // The clock of the machine that signed is this machine's kind of clock, not the office's.
    textWebhooks: texts && { isGenuine: (headers, body) => isGenuine(texts.secret, headers, body, Date.now()) },
    visitor: (headers) => findVisitor(ports, identity, headers),
    ready: () => readiness.ask(),
    jwks: () => signing.jwks(),
  }
  const housekeeping = async () => {
    await Promise.all([identity.sweep(), sweepAttempts(pool, now()), sweepUploads(pool, now() - uploadAge), forgetOldTexts(ports, now() - textAge)])
    await files.sweep((refs) => referencedFiles(pool, refs), orphanAge, now())
  }
  return {
    office,
    startWorker: async (backups = null) => {
      const runner = (atWork = await runJobs(ports, pool, {
        post: mailer && { send: (mail) => mailer.send(mail) },
        texts: textLine,
        openSealed: (sealed) => JSON.parse(keyring.openWithMaster(Buffer.from(sealed, 'base64url'), 'mail').toString('utf8')) as CodeMail,
        housekeeping,
        backups,
        examine,
        log,
      }))
      // A new year's holidays may have come with this start, or cases from before promises had alarms.
      await store.transaction((tx) => tx.enqueue({ task: 'refigure-deadlines' }, { key: 'refigure-deadlines' }))
      return { stop: () => runner.stop() }
    },
    loadDemo: async () => {
      if (!demo) throw new Error('Only the demo office has demo people.')
      const signIns = await demo.load()
      return signIns.flatMap((each) => (each.password && each.totpSecret ? [{ role: each.role, email: each.email, password: each.password, totpSecret: each.totpSecret }] : []))
    },
    waitingMail: async () => {
      const { rows } = await pool.query<{ count: number }>(
        "select count(*)::int as count from graphile_worker.jobs where task_identifier in ('mail', 'reminder-mail', 'promise-mail', 'booking-mail', 'message-mail', 'sealed-mail')",
      )
      return rows[0]?.count ?? 0
    },
    close: async () => {
      health.stop()
      await stopInspection()
      mailer?.close()
      await lineChanges.close()
      clock?.stop()
      await readiness.close()
      await replicas?.close()
      await pool.end()
    },
  }
}

/** Who comes in with these headers: citizens as they are, staff with the duties they have today. */
async function findVisitor(office: Office, identity: Identity, headers: Headers): Promise<Visitor | null> {
  const signedIn = await identity.session(headers)
  if (!signedIn) return null
  const locale = signedIn.locale === 'en' ? 'en' : 'id'
  if (signedIn.kind === 'citizen') return { kind: 'citizen', person: signedIn.userId, email: signedIn.email, locale }
  if (!signedIn.secondFactor) return null
  const duties = await office.store.transaction((tx) => tx.dutiesOf(signedIn.userId, office.today()))
  return { kind: 'staff', person: signedIn.userId, email: signedIn.email, name: signedIn.name, duties, locale }
}

function holidaysAround(year: number): Parameters<typeof loadOfficeData>[2] {
  return [year - 1, year, year + 1, year + 2].flatMap((each) => nationalHolidays(each).map((day) => ({ ...day, kind: 'national' as const })))
}

async function queueSizes(pool: ReturnType<typeof openPool>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ task: string; count: number }>(
    'select task_identifier as task, count(*)::int as count from graphile_worker.jobs group by 1',
  )
  return Object.fromEntries(rows.map((row) => [row.task, row.count]))
}
