import type pg from 'pg'
import { CommandError, readArguments, type Said } from './command.ts'
import { inOffice } from './office-command.ts'

const kinds = ['verifier', 'head', 'counter', 'operator']

/** Gives an officer a duty in a unit, from today on. Asked for twice it is given once. */
export const giveDuty = (args: readonly string[]): Promise<Said> =>
  changeDuty(args, 'give-duty', async (client, { person, unit, duty }) => {
    await client.query(
      `insert into office.duties (person, unit, duty) values ($1, $2, $3)
       on conflict (person, unit, duty) do update set valid_from = least(duties.valid_from, excluded.valid_from), valid_until = null`,
      [person, unit, duty],
    )
    return 'has the duty'
  })

/** Takes a duty from an officer as of today. What they did stays on the record. */
export const endDuty = (args: readonly string[]): Promise<Said> =>
  changeDuty(args, 'end-duty', async (client, { person, unit, duty }) => {
    await client.query('update office.duties set valid_until = current_date - 1 where person = $1 and unit = $2 and duty = $3', [person, unit, duty])
    return 'no longer has the duty'
  })

type Duty = { readonly person: string; readonly unit: string; readonly duty: string }

async function changeDuty(args: readonly string[], command: string, change: (client: pg.Client, duty: Duty) => Promise<string>): Promise<Said> {
  const { values, positionals } = readArguments(args, {})
  const [email = '', duty = '', unit = ''] = positionals
  if (email === '' || unit === '' || !kinds.includes(duty)) throw new CommandError(`Say whose, which and where: ${command} EMAIL ${kinds.join('|')} UNIT`)
  const said = await inOffice(async (client) => {
    const { rows: people } = await client.query<{ id: string }>(`select id from identity."user" where lower(email) = lower($1) and kind = 'staff'`, [email])
    if (!people[0]) throw new CommandError(`No officer has the e-mail ${email}.`)
    const { rows: units } = await client.query<{ code: string }>('select code from office.units order by code')
    if (!units.some(({ code }) => code === unit)) throw new CommandError(`There is no unit ${unit}. Units: ${units.map(({ code }) => code).join(', ')}.`)
    return change(client, { person: people[0].id, unit, duty })
  })
  return { json: { email, duty, unit }, words: `${email} ${said} ${duty} in unit ${unit}.`, asJson: values.json === true }
}
