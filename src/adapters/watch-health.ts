import { standingOf, type Incident, type Measured, type Standing } from '../office/operations/incident.ts'

export type Health = {
  /** What works now, as last measured and written; never asks anybody, so it answers while everything else is down. */
  standing(): Standing
  /** The incident log as last read, the newest first, and when that was. Epoch milliseconds. */
  incidents(): { readonly list: readonly Incident[]; readonly readAt: number }
  /** Looks again at once, as after an operator wrote something. */
  look(): Promise<void>
  stop(): void
}

const everyMs = 10_000
/** A greeting costs a mail server something: it is said to it once a minute. */
const mailEvery = 6
const patienceMs = 4_000

/**
 * Looks after what a node can do: reads the incident log (which tells whether the database answers), greets the mail
 * server, tries a seal. A part is down when it failed twice in a row, so that one lost packet alarms nobody.
 */
export async function watchHealth(parts: {
  readonly readIncidents: () => Promise<readonly Incident[]>
  /** Null: no mail server is set. */
  readonly reachMail: (() => Promise<boolean>) | null
  readonly canSign: () => Promise<boolean>
  readonly now: () => number
}): Promise<Health> {
  let [list, readAt]: [readonly Incident[], number] = [[], parts.now()]
  const [database, mail, signing] = [twice(), twice(), twice()]
  let measured: Measured = { database: null, mail: null, signing: null }
  let [looking, looks]: [Promise<void> | null, number] = [null, 0]
  const readLog = async () => {
    list = await parts.readIncidents()
    readAt = parts.now()
    return true
  }
  const look = async () => {
    const greets = looks++ % mailEvery === 0 || measured.mail === false
    const [read, sent, signed] = await Promise.all([succeeds(readLog), parts.reachMail && greets ? succeeds(parts.reachMail) : null, succeeds(parts.canSign)])
    measured = { database: database(read), mail: sent === null ? measured.mail : mail(sent), signing: signing(signed) }
  }
  const once = () => (looking ??= look().finally(() => (looking = null)))
  await succeeds(readLog)
  const timer = setInterval(() => void once(), everyMs)
  timer.unref()
  return {
    standing: () => standingOf(list, measured),
    incidents: () => ({ list, readAt }),
    look: async () => {
      await looking
      await once()
    },
    stop: () => clearInterval(timer),
  }
}

/** Down only after two failures in a row; up again at the first success. */
function twice(): (succeeded: boolean) => boolean {
  let failures = 0
  return (succeeded) => (failures = succeeded ? 0 : failures + 1) < 2
}

async function succeeds(work: () => Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), patienceMs)
  try {
    return await Promise.race([work(), late.promise])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
