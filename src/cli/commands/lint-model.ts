import { lintProcess, ModelError, type Linted } from '../../process/index.ts'
import { CommandError, readArguments, readModel, type Command, type Said } from './command.ts'

/** Checks of a model that it is read, and that every case of it can end. */
export const lintModel: Command = async (args): Promise<Said> => {
  const { values, positionals } = readArguments(args, {
    decisions: { type: 'string' },
    called: { type: 'string', multiple: true },
    process: { type: 'string' },
    most: { type: 'string' },
  })
  if (values.most !== undefined && !/^[1-9]\d{0,7}$/.test(values.most)) throw new CommandError('--most must be a number of states.')
  const linted = await lint(positionals[0], values)
  const lines = linted.findings.map(({ level, element, reason, path }) => `${level}: ${element}: ${reason}${path.length > 0 ? ` Way there: ${path.join(' > ')}.` : ''}`)
  const errors = linted.findings.filter(({ level }) => level === 'error').length
  const looked = linted.proven ? `Every case can be followed to its end: ${linted.states} states.` : `Not all states were looked at, only ${linted.states}.`
  return {
    json: linted,
    words: [...lines, ...(errors === 0 ? [looked] : [])].join('\n'),
    asJson: values.json === true,
    ...(linted.ok ? {} : { problem: `${errors} ${errors === 1 ? 'error' : 'errors'} in the model.` }),
  }
}

type Refused = Omit<Linted, 'findings'> & { readonly findings: readonly { readonly level: 'error'; readonly kind: 'refused'; readonly element: string; readonly reason: string; readonly path: readonly string[] }[] }

async function lint(path: string | undefined, options: { readonly most?: string | undefined; readonly decisions?: string | undefined; readonly called?: string[] | undefined }): Promise<Linted | Refused> {
  try {
    return lintProcess(await readModel(path, options), options.most === undefined ? {} : { most: Number(options.most) })
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return { ok: false, proven: false, states: 0, findings: error.problems.map(({ element, reason }) => ({ level: 'error', kind: 'refused', element, reason, path: [] })) }
  }
}
