import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { signatureHeader, signWebhook, timeHeader } from './sign-webhook.ts'

/** How it misbehaves. `early`: the report comes before the answer; `silent`: no report comes; `held`: it comes when asked for. */
export const sandboxFaults = ['none', 'slow', 'away', 'broken', 'refuses', 'bounces', 'silent', 'held', 'early', 'twice'] as const
export type SandboxFault = (typeof sandboxFaults)[number]

/** A text as the demo's phones show it. */
export type SandboxText = {
  readonly id: string
  readonly at: number
  readonly direction: 'to-phone' | 'to-office'
  /** The phone's number. */
  readonly phone: string
  readonly channel: string
  readonly text: string
  readonly status: 'taken' | 'delivered' | 'failed'
}

type Settings = { readonly port: number; readonly apiKey: string; readonly secret: string; readonly webhooks: string }

const kept = 300
const slowMs = 30_000

/**
 * A provider of text messages for the demo and for tests: keeps what it is given instead of sending it, reports arrivals, brings
 * what a phone writes, and misbehaves on demand. On this machine only. Numbers that end in 000 are refused, in 001 never reached.
 */
export async function startSandbox(settings: Settings): Promise<{ readonly port: number; stop(): Promise<void> }> {
  let [fault, webhooks]: [SandboxFault, string] = ['none', settings.webhooks]
  const texts: SandboxText[] = []
  const known = new Map<string, string>()
  const held: object[] = []

  const tell = async (path: string, fields: object) => {
    const body = JSON.stringify(fields)
    for (let round = 0; round < (fault === 'twice' ? 2 : 1); round++)
      for (let attempt = 0; attempt < 3; attempt++) {
        const seconds = String(Math.floor(Date.now() / 1000))
        const headers = { 'content-type': 'application/json', [timeHeader]: seconds, [signatureHeader]: signWebhook(settings.secret, seconds, body) }
        const status = await fetch(`${webhooks}${path}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) }).then((answer) => answer.status, () => 0)
        if (status > 0 && status < 500) break
        await sleep(300)
      }
  }
  const keep = (text: Omit<SandboxText, 'at'>) => {
    texts.unshift({ ...text, at: Date.now() })
    texts.length = Math.min(texts.length, kept)
  }
  const report = async (id: string, fails: boolean) => {
    const index = texts.findIndex((text) => text.id === id)
    if (texts[index]) texts[index] = { ...texts[index], status: fails ? 'failed' : 'delivered' }
    await tell('/api/texts/reports', { id, status: fails ? 'failed' : 'delivered', code: fails ? 'unreachable' : '' })
  }

  const take = async (fields: Record<string, string>, answer: Answer) => {
    const { id = '', to = '', channel = 'sms', text = '' } = fields
    if (fault === 'slow') await sleep(slowMs, undefined, { ref: false })
    if (fault === 'broken') return answer(500)
    if (fault === 'refuses' || to.endsWith('000')) return answer(422)
    if (known.has(id)) return answer(202, { id: known.get(id) })
    known.set(id, randomUUID())
    keep({ id, direction: 'to-phone', phone: to, channel, text, status: 'taken' })
    const fails = fault === 'bounces' || to.endsWith('001')
    if (fault === 'early') await report(id, fails)
    answer(202, { id: known.get(id) })
    if (fault === 'held') held.push({ id, fails })
    else if (fault !== 'silent' && fault !== 'early') await report(id, fails)
  }

  const server = createServer((request, response) => {
    const answer: Answer = (status, body = {}) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${settings.apiKey}`) return answer(401)
    const path = `${request.method} ${request.url}`
    if (fault === 'away' && path.includes(' /v1/')) return void request.socket.destroy()
    void readBody(request).then(async (fields) => {
      if (path === 'GET /v1/status') return answer(200)
      if (path === 'POST /v1/messages') return take(fields, answer)
      if (path === 'GET /texts') return answer(200, texts)
      if (path === 'POST /texts') {
        const { phone = '', text = '', channel = 'sms', id = randomUUID() } = fields
        keep({ id, direction: 'to-office', phone, channel, text, status: 'delivered' })
        await tell('/api/texts/incoming', { id, channel, from: phone, text })
        return answer(202, { id })
      }
      if (path === 'POST /faults') {
        fault = sandboxFaults.find((each) => each === fields['fault']) ?? fault
        webhooks = fields['webhooks'] ?? webhooks
        if (fields['release']) for (const each of held.splice(0).reverse() as { id: string; fails: boolean }[]) await report(each.id, each.fails)
        return answer(200)
      }
      answer(404)
    }).catch(() => response.headersSent || answer(400))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

type Answer = (status: number, body?: object) => ServerResponse | void

async function readBody(request: IncomingMessage): Promise<Record<string, string>> {
  let body = ''
  for await (const chunk of request) if (body.length < 20_000) body += String(chunk)
  return body === '' ? {} : (JSON.parse(body) as Record<string, string>)
}
