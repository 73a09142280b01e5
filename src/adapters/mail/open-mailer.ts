import nodemailer from 'nodemailer'

export type OutgoingMail = {
  /** One address. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly attachments?: readonly { readonly filename: string; readonly content: Uint8Array; readonly contentType: string }[]
  /** The same for each attempt of the same message, so that a mailbox shows it once. */
  readonly messageId: string
}

export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void }

/** No spaces, control characters, commas or brackets: nothing that a mail header would read as a second address or line. */
const plainAddress = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@[^\s\p{C}"(),:;<>@\\]{1,255}$/u

/**
 * Sends mail over SMTP: `smtps://` speaks TLS from the start, `smtp://` when the server offers it. A password
 * goes to another machine under TLS only, unless the address says `?requireTLS=false`. Each message has one
 * recipient. Throws an error that names nobody when the message can't be handed over; the job queue tries again
 * later.
 */
export function openMailer({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mailer {
  const noFetching = { disableFileAccess: true, disableUrlAccess: true }
  const transport = nodemailer.createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: 3,
      connectionTimeout: 15_000,
      greetingTimeout: 15_000,
      socketTimeout: 60_000,
      ...(sendsPasswordAway(smtpUrl) ? { requireTLS: true } : {}),
      ...noFetching,
    },
    // Again for each message, where no parameter of the address can lift it.
    noFetching,
  )
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    send: async (mail) => {
      if (!plainAddress.test(mail.to)) throw new Error('The mail has no single plain address to go to.')
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: mail.to },
          subject: mail.subject.replace(/\p{Cc}+/gu, ' '),
          text: mail.text,
          attachments: (mail.attachments ?? []).map(({ filename, content, contentType }) => ({
            filename,
            content: Buffer.from(content),
            contentType,
          })),
          messageId: `<${mail.messageId.replace(/[^\w.-]/g, '')}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        throw new Error(`The mail server did not take the message: ${reasonOf(error)}`)
      }
    },
    close: () => transport.close(),
  }
}

function sendsPasswordAway(smtpUrl: string): boolean {
  const url = URL.parse(smtpUrl)
  return url !== null && url.username !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

/** Codes only: the text of a mail server's answer often repeats the address. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number }
  return [code, responseCode].filter(Boolean).join(' ') || 'unknown'
}
