// Brings an upgrade to its end while the office is closed. run.mjs starts it when one was asked for, or was cut off.
import { existsSync } from 'node:fs'
import { compileWords } from './compile-words.ts'

if (!existsSync(new URL('../src/words/index.js', import.meta.url))) await compileWords()
await import('../src/cli/settle.ts')
