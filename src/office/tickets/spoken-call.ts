const digits = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan']

/** A call as the hall hears it, in Indonesian: `Nomor A nol nol tujuh, silakan ke loket dua`. */
export function spokenCall(number: string, counterName: string): string {
  const said = [...number].filter((sign) => sign !== '-').map((sign) => digits[Number(sign)] ?? sign)
  const counter = counterName.replace(/\d+/g, (found) => numberWords(Number(found)))
  return `Nomor ${said.join(' ')}, silakan ke ${counter.charAt(0).toLowerCase()}${counter.slice(1)}`
}

/** Indonesian number words from 0 to 99; what is larger is said digit by digit. */
function numberWords(number: number): string {
  if (number < 10) return digits[number] ?? ''
  if (number === 10) return 'sepuluh'
  if (number === 11) return 'sebelas'
  if (number < 20) return `${digits[number - 10]} belas`
  if (number > 99) return [...String(number)].map((digit) => digits[Number(digit)]).join(' ')
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  return `${digits[tens]} puluh${ones === 0 ? '' : ` ${digits[ones]}`}`
}
