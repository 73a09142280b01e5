/** What may be told about a fault inside the library: never its own words, which can hold personal data. */
export type IdentityFault = { readonly level: 'warn' | 'error'; readonly fault: string }

/**
 * A logger for better-auth that passes on the kind of fault only: the error's class and code (a PostgreSQL
 * SQLSTATE, say), never a message, since messages may quote an e-mail, a code, an origin or a row.
 */
export function quietLog(report: (fault: IdentityFault) => void) {
  return {
    level: 'warn' as const,
    log: (level: 'debug' | 'info' | 'warn' | 'error', _message: string, ...details: readonly unknown[]) => {
      // Warnings are everyday refusals (wrong password, unknown user), which the caller gets as a value.
      if (level !== 'error') return
      report({ level, fault: details.map(faultOf).find((fault) => fault !== null) ?? 'library error' })
    },
  }
}

function faultOf(detail: unknown): string | null {
  if (!(detail instanceof Error)) return null
  const code = 'code' in detail && typeof detail.code === 'string' && /^[A-Z0-9_]{3,40}$/.test(detail.code)
    ? ` ${detail.code}`
    : ''
  return `${detail.constructor.name}${code}`
}
