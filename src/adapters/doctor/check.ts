import type { WordKey, Words } from '#words'
import type { TextSettings } from '../texts/text-settings.ts'
import type { Status } from '../../office/operations/light.ts'

/** What a look found, in the reader's language: what it means for people, and the one command or click that mends it ('' when nothing need be done). */
export type Finding = { readonly status: Status; readonly message: string; readonly fix: string }

/** One thing that is looked at. It changes nothing, and may throw: what it could not see is told as unknown. */
export type Check = { readonly id: string; run(context: DoctorContext): Promise<Finding> }

/** Asks the database; each value is a parameter. Throws what the database says. */
export type Ask = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

export type DoctorContext = {
  readonly t: Words
  readonly dataDir: string
  /** Address that people use. */
  readonly origin: string
  readonly demo: boolean
  readonly smtpUrl: string | null
  /** The provider of text messages; null or left out: none is set, and nothing is said of it. */
  readonly texts?: TextSettings | null
  /** False: it is the server that comes along. */
  readonly ownDatabase: boolean
  /** Where backups go; null: they are switched off. */
  readonly backupDir: string | null
  /** This machine's own clock, epoch milliseconds. */
  readonly now: () => number
  /** Null while the database does not answer: checks that need it then say so, the others go on. */
  readonly ask: Ask | null
  /** A code for why the database does not answer; '' when it does. */
  readonly trouble: string
}

type Fix = Extract<WordKey, `doctor.${string}.fix`>
/** Findings with something to mend have a sentence and a fix in the catalogues. */
export type Trouble = Fix extends `doctor.${infer Name}.fix` ? Name : never
export type Fine = Extract<WordKey, `doctor.${string}.ok`>
type Values = Readonly<Record<string, string | number>>

export const fine = ({ t }: Pick<DoctorContext, 't'>, key: Fine, values: Values = {}): Finding => ({ status: 'ok', message: t(key, values), fix: '' })

export const trouble = ({ t }: Pick<DoctorContext, 't'>, status: Exclude<Status, 'ok'>, name: Trouble, values: Values = {}): Finding => ({
  status,
  message: t(`doctor.${name}` as WordKey, values),
  fix: t(`doctor.${name}.fix` as WordKey, values),
})

/** A check of what the database says: unknown while it does not answer. */
export function databaseCheck(id: string, run: (context: DoctorContext, ask: Ask) => Promise<Finding>): Check {
  return { id, run: async (context) => (context.ask ? run(context, context.ask) : trouble(context, 'unknown', 'no-database')) }
}
