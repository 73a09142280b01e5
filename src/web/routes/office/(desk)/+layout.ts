// Officers sit here all day: their pages hydrate, for the keyboard and for speed.
export const csr = true
