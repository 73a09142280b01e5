// An office without demo data.
import { prepare } from './prepare.ts'

await prepare(console.log)
await import('../src/cli/serve.ts')
