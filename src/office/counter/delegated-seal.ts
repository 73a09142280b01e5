import { permitNumber } from '../numbers.ts'

/** A public key of the office or of a delegation: ECDSA on P-256 (a JSON Web Key). */
export type SealPublicKey = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }

/** Whether this key signed a text (ES256: r and s, base64url): brought by the browser, or by node. */
export type VerifySignature = (key: SealPublicKey, text: string, signature: string) => boolean | Promise<boolean>

/** Numbers that were lent with a delegation: the service's format with unit and year filled in, the first of them, how many. */
export type NumberRun = readonly [format: string, first: number, count: number]

/**
 * What a delegation says (RFC 7519 names; `cnf` is RFC 7800's): whose key it is stays with the office. `num` has a run of
 * permit numbers for each service that may be signed: no permit under another number is the delegate's.
 */
export type DelegationClaims = {
  readonly iss: string
  readonly jti: string
  readonly nbf: number
  readonly exp: number
  readonly unit: string
  readonly num: Readonly<Record<string, NumberRun>>
  readonly cnf: { readonly jwk: SealPublicKey }
}

export const permitSeal = 'permit+jws'
export const delegationSeal = 'delegation+jws'

export type ReadSeal =
  | { readonly ok: true; readonly facts: Readonly<Record<string, unknown>>; readonly delegation: DelegationClaims | null }
  | { readonly ok: false; readonly reason: 'malformed' | 'unknown-key' | 'bad-signature' | 'not-delegated' }

/**
 * Checks the code of a permit with nothing but the office's public keys. Either one compact JWS (RFC 7515) under a key of the
 * office, or two with a `~` between them: the permit under a delegated key, and the office's word for that key. Only ES256 is
 * taken, whatever a header says. A delegation that was revoked still reads as sound here: that only the register knows.
 */
export async function readSeal(code: string, officeKeys: ReadonlyMap<string, SealPublicKey>, verify: VerifySignature): Promise<ReadSeal> {
  const [permitText = '', delegationText, ...rest] = code.split('~')
  if (rest.length > 0) return fails('malformed')
  if (delegationText === undefined) return one(permitText, permitSeal, (kid) => officeKeys.get(kid), verify)
  const given = await one(delegationText, delegationSeal, (kid) => officeKeys.get(kid), verify)
  if (!given.ok) return given
  const delegation = readDelegation(given.facts)
  if (!delegation) return fails('malformed')
  const signed = await one(permitText, permitSeal, (kid) => (kid === delegation.jti ? delegation.cnf.jwk : undefined), verify)
  if (!signed.ok) return signed
  return isCovered(signed.facts, delegation) ? { ...signed, delegation } : fails('not-delegated')
}

/** Whether a permit is what was delegated: this office, unit and service, a number that was lent, made while it was in force. */
export function isCovered(facts: Readonly<Record<string, unknown>>, { iss, unit, nbf, exp, num }: DelegationClaims): boolean {
  const { sub, iat, svc } = facts
  const run = typeof svc === 'string' && Object.hasOwn(num, svc) ? num[svc] : undefined
  const inTime = typeof iat === 'number' && iat >= nbf && iat < exp
  return facts['iss'] === iss && facts['unit'] === unit && inTime && run !== undefined && numbersOf(run).includes(String(sub))
}

/** The permit numbers of a run. */
export function numbersOf([format, first, count]: NumberRun): readonly string[] {
  return Array.from({ length: count }, (_, more) => permitNumber(format, { unit: '', year: '' }, first + more))
}

/** A run as a delegation carries it: unit and year are filled in, the sequence is left open. */
export function numberRun(format: string, values: { readonly unit: string; readonly year: string }, first: number, count: number): NumberRun {
  return [format.replace(/\{(unit|year)\}/g, (_, name: 'unit' | 'year') => values[name]), first, count]
}

/** What a permit under a delegated key is signed as: the letters of the JWS before its last dot. */
export function toBeSigned(delegation: string, facts: object): string {
  return `${letters({ alg: 'ES256', kid: delegation, typ: permitSeal })}.${letters(facts)}`
}

const mostNumbers = 200

/** The claims of a delegation; null when they are not one. */
export function readDelegation(value: Readonly<Record<string, unknown>>): DelegationClaims | null {
  const { iss, jti, nbf, exp, unit, num, cnf } = value
  const isText = (each: unknown): each is string => typeof each === 'string' && each !== ''
  if (![iss, jti, unit].every(isText) || !Number.isSafeInteger(nbf) || !Number.isSafeInteger(exp) || !isObject(num) || !isObject(cnf)) return null
  const isRun = (run: unknown) => Array.isArray(run) && run.length === 3 && isText(run[0]) && Number.isSafeInteger(run[1]) && Number.isSafeInteger(run[2]) && run[2] > 0 && run[2] <= mostNumbers
  const { jwk } = cnf
  const isKey = isObject(jwk) && jwk['kty'] === 'EC' && jwk['crv'] === 'P-256' && isText(jwk['x']) && isText(jwk['y'])
  return isKey && Object.values(num).every(isRun) ? (value as unknown as DelegationClaims) : null
}

async function one(text: string, type: string, keyOf: (kid: string) => SealPublicKey | undefined, verify: VerifySignature): Promise<ReadSeal> {
  const parts = text.split('.')
  const [header, body] = [opened(parts[0]), opened(parts[1])]
  if (parts.length !== 3 || !header || !body || header['typ'] !== type || typeof header['kid'] !== 'string') return fails('malformed')
  const key = keyOf(header['kid'])
  if (!key) return fails('unknown-key')
  const isSound = header['alg'] === 'ES256' && (await verify(key, `${parts[0]}.${parts[1]}`, parts[2] ?? ''))
  return isSound ? { ok: true, facts: body, delegation: null } : fails('bad-signature')
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const fails = (reason: Extract<ReadSeal, { ok: false }>['reason']): ReadSeal => ({ ok: false, reason })

function opened(part: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const bytes = Uint8Array.from(atob((part ?? '').replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function letters(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
