import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openOffice, type OpenOffice } from '../../adapters/open-office.ts'
import { findRunningPostgres } from '../../adapters/postgres/embedded/find-running.ts'
import { startEmbeddedPostgres } from '../../adapters/postgres/embedded/start-embedded-postgres.ts'
import { mostForms, packPdf, printPack } from '../../usecases/paper/print-pack.ts'
import { readSettings, type Settings } from '../read-settings.ts'
import { CommandError, here, readArguments, type Command, type Said } from './command.ts'

type Pack = { readonly unit: string; readonly service: string; readonly forms: number; readonly first: string; readonly file: string }

/**
 * Prints packs of paper forms, one for each unit and service that is named (all services of the office when none is), while the
 * office runs or before it was ever started.
 */
export const paperPack: Command = async (args): Promise<Said> => {
  const { values } = readArguments(args, {
    unit: { type: 'string', multiple: true },
    service: { type: 'string', multiple: true },
    forms: { type: 'string' },
    lang: { type: 'string' },
    out: { type: 'string' },
  })
  const units = values.unit ?? []
  const forms = Number(values.forms ?? '20')
  if (units.length === 0) throw new CommandError('Say for which unit: --unit CODE, e.g. --unit 3171.')
  if (values.out === undefined) throw new CommandError('Say where it goes: --out FILE.pdf, or a folder for more than one pack.')
  if (!Number.isInteger(forms) || forms < 1 || forms > mostForms) throw new CommandError(`--forms must be a number from 1 to ${mostForms}, not "${values.forms}".`)
  if (values.lang !== undefined && values.lang !== 'id' && values.lang !== 'en') throw new CommandError(`--lang must be id or en, not "${values.lang}".`)
  const { out, lang: locale = 'id', service } = values
  const packs = await inOffice((office) => printAll(office, { units, services: service ?? office.services.list().map(({ id }) => id), forms, locale, out: here(out) }))
  return { json: { packs }, words: packs.map((pack) => `${pack.file}: ${pack.forms} forms of ${pack.service} for unit ${pack.unit}, from ${pack.first} on`).join('\n'), asJson: values.json === true }
}

async function printAll(
  office: OpenOffice,
  asked: { readonly units: readonly string[]; readonly services: readonly string[]; readonly forms: number; readonly locale: 'id' | 'en'; readonly out: string },
): Promise<readonly Pack[]> {
  const { units, services, forms, locale, out } = asked
  // Nothing is numbered before all of it can be: a mistyped unit would leave forms behind that nobody has.
  for (const unit of units) if (!(await office.places.unit(unit))) throw new CommandError(`There is no unit ${unit}.`)
  for (const service of services) if (!office.services.current(service)) throw new CommandError(`There is no service ${service}.`)
  const wanted = units.flatMap((unit) => services.map((service) => ({ unit, service })))
  const single = wanted.length === 1 && out.endsWith('.pdf')
  const packs: Pack[] = []
  try {
    if (!single) await mkdir(out, { recursive: true })
    for (const { unit, service } of wanted) {
      const printed = await printPack(office, { kind: 'command' }, { unit, service, forms, locale, command: office.newId() })
      const pdf = printed.ok ? await packPdf(office, { kind: 'command' }, printed.pack) : printed
      if (!pdf.ok) throw new CommandError(`The pack of ${service} for ${unit} was not made: ${pdf.refusal.kind}.`)
      const file = single ? out : join(out, `${unit}-${service}.pdf`)
      await writeFile(file, pdf.bytes)
      packs.push({ unit, service, forms, first: pdf.fileName.replace(/\.pdf$/, ''), file })
    }
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${out} can not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`)
  }
  return packs
}

/** The office on the data that this environment names, beside one that runs on it already or alone. */
async function inOffice<T>(work: (office: OpenOffice) => Promise<T>): Promise<T> {
  const read = readSettings(process.env)
  if (!read.ok) throw new CommandError(read.problems.join(' '))
  const { settings } = read
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  const database = await reachDatabase(settings)
  try {
    const log = { info: () => undefined, error: (_: object, words: string) => console.error(words) }
    const opened = await openOffice({ settings, adminUrl: database.adminUrl, appUrl: database.appUrl, smtpUrl: null, log })
    return await work(opened.office).finally(() => opened.close())
  } finally {
    await database.stop()
  }
}

async function reachDatabase({ databaseUrl, dataDir }: Settings): Promise<{ readonly adminUrl: string; readonly appUrl: string; stop(): Promise<void> }> {
  const stop = async () => undefined
  if (databaseUrl !== null) return { adminUrl: databaseUrl, appUrl: databaseUrl, stop }
  const dir = join(dataDir, 'postgres')
  try {
    return await startEmbeddedPostgres({ dir, log: () => undefined })
  } catch (error) {
    const running = await findRunningPostgres(dir)
    if (!running) throw new CommandError(error instanceof Error ? error.message : String(error))
    return { ...running, stop }
  }
}
