import { words, type Words } from '#words'
import type { Locale } from '../../office/service.ts'
import { dateAndTime } from '../moments.ts'
import type { Block, Book, Section } from './book.ts'
import { commonThings } from './common-things.ts'
import type { HandoverFacts } from './gather-facts.ts'
import { plainSettings, startCommand, toolCommand } from './plain-settings.ts'

const command = (text: string): Block => ({ kind: 'command', text })
const text = (words: string): Block => ({ kind: 'text', text: words })

/** The handover book from its facts, in a language. Holds no secret: not a password, not a key, nobody's case. */
export function writeBook(facts: HandoverFacts, locale: Locale): Book {
  const t = words(locale)
  const { settings } = facts
  return {
    locale,
    title: t('handover.title', { origin: settings.origin }),
    lead: t('handover.lead', { at: dateAndTime(facts.madeAt, locale), version: facts.program.version }),
    madeAt: facts.madeAt,
    sections: [
      first(facts, t),
      { title: t('handover.where'), blocks: [{ kind: 'table', head: [t('handover.what'), t('handover.place')], rows: places(facts, t) }] },
      { title: t('handover.runs'), blocks: [{ kind: 'table', head: [t('handover.what'), t('handover.how')], rows: running(facts, t) }] },
      { title: t('handover.settings'), blocks: [text(t('handover.settings.about')), { kind: 'table', head: [t('handover.variable'), t('handover.value')], rows: plainSettings(settings) }] },
      keys(facts, t),
      duties(facts, t),
      incidents(facts, t, locale),
      { title: t('handover.doctor'), blocks: [{ kind: 'table', head: [t('handover.check'), t('handover.found'), t('handover.mend')], rows: facts.checks.map(({ id, status, message, fix }) => [`${t(`doctor.status.${status}`)} · ${id}`, message, fix || '—']) }] },
      { title: t('handover.things'), blocks: commonThings(facts, t) },
    ],
  }
}

/** What somebody does first who stands before a dead office with nothing but this book. */
function first({ settings, machine, user, program }: HandoverFacts, t: Words): Section {
  return {
    title: t('handover.first'),
    blocks: [
      text(t('handover.first.about')),
      text(t('handover.first.machine', { machine, user })),
      command(`cd ${program.folder}`),
      text(t('handover.first.look')),
      command(`${toolCommand(settings)} doctor`),
      text(t('handover.first.start')),
      command(startCommand(settings)),
      text(t('handover.first.see', { origin: settings.origin })),
      text(t('handover.first.tell', { origin: settings.origin })),
      text(t('handover.first.stuck')),
    ],
  }
}

function places({ settings, program }: HandoverFacts, t: Words): readonly (readonly string[])[] {
  const { dataDir, databaseUrl, backupDir } = settings
  return [
    [t('handover.where.program'), program.folder],
    [t('handover.where.data'), dataDir],
    [t('handover.where.database'), databaseUrl === null ? `${dataDir}/postgres` : (URL.parse(databaseUrl)?.host ?? '')],
    [t('handover.where.log'), databaseUrl === null ? `${dataDir}/postgres/server.log` : '—'],
    [t('handover.where.files'), `${dataDir}/files`],
    [t('handover.where.backup'), databaseUrl !== null ? t('handover.where.backup.other') : (backupDir ?? t('handover.where.backup.none'))],
    [t('handover.where.services'), `${program.folder}/services`],
    [t('handover.where.offices'), `${program.folder}/offices`],
  ]
}

function running({ settings, program, database }: HandoverFacts, t: Words): readonly (readonly string[])[] {
  return [
    [t('handover.runs.office'), t('handover.runs.office.how', { port: String(settings.port), host: settings.host, node: program.node })],
    [t('handover.runs.database'), database === null ? t('handover.silent') : t(settings.databaseUrl === null ? 'handover.runs.database.own' : 'handover.runs.database.other', { version: database.version })],
    [t('handover.runs.jobs'), t('handover.runs.jobs.how')],
    [t('handover.runs.mail'), settings.smtpUrl === null ? t('handover.runs.mail.none') : (URL.parse(settings.smtpUrl)?.host ?? '')],
    [t('handover.runs.cases'), database === null ? t('handover.silent') : String(database.cases)],
  ]
}

function keys({ keys }: HandoverFacts, t: Words): Section {
  const rows = keys.map(({ key, file, owner }) => [file, t(`handover.key.${key}`), owner === null ? t('handover.key.missing') : owner, '________________'])
  return { title: t('handover.keys'), blocks: [text(t('handover.keys.about')), { kind: 'table', head: [t('handover.file'), t('handover.key.what'), t('handover.key.owner'), t('handover.key.copy')], rows }] }
}

function duties({ database }: HandoverFacts, t: Words): Section {
  const title = t('handover.duties')
  if (database === null) return { title, blocks: [text(t('handover.silent'))] }
  const rows = database.duties.map(({ unit, code, duty, people, names }) => [`${unit} (${code})`, t(`office.day.duty.${duty}`), String(people), names])
  return { title, blocks: [text(t('handover.duties.about')), { kind: 'table', head: [t('handover.unit'), t('handover.duty'), t('handover.people'), t('handover.names')], rows }] }
}

function incidents({ database }: HandoverFacts, t: Words, locale: Locale): Section {
  const title = t('handover.incidents')
  if (database === null) return { title, blocks: [text(t('handover.silent'))] }
  if (database.incidents.length === 0) return { title, blocks: [text(t('handover.incidents.none'))] }
  const rows = database.incidents.map(({ openedAt, closedAt, down, entries }) => [
    `${dateAndTime(openedAt, locale)} – ${closedAt === null ? t('status.open') : dateAndTime(closedAt, locale)}`,
    down.map((part) => t(`status.part.${part}`)).join(', '),
    entries.map(({ words }) => (locale === 'en' ? (words.en ?? words.id) : words.id)).join(' / '),
  ])
  return { title, blocks: [{ kind: 'table', head: [t('handover.when'), t('handover.what'), t('handover.said')], rows }] }
}
