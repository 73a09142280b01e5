import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { fine, trouble, type Check } from '../check.ts'

const dayMs = 86_400_000
const patienceMs = 4_000

/** The certificate that browsers see at the office's address: when it ends, nobody gets in any more. */
export const webCertificate: Check = {
  id: 'web-certificate',
  run: async (context) => {
    const url = new URL(context.origin)
    if (url.protocol !== 'https:') {
      const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
      return local ? fine(context, 'doctor.web-certificate.local.ok', { origin: context.origin }) : trouble(context, 'fail', 'web-certificate.none', { origin: context.origin })
    }
    const seen = await look(url.hostname, Number(url.port || 443))
    if (seen === null) return trouble(context, 'warn', 'web-certificate.unseen', { origin: context.origin })
    const days = Math.floor((seen.until - context.now()) / dayMs)
    const values = { days, origin: context.origin }
    if (!seen.trusted || days < 0) return trouble(context, 'fail', 'web-certificate.refused', values)
    return days < 14 ? trouble(context, days < 3 ? 'fail' : 'warn', 'web-certificate.ending', values) : fine(context, 'doctor.web-certificate.ok', values)
  },
}

/** What a browser would see; null when nobody answers. */
function look(host: string, port: number): Promise<{ readonly trusted: boolean; readonly until: number } | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...(isIP(host) ? {} : { servername: host }), rejectUnauthorized: false, timeout: patienceMs }, () => {
      resolve({ trusted: socket.authorized, until: Date.parse(socket.getPeerCertificate().valid_to) })
      socket.destroy()
    })
    const nobody = () => {
      resolve(null)
      socket.destroy()
    }
    socket.on('error', nobody)
    socket.on('timeout', nobody)
  })
}
