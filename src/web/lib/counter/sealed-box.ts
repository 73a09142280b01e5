/** Something encrypted with AES-GCM. What it is for is bound in: one box can not stand in for another. */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

const utf8 = new TextEncoder()

export async function sealBytes(key: CryptoKey, about: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(about) }, key, bytes) }
}

export async function openBytes(key: CryptoKey, about: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(about) }, key, data)
}

export async function seal(key: CryptoKey, about: string, value: unknown): Promise<Sealed> {
  return sealBytes(key, about, utf8.encode(JSON.stringify(value)))
}

/** Throws when it is not what was sealed here under this name. */
export async function unseal<T>(key: CryptoKey, about: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, about, sealed))) as T
}
