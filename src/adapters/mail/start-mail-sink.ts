import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

const kept = 500
const largest = 30 * 1024 * 1024

/**
 * A real SMTP server on this machine that keeps what it is given as files, for the demo office: its people have no
 * mailboxes. Files are named by time, so that they are in order; only the newest are kept.
 */
export async function startMailSink({ dir, port = 0 }: { readonly dir: string; readonly port?: number }): Promise<{ readonly url: string; stop(): Promise<void> }> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: largest,
    onData: (stream, _session, done) => {
      keep(dir, stream).then(() => done(), () => done(new Error('The message could not be kept.')))
    },
  })
  // A client that hangs up in the middle is no reason to stop.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: listening } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${listening}`, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** The message is on the disk, whole, before the sender hears that it was taken. */
async function keep(dir: string, stream: SMTPServerDataStream): Promise<void> {
  const name = `${Date.now().toString(36).padStart(10, '0')}-${randomBytes(6).toString('hex')}`
  const path = join(dir, `${name}.part`)
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of stream) await file.write(chunk as Buffer)
    if (stream.sizeExceeded) throw new Error('The message is too large.')
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(path, join(dir, `${name}.eml`))
  const names = (await readdir(dir)).filter((each) => each.endsWith('.eml')).sort()
  for (const old of names.slice(0, -kept)) await rm(join(dir, old), { force: true })
}
