/** Too many files wait for inspection: the machine can't keep up, and holding more of them would end it. */
export class InspectionBusy extends Error {
  constructor() {
    super('Too many uploads wait for inspection.')
    this.name = 'InspectionBusy'
  }
}

export type Turns = {
  /** Runs the work when all before it is done. Throws InspectionBusy when too many bytes wait already. */
  take<T>(bytes: Uint8Array, work: () => Promise<T>): Promise<T>
  /** Settles when nothing waits and nothing runs. */
  idle(): Promise<void>
}

/** Lets one file in at a time; those that wait may hold so many bytes together. A lone file always comes in. */
export function takeTurns(mostWaitingBytes: number): Turns {
  let held = 0
  let last: Promise<unknown> = Promise.resolve()
  const take = async <T>(bytes: Uint8Array, work: () => Promise<T>): Promise<T> => {
    const size = bytes.byteLength
    if (held > 0 && held + size > mostWaitingBytes) throw new InspectionBusy()
    held += size
    const done = last.then(work)
    last = done.catch(() => undefined).then(() => (held -= size))
    return done
  }
  const idle = async (): Promise<void> => {
    for (let seen = null as unknown; seen !== last; ) {
      seen = last
      await last
    }
  }
  return { take, idle }
}
