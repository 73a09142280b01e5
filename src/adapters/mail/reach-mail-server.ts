import nodemailer from 'nodemailer'

const patienceMs = 5_000

/** Says hello to a mail server and signs in, without sending anything. Null when it takes us, else a code for why not. */
export async function reachMailServer(smtpUrl: string): Promise<string | null> {
  const transport = nodemailer.createTransport({ url: smtpUrl, connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, dnsTimeout: patienceMs })
  try {
    await transport.verify()
    return null
  } catch (error) {
    return String((error as { readonly code?: unknown }).code ?? 'unknown')
  } finally {
    transport.close()
  }
}
