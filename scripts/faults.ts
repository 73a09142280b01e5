// Breaks things on purpose, for some minutes: not part of every check.
import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { prepare, root } from './prepare.ts'

await prepare(console.log)
const files: string[] = []
for await (const file of glob('tests/faults/**/*.test.ts', { cwd: root })) files.push(file)
const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=1', ...files.sort()], { cwd: root, stdio: 'inherit' })
child.on('exit', (code) => (process.exitCode = code ?? 1))
