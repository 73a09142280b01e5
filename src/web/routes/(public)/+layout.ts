// Citizens' pages are plain pages: no framework is sent along.
export const csr = false
