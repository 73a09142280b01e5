import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { takeTurns } from './take-turns.ts'

export type PdfRead =
  | { readonly ok: true; readonly pages: number }
  | { readonly ok: false; readonly why: 'Corrupt' | 'PdfEncrypted' | 'PdfActive' | 'TooManyPages' }

export type PdfReader = {
  /** Throws when too many wait (InspectionBusy) and when no thread can be started. */
  read(bytes: Uint8Array): Promise<PdfRead>
  /** Finishes what was begun, then ends the thread. A later reading begins a new one. */
  stop(): Promise<void>
}

export type PdfReaderLimits = {
  /** Milliseconds for one file. */
  readonly patience: number
  /** Megabytes of the thread's heap. */
  readonly memory: number
}

const mostWaitingBytes = 256 * 1024 * 1024
/** Milliseconds: a cold start on a slow disk, and the end of a thread that does not listen. */
const longestStart = 60_000
const longestEnding = 5000

/**
 * Reads one PDF after another in a thread: a file that eats the memory, breaks the thread or takes too long is called corrupt,
 * and the next one is read in a new thread. The thread says `ready` once, then answers each file with a PdfRead.
 */
export function openPdfReader(thread: URL, limits: PdfReaderLimits): PdfReader {
  const turns = takeTurns(mostWaitingBytes)
  let worker: Worker | null = null

  const end = async () => {
    const ending = worker
    worker = null
    // A thread that is deep in native code may not hear it at once; the files that wait don't wait for that.
    if (ending) await Promise.race([ending.terminate(), setTimeout(longestEnding, null, { ref: false })])
  }
  const read = async (bytes: Uint8Array): Promise<PdfRead> => {
    if (!worker) {
      const started = await startThread(thread, limits.memory)
      started.once('exit', () => {
        if (worker === started) worker = null
      })
      worker = started
    }
    // A copy of its own: the caller keeps the bytes, and the copy is handed over.
    const copy = Uint8Array.from(bytes)
    worker.postMessage(copy, [copy.buffer])
    const answer = await nextMessage(worker, limits.patience)
    if (answer) return answer as PdfRead
    // The old thread is gone before a new one takes memory.
    await end()
    return { ok: false, why: 'Corrupt' }
  }
  return {
    read: (bytes) => turns.take(bytes, () => read(bytes)),
    stop: async () => {
      await turns.idle()
      await end()
    },
  }
}

async function startThread(file: URL, memory: number): Promise<Worker> {
  const thread = new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 64 },
    // The parser of strangers' files sees none of the office's secrets, and what it says of them is not logged.
    env: {},
    stdout: true,
    stderr: true,
  })
  thread.stdout.resume()
  thread.stderr.resume()
  // A thread that breaks also exits, and that is what is waited for; an error that nobody hears would end the office.
  let cause: unknown
  thread.on('error', (error) => (cause = error))
  if ((await nextMessage(thread, longestStart)) !== 'ready') {
    await thread.terminate()
    throw new Error('The thread that reads PDF files does not start.', { cause })
  }
  thread.unref()
  return thread
}

/** Null when the thread ends or says nothing for so many milliseconds. */
function nextMessage(thread: Worker, patience: number): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (message: unknown) => {
      clearTimeout(late)
      thread.off('message', settle).off('exit', giveUp)
      resolve(message)
    }
    const giveUp = () => settle(null)
    const late = globalThis.setTimeout(giveUp, patience)
    thread.on('message', settle).on('exit', giveUp)
  })
}
