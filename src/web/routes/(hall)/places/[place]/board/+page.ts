// A board stays open for days and is told of each change: it hydrates. Without script it loads itself anew.
export const csr = true
