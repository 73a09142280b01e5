import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { readDecisions, readProcess, type Decisions, type Process } from '../../process/index.ts'

export type Command = (args: readonly string[]) => Promise<Said>

/** What a command answers: one object for machines, words for people, and what is wrong in it, if anything is. */
export type Said = { readonly json: unknown; readonly words: string; readonly asJson: boolean; readonly problem?: string }

/** Something in how a command was called that its caller can mend. */
export class CommandError extends Error {}

/** Models are drawn by people; a file of more bytes is none. */
const largest = 20_000_000

type Options = NonNullable<ParseArgsConfig['options']>

/** Reads options and places of a command line. Throws a CommandError on what it does not know. */
export function readArguments<Known extends Options>(args: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...args], options: { ...options, json: { type: 'boolean' } }, allowPositionals: true, strict: true })
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message.split('. ')[0]! : String(error))
  }
}

/** Paths are meant from where the command was given, not from where npm runs it. */
const here = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path)

export async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(here(path))
    if (size > largest) throw new CommandError(`${path} is too large: ${size} bytes, at most ${largest}.`)
    return await readFile(here(path), 'utf8')
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${path} can not be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`)
  }
}

export { here }

/** A JSON value given in place, or after `@` by the name of a file. */
export async function readJson(option: string, given: string): Promise<unknown> {
  const text = given.startsWith('@') ? await readText(given.slice(1)) : given
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError(`${option} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export async function readObject(option: string, given: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (given === undefined) return {}
  const value = await readJson(option, given)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CommandError(`${option} must be a JSON object.`)
  return value as Record<string, unknown>
}

export type ModelOptions = { readonly decisions?: string | undefined; readonly called?: readonly string[] | undefined; readonly process?: string | undefined }

/**
 * Reads a model with what it may call: the DMN file that is named, else the only one beside it; called processes from the
 * files that are named, each of which may call those before it.
 */
export async function readModel(path: string | undefined, options: ModelOptions): Promise<Process> {
  if (path === undefined) throw new CommandError('Say which model: a .bpmn file.')
  const xml = await readText(path)
  const decisions = await findDecisions(path, options.decisions)
  const called = new Map<string, Process>()
  const known = () => ({ called, ...(decisions ? { decisions } : { withoutDecisions: true }) })
  for (const file of options.called ?? []) {
    const process = await readProcess(await readText(file), known())
    called.set(process.id, process)
  }
  return readProcess(xml, { ...known(), ...(options.process === undefined ? {} : { process: options.process }) })
}

async function findDecisions(model: string, named: string | undefined): Promise<Decisions | null> {
  if (named !== undefined) return readDecisions(await readText(named))
  const folder = dirname(here(model))
  const beside = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.dmn'))
  return beside.length === 1 ? readDecisions(await readText(join(folder, beside[0]!))) : null
}
