import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

const kept = 500
const largest = 30 * 1024 * 1024

/**
 * A real SMTP server on this machine that keeps what it is given as files, for the demo office: its people have no
 * mailboxes. Files are named by time, no two the same, so that they are in order; only the newest 500 are kept.
 */
export async function startMailSink({ dir, port = 0 }: {
  readonly dir: string
  readonly port?: number
}): Promise<{ readonly url: string; stop(): Promise<void> }> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  // The mode above counts for a new folder only.
  await chmod(dir, 0o700)
  for (const name of await readdir(dir)) if (name.endsWith('.part')) await rm(join(dir, name), { force: true })
  let last = 0
  const nextMoment = () => (last = Math.max(Date.now(), last + 1))
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largest,
    maxClients: 20,
    closeTimeout: 2_000,
    onData: (stream, _session, done) => {
      keep(dir, nextMoment(), stream).then(
        () => done(),
        // 552: too large, for good. Anything else may go better the next time.
        () => done(Object.assign(new Error('The message could not be kept.'), stream.sizeExceeded ? { responseCode: 552 } : {})),
      )
    },
  })
  // A client that hangs up in the middle is no reason to stop.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: listening } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${listening}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The message is on the disk, whole, before the sender hears that it was taken. */
async function keep(dir: string, at: number, stream: SMTPServerDataStream): Promise<void> {
  const name = `${at.toString(36).padStart(10, '0')}-${randomBytes(6).toString('hex')}`
  const path = join(dir, `${name}.part`)
  const file = await open(path, 'wx', 0o600)
  try {
    // What is too large is read to its end, as SMTP asks for, but not kept.
    for await (const chunk of stream) if (!stream.sizeExceeded) await file.appendFile(chunk as Buffer)
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
