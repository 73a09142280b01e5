import { writeFile } from 'node:fs/promises'
import { drawProcess, type Process } from '../../process/index.ts'
import { CommandError, here, readArguments, readModel, type Command, type Said } from './command.ts'

/** Draws a model as an SVG file, with where a case is in it. */
export const drawModel: Command = async (args): Promise<Said> => {
  const { values, positionals } = readArguments(args, {
    at: { type: 'string', multiple: true },
    done: { type: 'string', multiple: true },
    lang: { type: 'string' },
    out: { type: 'string' },
    called: { type: 'string', multiple: true },
    process: { type: 'string' },
  })
  if (values.out === undefined) throw new CommandError('Say where the picture goes: --out FILE.svg.')
  const process = await readModel(positionals[0], values)
  const [at, done] = [elements(process, values.at), elements(process, values.done)]
  const svg = drawProcess(process, {
    at,
    done,
    words: (_, name, properties) => properties[`name.${values.lang ?? ''}`] ?? name,
    label: process.name || process.id,
    describe: ({ at: here }) => (here.length > 0 ? `Now at: ${here.join(', ')}.` : ''),
    style: true,
  })
  try {
    await writeFile(here(values.out), svg)
  } catch (error) {
    throw new CommandError(`${values.out} can not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`)
  }
  return { json: { out: values.out, bytes: Buffer.byteLength(svg), at, done }, words: values.out, asJson: values.json === true }
}

function elements(process: Process, named: readonly string[] = []): readonly string[] {
  const ids = named.flatMap((each) => each.split(','))
  const unknown = ids.find((id) => !process.nodes.has(id))
  if (unknown !== undefined) throw new CommandError(`There is no element ${unknown} in the process ${process.id}.`)
  return ids
}
