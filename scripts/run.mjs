// The one door for every command: npm start, npm run serve, npm test, npm run test:faults, npm run bench, npm run satu-pintu.
// It runs under any Node from 20 on, installs what is missing or stale, and goes on under the project's own Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const stamp = `${root}node_modules/.installed`
const ownNode = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`
const verbs = ['start', 'serve', 'test', 'faults', 'bench', 'satu-pintu']

const verb = process.argv[2] ?? ''
if (!verbs.includes(verb)) fail(`Say what to do: ${verbs.join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old: please install Node 20 or later.`)
install()
const node = existsSync(ownNode) ? ownNode : fallback()
process.exitCode = await run(node, ['--disable-warning=ExperimentalWarning', `${root}scripts/${verb}.ts`, ...process.argv.slice(3)])

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

/** Where install scripts are switched off, Node is not unpacked; a new enough one on the machine does as well. */
function fallback() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail("The project's own Node is missing. Allow install scripts (npm config set ignore-scripts false), remove node_modules and try again, or use Node 24.")
}

/**
 * Runs a program, hands signals on to it and ends as it ends.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function run(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${root}node_modules/.bin:${root}node_modules/node/bin:${process.env.PATH}` } })
  // A terminal sends its Ctrl+C to the child as well; it must not end before the child did.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // npm hands a SIGTERM to the shell between it and us, and that shell dies with it in silence: its death is the signal.
  const npm = process.ppid
  if (process.env['npm_lifecycle_event']) setInterval(() => process.ppid === npm || child.kill('SIGTERM'), 500).unref()
  return new Promise((resolve) => {
    child.on('error', (error) => fail(error.message))
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
