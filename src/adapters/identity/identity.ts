/**
 * Who somebody is: accounts, sign-in and sessions.
 *
 * Citizens get an account in the same sitting with a code sent by e-mail, and may add a passkey afterwards.
 * Staff get theirs from the office and sign in with a password and a time-based code (TOTP), or with a
 * passkey that checked its owner. Refusals are values that a page turns into words; a broken database throws.
 */

/** What is known about the caller. `ip` limits attempts and is stored only as a keyed digest. */
export type Meta = {
  readonly ip: string
  /** Language of the page, such as `id` or `en`: that of the mail, and of the account when it is made now. */
  readonly locale: string
}

export type AccountKind = 'citizen' | 'staff'

export type SignedIn = {
  readonly userId: string
  readonly email: string
  /** Empty until the person has told it. */
  readonly name: string
  readonly kind: AccountKind
  readonly locale: string
  readonly sessionId: string
  /** True after a TOTP code or a passkey that verified its owner; always true for staff. */
  readonly secondFactor: boolean
}

/** `Set-Cookie` header values that the page must forward, each as its own header. */
export type SetCookies = readonly string[]

export type Refused<Kind extends string> = {
  readonly ok: false
  readonly refusal: { readonly kind: Kind; readonly retryAfterSeconds?: number }
}

export type CodeRequest = { readonly ok: true } | Refused<'BadEmail' | 'TooMany'>

export type CodeSignIn =
  | { readonly ok: true; readonly user: SignedIn; readonly setCookies: SetCookies }
  | Refused<'WrongCode' | 'Expired' | 'TooMany'>

export type PasswordSignIn =
  | { readonly ok: true; readonly next: 'totp'; readonly setCookies: SetCookies }
  | Refused<'WrongPassword' | 'TooMany' | 'Locked'>

/**
 * `CodeAlreadyUsed`: wait for the next code. `Expired`: begin again with the password (10 minutes have
 * passed, or there was no password step in this browser). `TooMany`: five wrong codes, begin again. `Locked`:
 * ten wrong codes in a row, closed for 15 minutes.
 */
export type TotpSignIn =
  | { readonly ok: true; readonly user: SignedIn; readonly setCookies: SetCookies }
  | Refused<'WrongCode' | 'CodeAlreadyUsed' | 'Expired' | 'TooMany' | 'Locked'>

export type NewStaff = {
  readonly email: string
  readonly name: string
  /** 12 to 128 characters. */
  readonly password: string
  /** At least 16 ASCII characters, random when left out. Not Base32: that is how `totpUri` writes it. */
  readonly totpSecret?: string
  readonly locale?: string
}

export type StaffAccount = {
  readonly userId: string
  /** False when the e-mail already had a staff account: it was left exactly as it was. */
  readonly created: boolean
  /** `otpauth://` address for an authenticator app, to be shown once; null when nothing was created. */
  readonly totpUri: string | null
}

export interface Identity {
  /**
   * Queues a one-time code for a citizen: 6 digits, good for 10 minutes and one use; an earlier code dies.
   * The answer is the same whether or not the address has an account, and for the address of an officer
   * (who gets no code, since staff never sign in by mail).
   */
  requestCode(email: string, meta: Meta): Promise<CodeRequest>
  /** Signs a citizen in, making the account when it is new. Five wrong codes end the code's life. */
  signInWithCode(email: string, code: string, meta: Meta): Promise<CodeSignIn>
  /** First step of staff: never signs in by itself. Ten wrong passwords lock the address for 15 minutes. */
  signInWithPassword(email: string, password: string, meta: Meta): Promise<PasswordSignIn>
  /** Second step of staff, in the browser that did the first. A code is never accepted twice. */
  verifyTotp(code: string, headers: Headers, meta: Meta): Promise<TotpSignIn>
  /** Who sends this request: one indexed query for a well-signed cookie, none for a forged one. */
  session(headers: Headers): Promise<SignedIn | null>
  /** Ends the session in the database, so that every node refuses its cookie from now on. */
  signOut(headers: Headers): Promise<{ readonly setCookies: SetCookies }>
  /** Demo office only: a real session without asking for proof. Throws unless opened with `demo: true`. */
  signInAs(userId: string, meta: Meta): Promise<{ readonly user: SignedIn; readonly setCookies: SetCookies }>
  /** Makes an officer's account. The same e-mail again changes nothing; a citizen's e-mail throws. */
  createStaff(staff: NewStaff): Promise<StaffAccount>
  /** The six digits that an authenticator app shows now for a `totpSecret` (for the demo page). */
  currentTotp(secret: string): string
  /** A citizen's account without signing in: demo data and tests. The same e-mail gives the same account. */
  ensureCitizen(email: string, name?: string): Promise<{ readonly userId: string }>
  /** Removes expired sessions, codes and attempt counts. For a periodic job. */
  sweep(): Promise<void>
  /**
   * Answers `/api/auth/*`: passkey ceremonies and sign-out, which need script in the browser. Everything else
   * is 404. `ip` is the caller's address as the server knows it.
   */
  handler(request: Request, ip: string): Promise<Response>
}
