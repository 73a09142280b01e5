import { Worker } from 'node:worker_threads'

export type PdfRead = { readonly ok: true; readonly pages: number } | { readonly ok: false; readonly why: 'Corrupt' | 'PdfEncrypted' | 'PdfActive' | 'TooManyPages' }

const patience = 20_000
let worker: Worker | null = null
let before: Promise<unknown> = Promise.resolve()

/** Reads one PDF after another in a thread: a file that eats time or memory ends the thread, never the office. */
export function readPdf(bytes: Uint8Array): Promise<PdfRead> {
  const read = before.then(() => readInThread(bytes))
  before = read
  return read
}

/** Ends the thread. The next reading begins a new one. */
export async function stopInspection(): Promise<void> {
  const ending = worker
  worker = null
  await ending?.terminate()
}

function readInThread(bytes: Uint8Array): Promise<PdfRead> {
  const thread = (worker ??= startThread())
  return new Promise((resolve) => {
    const settle = (read: PdfRead, broken: boolean) => {
      clearTimeout(late)
      thread.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit')
      if (broken) void stopInspection()
      resolve(read)
    }
    const late = setTimeout(() => settle({ ok: false, why: 'Corrupt' }, true), patience)
    thread.once('message', (read: PdfRead) => settle(read, false))
    thread.once('error', () => settle({ ok: false, why: 'Corrupt' }, true))
    thread.once('exit', () => settle({ ok: false, why: 'Corrupt' }, true))
    const copy = Uint8Array.from(bytes)
    thread.postMessage(copy, [copy.buffer])
  })
}

function startThread(): Worker {
  const thread = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    stdout: true,
    stderr: true,
  })
  thread.unref()
  return thread
}
