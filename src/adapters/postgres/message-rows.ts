import type { ContactRow, IncomingRow, MessageRow, MessageTx, PhoneCodeRow } from '../../usecases/messages/message-ports.ts'
import { instant, type Connection } from './connection.ts'

const contactColumns = `person, channel, stopped_at as "stoppedAt", quiet_from as "quietFrom", quiet_until as "quietUntil", saved_at as "savedAt",
  key, phone, phone_digest as "digest", verified_at as "verifiedAt"`
const codeColumns = 'id, person, key, phone, phone_digest as digest, tries, until'
const messageColumns = 'id, once, person, kind, application, zone, route, job, made_at as "madeAt"'

type ContactColumns = Omit<ContactRow, 'phone'> & { readonly key: string | null; readonly phone: Buffer | null; readonly digest: string | null; readonly verifiedAt: number | null }

function contactOf({ key, phone, digest, verifiedAt, ...row }: ContactColumns): ContactRow {
  return { ...row, phone: key && phone && digest && verifiedAt !== null ? { key, sealed: phone, digest, verifiedAt } : null }
}

export function messageRows(db: Connection): MessageTx {
  const one = async <Row extends object>(text: string, values: readonly unknown[]) => (await db.query<Row>(text, [...values])).rows[0] ?? null
  return {
    ...contactRows(db),
    ...recordRows(db),
    phoneCodeOf: (person) => one<PhoneCodeRow>(`select ${codeColumns} from phone_codes where person = $1 for update`, [person]),
    phoneCode: (id) => one<PhoneCodeRow>(`select ${codeColumns} from phone_codes where id = $1`, [id]),
    savePhoneCode: async (row) => {
      await db.query(
        `insert into phone_codes (id, person, key, phone, phone_digest, tries, until) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set tries = excluded.tries`,
        [row.id, row.person, row.key, row.phone, row.digest, row.tries, instant(row.until)],
      )
    },
    removePhoneCode: async (id) => {
      await db.query('delete from phone_codes where id = $1', [id])
    },
    endedPhoneCodes: async (now, limit) => {
      const { rows } = await db.query<PhoneCodeRow>(`select ${codeColumns} from phone_codes where until < $1 order by until limit $2 for update skip locked`, [instant(now), limit])
      return rows
    },
    enqueueIn: async ({ task, ...payload }, delayMs, key) => {
      await db.query(
        `select graphile_worker.add_job($1::text, payload => $2::json, run_at => now() + $3::float8 * interval '1 millisecond', job_key => $4::text, max_attempts => 25)`,
        [task, JSON.stringify(payload), delayMs, key],
      )
    },
  }
}

function contactRows(db: Connection): Pick<MessageTx, 'contact' | 'saveContact' | 'contactsByPhone' | 'saveLocale'> {
  return {
    contact: async (person) => {
      const { rows } = await db.query<ContactColumns>(`select ${contactColumns} from contacts where person = $1`, [person])
      return rows[0] ? contactOf(rows[0]) : null
    },
    saveContact: async ({ phone, ...row }) => {
      await db.query(
        `insert into contacts (person, channel, stopped_at, quiet_from, quiet_until, saved_at, key, phone, phone_digest, verified_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (person) do update set channel = excluded.channel, stopped_at = excluded.stopped_at, quiet_from = excluded.quiet_from,
           quiet_until = excluded.quiet_until, saved_at = excluded.saved_at, key = excluded.key, phone = excluded.phone,
           phone_digest = excluded.phone_digest, verified_at = excluded.verified_at`,
        [row.person, row.channel, instant(row.stoppedAt), row.quietFrom, row.quietUntil, instant(row.savedAt), phone?.key ?? null, phone?.sealed ?? null, phone?.digest ?? null, instant(phone?.verifiedAt ?? null)],
      )
    },
    contactsByPhone: async (digest) => {
      const { rows } = await db.query<ContactColumns>(`select ${contactColumns} from contacts where phone_digest = $1 order by verified_at limit 20 for update`, [digest])
      return rows.map(contactOf)
    },
    saveLocale: async (person, locale) => {
      await db.query('update identity."user" set locale = $2 where id = $1 and locale is distinct from $2', [person, locale])
    },
  }
}

type RecordRows = 'addIncoming' | 'incoming' | 'oldIncomingKeys' | 'addMessage' | 'message' | 'messagesOf' | 'messageFacts' | 'addMessageFact'

function recordRows(db: Connection): Pick<MessageTx, RecordRows> {
  const message = async (column: 'id' | 'once', value: string) => (await db.query<MessageRow>(`select ${messageColumns} from messages where ${column} = $1`, [value])).rows[0] ?? null
  return {
    addIncoming: async (row) => {
      const { rowCount } = await db.query(
        `insert into incoming_texts (id, ref, channel, sender_digest, key, sealed, answer, application, locale, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (ref) do nothing`,
        [row.id, row.ref, row.channel, row.digest, row.key, row.sealed, row.answer, row.application, row.locale, instant(row.at)],
      )
      return rowCount === 1
    },
    incoming: async (id) => {
      const { rows } = await db.query<IncomingRow>('select id, ref, channel, sender_digest as digest, key, sealed, answer, application, locale, at from incoming_texts where id = $1', [id])
      return rows[0] ?? null
    },
    oldIncomingKeys: async (before, limit) => {
      const { rows } = await db.query<{ key: string }>(
        'select i.key from incoming_texts i join data_keys k on k.id = i.key where i.at < $1 and k.wrapped is not null order by i.at limit $2',
        [instant(before), limit],
      )
      return rows.map(({ key }) => key)
    },
    addMessage: async (row) => {
      const { rows } = await db.query<MessageRow>(
        `insert into messages (id, once, person, kind, application, zone, route, job, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (once) do nothing returning ${messageColumns}`,
        [row.id, row.once, row.person, row.kind, row.application, row.zone, row.route, JSON.stringify(row.job), instant(row.madeAt)],
      )
      const known = rows[0] ?? (await message('once', row.once))
      if (!known) throw new Error('A message was neither added nor there.')
      return known
    },
    message: (id) => message('id', id),
    messagesOf: async (application) => {
      const { rows } = await db.query<MessageRow>(`select ${messageColumns} from messages where application = $1 order by made_at desc, id limit 100`, [application])
      return rows
    },
    messageFacts: async (ids) => {
      const { rows } = await db.query('select message, attempt, what, code, at from message_facts where message = any($1::uuid[]) order by position', [ids])
      return rows
    },
    addMessageFact: async (id, { attempt, what, code, at }) => {
      await db.query('insert into message_facts (message, attempt, what, code, at) values ($1, $2, $3, $4, $5) on conflict do nothing', [id, attempt, what, code, instant(at)])
    },
  }
}
