// Everything on it is done in the browser: it is there for who has no network.
export const csr = true
