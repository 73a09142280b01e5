import { ModelError } from '../process/index.ts'
import { backup } from './commands/backup.ts'
import { CommandError, type Command, type Said } from './commands/command.ts'
import { decideModel } from './commands/decide-model.ts'
import { drawModel } from './commands/draw-model.ts'
import { exportAll } from './commands/export-all.ts'
import { lintModel } from './commands/lint-model.ts'
import { restore } from './commands/restore.ts'
import { runModel } from './commands/run-model.ts'

const commands: Readonly<Record<string, Command>> = { run: runModel, decide: decideModel, 'lint-model': lintModel, draw: drawModel, backup, restore, 'export-all': exportAll }

const usage = `Say what to do:
  run MODEL.bpmn --events EVENTS.json [--context '{...}'] [--decisions FILE.dmn] [--called FILE.bpmn]... [--start ELEMENT] [--json]
  decide MODEL.dmn DECISION --input '{...}' [--json]
  lint-model MODEL.bpmn [--decisions FILE.dmn] [--called FILE.bpmn]... [--most STATES] [--json]
  draw MODEL.bpmn [--at ELEMENT]... [--done ELEMENT]... [--lang en] --out FILE.svg [--json]
  backup [--check] [--json]
  restore [--from FOLDER] [--key FILE] [--into FOLDER] [--to 2026-11-25T14:03:00+07:00] [--backup NAME] [--json]
  export-all --into FOLDER [--json]
A value that begins with @ is read from the file of that name.`

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) await answer(command)
else {
  console.error(usage)
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 1
}

/** One JSON object or plain words on standard output; what is wrong in one line on the other, and a code that is not zero. */
async function answer(command: Command): Promise<void> {
  try {
    const said = await command(args)
    print(said)
    if (said.problem !== undefined) fail(said.problem)
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof ModelError)) throw error
    fail(error.message)
  }
}

function print({ json, words, asJson }: Said): void {
  if (asJson) console.log(JSON.stringify(json))
  else if (words !== '') console.log(words)
}

function fail(problem: string): void {
  console.error(problem.replace(/\s*\n\s*/g, '; '))
  process.exitCode = 1
}
