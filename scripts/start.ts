// The demo office, ready to be tried.
import { prepare } from './prepare.ts'

process.env['DEMO'] ??= '1'
process.env['LOG_LEVEL'] ??= 'warn'
await prepare(console.log)
await import('../src/cli/serve.ts')
