import type pg from 'pg'
import type { CaseTx, Job, Store, Tx } from '../../usecases/ports.ts'
import { bookingRows } from './booking-rows.ts'
import { averageOf, casesOf, findCase, nextInLine, queueCounts, readQueue, saveCase } from './case-rows.ts'
import { holding, instant, type Connection } from './connection.ts'
import { counterRows } from './counter-rows.ts'
import { delegationRows } from './delegation-rows.ts'
import { deliveryRows } from './delivery-rows.ts'
import { dutyRows } from './duty-rows.ts'
import {
  documentsOf, draftsOf, findDocument, findDraft, retireDocuments, saveDocument, saveDraft, saveText, textsOf,
} from './document-rows.ts'
import { appendEvents, loadApplication, readStream, StreamMoved } from './event-log.ts'
import { forecastRows } from './forecast-rows.ts'
import { isGone } from './lost-connection.ts'
import { messageRows } from './message-rows.ts'
import { paperRows } from './paper-rows.ts'
import { dutiesOf, findPerson, namesOf, peopleWith } from './people-rows.ts'
import { findPermit, savePermit } from './permit-rows.ts'
import { incidentRows } from './incident-rows.ts'
import { pickupRows } from './pickup-rows.ts'
import { promiseRows } from './promise-rows.ts'
import type { Replicas } from './replicas.ts'
import { ticketRows } from './ticket-rows.ts'
import { uploadRows } from './upload-rows.ts'

const attempts = 5
const serializationFailure = '40001'
const deadlock = '40P01'

/** The office's store on PostgreSQL: each use case is one transaction on one connection of the pool. */
export function openPostgresStore(pool: pg.Pool, replicas: Pick<Replicas, 'pick'> | null = null): Store {
  return {
    transaction: (work) => repeated(() => once(pool, work)),
    single: (work) => repeated(() => alone(pool, work)),
    reading: async (work) => {
      const replica = replicas?.pick() ?? null
      // Whatever a standby can't answer, away, behind, or in the way of what it replays, the primary can.
      if (replica) return once(replica, work, 'begin read only').catch(() => repeated(() => once(pool, work, 'begin read only')))
      return repeated(() => once(pool, work, 'begin read only'))
    },
  }
}

async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isWorthRepeating(error)) throw error
    }
  }
}

/** The connection broke before the end of a transaction was asked for: the server has undone it, or never heard of it. */
class BrokeBeforeCommit extends Error {}

async function once<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, begin = 'begin'): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  let committing = false
  try {
    await client.query(begin)
    const result = await holding(pool, client, () => work(transactionOn(client)))
    committing = true
    await confirmed(client, () => client.query('commit'))
    return result
  } catch (error) {
    if (isGone(error)) {
      broken = error as Error
      // Once the commit was sent nobody here knows whether it counts: whoever asked must ask again under the same command.
      throw committing ? error : new BrokeBeforeCommit('The connection broke.', { cause: error })
    }
    // When even the rollback fails the connection is in doubt: the pool must throw it away.
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken)
  }
}

async function alone<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await holding(pool, client, () => confirmed(client, () => work(transactionOn(client))))
  } catch (error) {
    if (isGone(error)) broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * With a synchronous standby that does not answer the server waits. When somebody ends its waiting it says success, and
 * warns that only it has the change. Nobody is told that something is safe which dies with one machine: that is a doubt.
 */
async function confirmed<T>(client: pg.PoolClient, committing: () => Promise<T>): Promise<T> {
  let doubt = false
  const hear = ({ message }: { readonly message?: string | undefined }) => (doubt ||= message?.includes('wait for synchronous replication') ?? false)
  client.on('notice', hear)
  try {
    const result = await committing()
    if (doubt) throw new Error('The standby did not confirm.')
    return result
  } finally {
    client.off('notice', hear)
  }
}

function isWorthRepeating(error: unknown): boolean {
  if (error instanceof StreamMoved || error instanceof BrokeBeforeCommit) return true
  return error instanceof Error && 'code' in error && (error.code === serializationFailure || error.code === deadlock)
}

function transactionOn(db: Connection): Tx {
  return {
    ...caseRows(db), ...bookingRows(db), ...pickupRows(db), ...deliveryRows(db), ...ticketRows(db), ...promiseRows(db), ...forecastRows(db), ...dutyRows(db), ...incidentRows(db), ...uploadRows(db), ...paperRows(db), ...counterRows(db), ...delegationRows(db), ...messageRows(db),
  }
}

function caseRows(db: Connection): CaseTx {
  return {
    recall: (command, person) => recall(db, command, person),
    remember: async (command, person, kind, answer) => {
      await db.query('insert into commands (id, person, kind, answer) values ($1, $2, $3, $4)', [command, person, kind, JSON.stringify(answer)])
    },
    load: (id) => loadApplication(db, id),
    stream: (id) => readStream(db, id),
    append: (id, after, at, by, events) => appendEvents(db, id, after, at, by, events),
    next: (series) => nextOf(db, series),
    saveDataKey: async (id, wrapped) => {
      await db.query('insert into data_keys (id, wrapped) values ($1, $2)', [id, wrapped])
    },
    dataKey: async (id) => {
      const { rows } = await db.query<{ wrapped: string | null }>({ name: 'data-key', text: 'select wrapped from data_keys where id = $1', values: [id] })
      return rows[0]?.wrapped ?? null
    },
    destroyDataKey: async (id) => {
      await db.query('update data_keys set wrapped = null where id = $1', [id])
    },
    draft: (id, lock) => findDraft(db, id, lock ?? false),
    draftOf: async (person, service) => {
      const { rows } = await db.query<{ id: string }>('select id from drafts where person = $1 and service = $2 order by saved_at desc limit 1', [person, service])
      return rows[0]?.id ?? null
    },
    draftsOf: (person) => draftsOf(db, person),
    saveDraft: (row) => saveDraft(db, row),
    deleteDraft: async (id) => {
      await db.query('delete from drafts where id = $1', [id])
    },
    answers: async (id, version) => {
      const { rows } = await db.query<{ sealed: Buffer }>('select sealed from answers where application = $1 and version = $2', [id, version])
      return rows[0]?.sealed ?? null
    },
    saveAnswers: async (id, version, sealed) => {
      await db.query('insert into answers (application, version, sealed) values ($1, $2, $3)', [id, version, sealed])
    },
    documents: (id) => documentsOf(db, id),
    document: (id) => findDocument(db, id),
    saveDocument: (row) => saveDocument(db, row),
    retireDocuments: (id, requirement) => retireDocuments(db, id, requirement),
    saveText: (row) => saveText(db, row),
    texts: (id) => textsOf(db, id),
    saveCase: (row) => saveCase(db, row),
    caseRow: (id) => findCase(db, 'id', id),
    caseByNumber: (number) => findCase(db, 'number', number),
    casesOf: (person) => casesOf(db, person),
    queue: (query) => readQueue(db, query),
    nextInLine: (unit, role, person) => nextInLine(db, unit, role, person),
    queueCounts: (unit, role, now, endOfDay) => queueCounts(db, unit, role, now, endOfDay),
    average: (service, since) => averageOf(db, service, since),
    recordOutOfTurn: async (row) => {
      await db.query('insert into out_of_turn (application, unit, person, reason, at) values ($1, $2, $3, $4, $5)', [row.id, row.unit, row.person, row.reason, instant(row.at)])
    },
    outOfTurn: async (unit, limit) => {
      const { rows } = await db.query(
        `select o.at, c.number, o.person, o.reason from out_of_turn o join cases c on c.id = o.application
         where o.unit = $1 order by o.at desc limit $2`,
        [unit, limit],
      )
      return rows
    },
    savePermit: (row) => savePermit(db, row),
    permit: (number) => findPermit(db, 'number', number),
    permitOf: (id) => findPermit(db, 'application', id),
    recordRead: async (read) => {
      await db.query('insert into reads (application, person, role, what, at) values ($1, $2, $3, $4, $5)', [read.id, read.person, read.role, read.what, instant(read.at)])
    },
    readsOf: async (id) => {
      const { rows } = await db.query('select at, role, what from reads where application = $1 order by at desc limit 200', [id])
      return rows
    },
    person: (id) => findPerson(db, id),
    names: (ids) => namesOf(db, ids),
    dutiesOf: (person, today) => dutiesOf(db, person, today),
    peopleWith: (unit, duty, today) => peopleWith(db, unit, duty, today),
    enqueue: (job, options) => enqueue(db, job, options ?? {}),
  }
}

/** A twin of a running command waits here for its end, then finds the answer. */
async function recall(db: Connection, command: string, person: string): Promise<unknown | null> {
  await db.query({ name: 'lock-command', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [command] })
  const { rows } = await db.query<{ answer: unknown }>({
    name: 'recall-command',
    text: 'select answer from commands where id = $1 and person = $2',
    values: [command, person],
  })
  return rows[0]?.answer ?? null
}

async function nextOf(db: Connection, series: string): Promise<number> {
  const { rows } = await db.query<{ last: number }>({
    name: 'next-of-series',
    text: 'insert into series (name, last) values ($1, 1) on conflict (name) do update set last = series.last + 1 returning last',
    values: [series],
  })
  return rows[0]?.last ?? 1
}

async function enqueue(db: Connection, job: Job, options: { readonly at?: number; readonly key?: string }): Promise<void> {
  const { task, ...payload } = job
  await db.query({
    name: 'enqueue',
    text: `select graphile_worker.add_job($1::text, payload => $2::json, run_at => $3::timestamptz, job_key => $4::text, max_attempts => 25)`,
    values: [task, JSON.stringify(payload), instant(options.at ?? null), options.key ?? null],
  })
}
