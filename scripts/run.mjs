// The one door for every command: npm start, npm run serve, npm test, npm run test:faults, npm run bench, npm run satu-pintu.
// It runs under any Node from 20 on, installs what is missing or stale, and goes on under the project's own Node. An office
// that was upgraded is run by the program of its new version, from the folder that DATA_DIR/upgrade/state.json names.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const stamp = `${root}node_modules/.installed`
const ownNode = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
const verbs = ['start', 'serve', 'build', 'test', 'faults', 'bench', 'satu-pintu']
/** With which an office ends that is to be opened again, perhaps by another version: EX_TEMPFAIL of sysexits. */
const again = 75

const verb = process.argv[2] ?? ''
if (!verbs.includes(verb)) fail(`Say what to do: ${verbs.join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old: please install Node 20 or later.`)
install()
/** @type {import('node:child_process').ChildProcess | null} */
let child = null
let ending = false
listen()
process.exitCode = Math.abs(verb === 'start' || verb === 'serve' ? await keepOpen() : await run(verb === 'satu-pintu' ? programFolder() : root, verb))

/** Opens the office, by whichever version it is of by then, until it ends for good. */
async function keepOpen() {
  if (verb === 'start') process.env['DEMO'] ??= '1'
  for (let settled = 0; ; ) {
    if (readState()?.running) {
      const code = await run(programFolder(), 'settle')
      if (ending) return code
      // Killed in the middle it goes back at the next try; what it says can't be done is left to a person.
      if (code !== 0 && (code > 0 || ++settled === 3)) return code
      continue
    }
    const code = await run(programFolder(), verb)
    if (code !== again || ending) return code
    settled = 0
  }
}

/** @returns {{ current: { folder: string } | null, running: object | null } | null} */
function readState() {
  const path = resolve(root, process.env['DATA_DIR']?.trim() || 'data', 'upgrade/state.json')
  if (!existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return fail(`${path} is damaged, so that nobody can tell which version this office is of. Put it back from a copy, or write into it which program it was.`)
  }
}

/** Where the program is that this office is of. */
function programFolder() {
  const folder = readState()?.current?.folder
  if (folder === undefined) return root
  if (!existsSync(`${folder}/package.json`)) fail(`This office was upgraded to the program in ${folder}, which is gone. Put it back: an older program must not run on its data.`)
  return `${folder}/`
}

/** Installs the packages when there are none, or when the lock file changed since. */
function install() {
  const digest = createHash('sha256').update(readFileSync(`${root}package-lock.json`)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  console.error('Installing packages: this takes a minute the first time.')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) fail('The packages could not be installed (see above). Check the network and try again.')
  writeFileSync(stamp, digest)
}

/**
 * @param {string} folder
 */
function nodeOf(folder) {
  const own = `${folder}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
  return existsSync(own) ? own : existsSync(ownNode) ? ownNode : fallback()
}

/** Where install scripts are switched off, Node is not unpacked; a new enough one on the machine does as well. */
function fallback() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail("The project's own Node is missing. Allow install scripts (npm config set ignore-scripts false), remove node_modules and try again, or use Node 24.")
}

/**
 * Runs a script of a program from this folder, so that places are meant from here, and gives its code; a negative one when it was killed.
 * @param {string} folder
 * @param {string} script
 * @returns {Promise<number>}
 */
function run(folder, script) {
  const args = script === 'settle' ? [] : process.argv.slice(3)
  child = spawn(nodeOf(folder), ['--disable-warning=ExperimentalWarning', `${folder}scripts/${script}.ts`, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SATU_PINTU_DOOR: root.replace(/[\\/]$/, ''), PATH: `${folder}node_modules/.bin:${folder}node_modules/node/bin:${process.env.PATH}` },
  })
  return new Promise((ended) => {
    child?.on('error', (error) => fail(error.message))
    child?.on('exit', (code, signal) => ended(code ?? (signal ? -1 : 0)))
  })
}

/** Hands signals on, and ends as the child ends. */
function listen() {
  const end = () => {
    ending = true
    child?.kill('SIGTERM')
  }
  // A terminal sends its Ctrl+C to the child as well; this must not end before the child did.
  process.on('SIGINT', () => (ending = true))
  process.on('SIGTERM', end)
  // npm hands a SIGTERM to the shell between it and us, and that shell dies with it in silence: its death is the signal.
  const npm = process.ppid
  if (process.env['npm_lifecycle_event']) setInterval(() => process.ppid === npm || end(), 500).unref()
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
