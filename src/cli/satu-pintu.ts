import { ModelError } from '../process/index.ts'
import { CommandError, type Command, type Said } from './commands/command.ts'
import { decideModel } from './commands/decide-model.ts'
import { drawModel } from './commands/draw-model.ts'
import { lintModel } from './commands/lint-model.ts'
import { runModel } from './commands/run-model.ts'

/** The process core's commands come at once; those of an office bring its words and its database with them when they are asked for. */
const commands: Readonly<Record<string, Command>> = {
  run: runModel,
  decide: decideModel,
  'lint-model': lintModel,
  draw: drawModel,
  backup: async (args) => (await import('./commands/backup.ts')).backup(args),
  restore: async (args) => (await import('./commands/restore.ts')).restore(args),
  upgrade: async (args) => (await import('./commands/upgrade.ts')).upgrade(args),
  'export-all': async (args) => (await import('./commands/export-all.ts')).exportAll(args),
  doctor: async (args) => (await import('./commands/doctor.ts')).doctor(args),
  vacuum: async (args) => (await import('./commands/mend.ts')).vacuum(args),
  'end-transaction': async (args) => (await import('./commands/mend.ts')).endTransaction(args),
  'retry-jobs': async (args) => (await import('./commands/mend.ts')).retryJobs(args),
  handover: async (args) => (await import('./commands/handover.ts')).handover(args),
  'add-officer': async (args) => (await import('./commands/add-officer.ts')).addOfficer(args),
  'give-duty': async (args) => (await import('./commands/duties.ts')).giveDuty(args),
  'end-duty': async (args) => (await import('./commands/duties.ts')).endDuty(args),
  'paper-pack': async (args) => (await import('./commands/paper-pack.ts')).paperPack(args),
}

const usage = `Say what to do:
  run MODEL.bpmn --events EVENTS.json [--context '{...}'] [--decisions FILE.dmn] [--called FILE.bpmn]... [--start ELEMENT] [--json]
  decide MODEL.dmn DECISION --input '{...}' [--json]
  lint-model MODEL.bpmn [--decisions FILE.dmn] [--called FILE.bpmn]... [--most STATES] [--json]
  draw MODEL.bpmn [--at ELEMENT]... [--done ELEMENT]... [--lang en] --out FILE.svg [--json]
A value that begins with @ is read from the file of that name.
Of an office, in the environment that it runs in (DATA_DIR, DATABASE_URL, SMTP_URL, ORIGIN, BACKUP_DIR):
  backup [--check] [--json]
  restore [--from FOLDER] [--key FILE] [--into FOLDER] [--to 2026-11-25T14:03:00+07:00] [--backup NAME] [--json]
  upgrade [--to FOLDER|v1.2.3] [--without-backup] [--json]   another version of this program; what fails goes back by itself
  export-all --into FOLDER [--json]
  doctor [--lang id|en] [--json]        what is wrong, what it means for people, and how to mend it
  paper-pack --unit CODE... [--service ID...] [--forms 20] [--lang id] --out FILE.pdf [--json]
  handover [--out FILE.md|.html|.pdf] [--lang id|en]   the book for who comes next
  add-officer EMAIL NAME                an account, without any duty yet
  give-duty EMAIL DUTY UNIT             verifier, head, counter or operator, from today on
  end-duty EMAIL DUTY UNIT
  retry-jobs                            try again what was given up, such as mails
  vacuum                                tidy the database
  end-transaction PID                   end what holds up the database`

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
