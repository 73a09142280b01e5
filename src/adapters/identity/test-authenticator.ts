import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A passkey device in software, speaking WebAuthn level 2: ES256, no attestation. */
export type TestAuthenticator = {
  readonly register: (challenge: string, origin: string, verifiesOwner: boolean) => unknown
  readonly authenticate: (challenge: string, origin: string, verifiesOwner: boolean) => unknown
}

const ownerPresent = 0x01
const ownerVerified = 0x04
const keyIncluded = 0x40

export function makeTestAuthenticator(): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let counter = 0
  const authenticatorData = (origin: string, flags: number) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.of(flags), count])
  }
  const credential = (response: Record<string, unknown>) =>
    ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  return {
    register: (challenge, origin, verifiesOwner) => {
      const jwk = publicKey.export({ format: 'jwk' })
      const cose = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'), Buffer.from(jwk.x ?? '', 'base64url'),
        Buffer.from('225820', 'hex'), Buffer.from(jwk.y ?? '', 'base64url'),
      ])
      const data = Buffer.concat([
        authenticatorData(origin, ownerPresent | keyIncluded | (verifiesOwner ? ownerVerified : 0)),
        Buffer.alloc(16), Buffer.of(0, credentialId.length), credentialId, cose,
      ])
      // CBOR of { fmt: 'none', attStmt: {}, authData }.
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.of(data.length), data,
      ])
      return credential({
        clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      })
    },
    authenticate: (challenge, origin, verifiesOwner) => {
      const client = clientData('webauthn.get', challenge, origin)
      const data = authenticatorData(origin, ownerPresent | (verifiesOwner ? ownerVerified : 0))
      return credential({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
      })
    },
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}
