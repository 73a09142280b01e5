import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/adapters/free-port.ts'

/** A real S3-compatible server in a process of its own, which checks signatures, with one bucket. */
export type S3Server = {
  /** As an operator writes it into S3_URL. */
  readonly url: string
  readonly bucketUrl: string
  start(): Promise<void>
  /** Ends it without warning; what it keeps stays. */
  kill(): Promise<void>
  /** It is there and takes connections, and does nothing any more, until it goes on. */
  freeze(): void
  goOn(): void
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const bucket = 'berkas'
const program = `const S3rver = require('@20minutes/s3rver')
new S3rver({ address: '127.0.0.1', port: Number(process.env.S3_PORT), directory: process.env.S3_DIR, silent: true, vhostBuckets: false, configureBuckets: [{ name: '${bucket}', configs: [] }] }).run()`

export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 's3-'))
  const port = await freePort()
  let child: ChildProcess | null = null
  const start = async () => {
    // It writes its list's continuation tokens with DES, as the first S3 did, which OpenSSL has put away.
    child = spawn(process.execPath, ['--openssl-legacy-provider', '-e', program], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env['PATH'], S3_PORT: String(port), S3_DIR: directory } })
    for (let wait = 0; wait < 300; wait++) {
      if (child.exitCode !== null) break
      if (await fetch(`http://127.0.0.1:${port}/${bucket}`).then(() => true, () => false)) return
      await sleep(100)
    }
    throw new Error('The S3 server did not start.')
  }
  const kill = async () => {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill('SIGKILL')
    await new Promise((resolve) => ending.once('exit', resolve))
  }
  await start()
  return {
    url: `http://S3RVER:S3RVER@127.0.0.1:${port}/${bucket}`,
    bucketUrl: `http://127.0.0.1:${port}/${bucket}`,
    start,
    kill,
    freeze: () => child?.kill('SIGSTOP'),
    goOn: () => child?.kill('SIGCONT'),
    stop: async () => {
      await kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
