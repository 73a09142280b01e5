// The demo's provider of text messages as a process of its own. It ends with the process that started it: their pipe closes.
import { startSandbox } from './sandbox-server.ts'

const { PORT = '0', API_KEY = '', SECRET = '', WEBHOOKS = '' } = process.env
const sandbox = await startSandbox({ port: Number(PORT), apiKey: API_KEY, secret: SECRET, webhooks: WEBHOOKS })
console.log(`port ${sandbox.port}`)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
