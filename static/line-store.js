// What is kept on this device while the line is away: sealed with AES-GCM by a key that script can use but never read.
// Pages and their worker share it. On a shared computer the key is made from a secret of this tab and ends with it.
const line = (() => {
  const settle = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }))
  const opened = () =>
    (line.database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open('line', 1)
      request.onupgradeneeded = () => request.result.createObjectStore('kept')
      settle(request).then(resolve, reject)
    }))
  const kept = async (mode, work) => settle(work((await opened()).transaction('kept', mode).objectStore('kept')))
  const read = (name) => kept('readonly', (store) => store.get(name))
  const write = (name, value) => kept('readwrite', (store) => store.put(value, name))

  async function key() {
    // The worker asks each time: a page may have forgotten the key meanwhile.
    if (!globalThis.document) return read('key')
    if (line.key) return line.key
    const how = (raw) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    if (line.shared) {
      const secret = sessionStorage.line ?? btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
      sessionStorage.line = secret
      return (line.key = await how(Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0))))
    }
    const mine = await read('key')
    if (mine) return (line.key = mine)
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    await write('key', made)
    return (line.key = made)
  }

  return {
    /** The value of this name; null when there is none, or when its key is gone. */
    async get(name) {
      const box = await read(name)
      if (!box) return null
      try {
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.iv, additionalData: new TextEncoder().encode(name) }, await key(), box.data)
        return JSON.parse(new TextDecoder().decode(plain))
      } catch {
        return null
      }
    },
    async put(name, value) {
      const own = await key()
      if (!own) return
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) }, own, new TextEncoder().encode(JSON.stringify(value)))
      await write(name, { iv, data })
    },
    drop: (name) => kept('readwrite', (store) => store.delete(name)),
    /** The names that begin like this. */
    names: (start) => kept('readonly', (store) => store.getAllKeys(IDBKeyRange.bound(start, `${start}\uffff`))),
    /** Forgets everything, the key first. */
    async forget() {
      line.key = null
      if (globalThis.document) delete sessionStorage.line
      await kept('readwrite', (store) => store.clear())
    },
    /** Whose device this is now: what another person left is forgotten. */
    async belongTo(person, shared) {
      line.shared = shared
      const owner = `${person}${shared ? '.shared' : ''}`
      // A secret of the tab that is gone took its key along.
      if ((await read('owner')) === owner && !(shared && !sessionStorage.line)) return
      await line.forget()
      await write('owner', owner)
      await key()
    },
  }
})()
