// The command line: the process core's commands (run, decide, lint-model, draw) and those of an office (paper-pack and others).
import { existsSync } from 'node:fs'
import { compileWords } from './compile-words.ts'

// Before the first start there are no words yet.
if (!existsSync(new URL('../src/words/index.js', import.meta.url))) await compileWords()
await import('../src/cli/satu-pintu.ts')
