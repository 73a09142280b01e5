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

/**
 * Sends mail over SMTP: `smtps://` speaks TLS from the start, `smtp://` when the server offers it. Throws an error that
 * names nobody when the message can't be handed over; the job queue tries again later.
 */
export function openMailer({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mailer {
  const transport = nodemailer.createTransport(smtpUrl, {
    pool: true,
    maxConnections: 3,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof nodemailer.createTransport>[1])
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          attachments: (mail.attachments ?? []).map((attachment) => ({ ...attachment, content: Buffer.from(attachment.content) })),
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

/** Codes only: the text of a mail server's answer often repeats the address. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number }
  return [code, responseCode].filter(Boolean).join(' ') || 'unknown'
}
