/** Of the machine and the network: nobody answers, or the line broke. */
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'STANDBY'])
/** Of the server: told to stop, crashed, starting; class 08 is the connection itself; 53300 has no place left for one more. */
const server = /^(57P0[1235]|08...|53300)$/

/** Whether the connection is what failed, and not the statement: another one will do as soon as there is one. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isGone)
  const code = 'code' in error ? String(error.code) : ''
  return network.has(code) || server.test(code) || /^(Connection terminated|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/.test(error.message)
}

/** Asks once more when the connection broke meanwhile: only for what changes nothing, or comes to the same when done twice. */
export async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!isGone(error)) throw error
    return ask()
  }
}

/** Whether the database is there and can be read, but writes nothing down: set read-only, or its disk is full. */
export function takesNoChanges(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && (error.code === '25006' || error.code === '53100')) || takesNoChanges(error.cause)
}
