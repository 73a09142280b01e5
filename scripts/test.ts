// Everything that is checked of a change, in the order in which it fails fastest. One argument names one part:
// lint, types, unit, e2e. More arguments are handed to the test runner as files.
import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { startTestServer } from '../tests/support/test-database.ts'
import { prepare, root } from './prepare.ts'

const [part, ...files] = process.argv.slice(2)
const bin = (name: string) => join(root, 'node_modules', name)
const started = Date.now()

const parts: Record<string, () => Promise<void>> = {
  lint: () => run('Lint', [bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.']),
  types: async () => {
    await run('The process core as a package', [bin('typescript/bin/tsc'), '-p', 'tsconfig.library.json'])
    await run('Types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'])
    await run('Types of the pages', [bin('svelte-check/bin/svelte-check'), '--tsconfig', './tsconfig.json', '--threshold', 'error', '--output', 'human'])
  },
  unit: () => tests('Unit and integration tests', ['src/**/*.test.ts', 'tests/conformance/**/*.test.ts', 'tests/oracle/**/*.test.ts', 'tests/integration/**/*.test.ts'], 2),
  e2e: () => tests('Journeys in a browser', ['tests/e2e/**/*.test.ts'], 1),
}

if (part !== undefined && !(part in parts)) throw new Error(`Say which part: ${Object.keys(parts).join(', ')}, or nothing for all.`)
await prepare(console.log)
const server = await startTestServer()
try {
  for (const name of part === undefined ? Object.keys(parts) : [part]) await parts[name]!()
  console.log(`All good, after ${Math.round((Date.now() - started) / 1000)} seconds.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await server.stop()
}

async function tests(name: string, patterns: readonly string[], concurrency: number): Promise<void> {
  const found: string[] = []
  for (const pattern of files.length > 0 ? files : patterns) for await (const file of glob(pattern, { cwd: root })) found.push(file)
  if (found.length === 0) throw new Error(`${name}: there is no test to run.`)
  const flags = ['--disable-warning=ExperimentalWarning', '--test', `--test-concurrency=${concurrency}`, '--test-timeout=600000', '--test-reporter=./scripts/brief-reporter.ts']
  await run(name, [...flags, ...found.sort()])
}

function run(name: string, args: readonly string[]): Promise<void> {
  console.log(`${name}.`)
  const environment = { ...process.env, SATU_PINTU_TEST_ADMIN_URL: server.superUrl, NODE_OPTIONS: '' }
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: 'inherit', env: environment })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name}: failed.`))))
  })
}
