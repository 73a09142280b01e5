/** Why there is no instant at which a timer falls due. */
export type TimeRefusal =
  /** A number that is no instant from 1900 to 2199, no length of time or no count. */
  | { readonly kind: 'OutOfRange'; readonly value: number }
  /** A timer that waits for nothing. */
  | { readonly kind: 'ZeroDuration' }
  /** More than 100 years away. */
  | { readonly kind: 'TooFar' }
  /** Weeks, months or years of working time: nobody could tell how many working days are meant. */
  | { readonly kind: 'NotWorkingTime' }
  /** The timer had fallen due before it was stopped; epoch milliseconds. */
  | { readonly kind: 'AlreadyDue'; readonly due: number }
  /** A cycle that has come as often as it was to come. */
  | { readonly kind: 'CycleOver' }

export type RefusedTime = { readonly ok: false; readonly refusal: TimeRefusal }

export function refuseTime(refusal: TimeRefusal): RefusedTime {
  return { ok: false, refusal }
}
