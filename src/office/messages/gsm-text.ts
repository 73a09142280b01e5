// GSM 03.38, the alphabet of a text message: 160 letters fit into one; of the second list each counts twice.
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const extended = new Set('^{}\\[~]|€')
const plainer: Readonly<Record<string, string>> = { '–': '-', '—': '-', '‘': "'", '’': "'", '“': '"', '”': '"', '…': '...', '•': '*', '\u00a0': ' ', '\u202f': ' ', '\t': ' ' }

/** A text in letters that every phone shows and that cost one place: accents and signs that the alphabet lacks are made plainer. */
export function plainText(text: string): string {
  return [...text].map((letter) => plainer[letter] ?? letter).join('').replace(/[^\0-\x7f]/gu, (letter) => (basic.has(letter) || extended.has(letter) ? letter : letter.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\0-\x7f]/gu, '?')))
}

/** How many places a text takes; null when it holds a letter outside of the alphabet. */
export function placesOf(text: string): number | null {
  let places = 0
  for (const letter of text) {
    if (!basic.has(letter) && !extended.has(letter)) return null
    places += extended.has(letter) ? 2 : 1
  }
  return places
}
