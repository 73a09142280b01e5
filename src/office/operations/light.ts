/** `unknown`: it could not be looked at. Only `fail` means that people are not served, or soon will not be. */
export type Status = 'ok' | 'warn' | 'fail' | 'unknown'

/** The light of a whole list: what is worst in it. What could not be looked at is no green. */
export function worst(list: readonly { readonly status: Status }[]): Status {
  return (['fail', 'warn', 'unknown'] as const).find((status) => list.some((each) => each.status === status)) ?? 'ok'
}
