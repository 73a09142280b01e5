// Works on any machine that has a browser, also one whose scripts do not run any more.
export const csr = false
