/** Why the office can't sign with what lies in the signing folder. */
export type RefusalReason =
  | 'unreadable'
  | 'no-key'
  | 'no-certificate'
  | 'key-mismatch'
  | 'unsupported-key'
  | 'wrong-use'
  | 'not-yet-valid'
  | 'expired'
  | 'missing'

/**
 * Thrown at the start of the program (or by a signature after the certificate ran out); the message says what
 * to do.
 */
export class SigningRefused extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super(message)
    this.name = 'SigningRefused'
    this.reason = reason
  }
}
