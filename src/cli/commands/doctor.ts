import { words } from '#words'
import { askDatabase } from '../../adapters/doctor/ask-database.ts'
import { runDoctor, type Checked } from '../../adapters/doctor/run-doctor.ts'
import type { Locale } from '../../office/service.ts'
import { readArguments, CommandError, type Said } from './command.ts'
import { databaseOf, settingsOfOffice } from './office-command.ts'

/**
 * Looks at everything that the office needs and says what is wrong, what that means for people and how to mend it. Works
 * while the office or its database is down. Fails when something is broken.
 */
export async function doctor(args: readonly string[]): Promise<Said> {
  const { values } = readArguments(args, { lang: { type: 'string' } })
  const locale = localeOf(values.lang)
  const checks = await examine(locale)
  const t = words(locale)
  const count = (status: Checked['status']) => checks.filter((check) => check.status === status).length
  const [fail, warn, unknown] = [count('fail'), count('warn'), count('unknown')]
  const summary = fail + warn + unknown === 0 ? t('doctor.summary.ok', { count: checks.length }) : t('doctor.summary.todo', { fail, warn, unknown })
  const lines = checks.map(({ id, status, message, fix }) => `${t(`doctor.status.${status}`).padEnd(12)} ${id}: ${message}${fix === '' ? '' : `\n${' '.repeat(13)}${t('doctor.mend')} ${fix}`}`)
  return { json: { checks }, words: [...lines, '', summary].join('\n'), asJson: values.json === true, ...(fail > 0 ? { problem: summary } : {}) }
}

/** Everything that there is to find, in the form that machines read: only these four of each check. */
export async function examine(locale: Locale): Promise<readonly Checked[]> {
  const settings = settingsOfOffice()
  const database = askDatabase(await databaseOf(settings))
  try {
    const patient = { ...settings, ownDatabase: settings.databaseUrl !== null, now: Date.now, ask: database.ask }
    return (await runDoctor(patient, locale)).map(({ id, status, message, fix }) => ({ id, status, message, fix }))
  } finally {
    await database.end()
  }
}

/** The language asked for, else that of the terminal: Indonesian where it says so. */
export function localeOf(asked: string | undefined): Locale {
  if (asked !== undefined && asked !== 'id' && asked !== 'en') throw new CommandError('--lang must be id or en.')
  return asked ?? (/^(id|in)\b/.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'id' : 'en')
}
