import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { perSecond } from './support.ts'

type Task = { readonly origin: string; readonly atOnce: number; readonly drafts: readonly { readonly id: string; readonly cookie: string; readonly command: string }[] }

const { origin, drafts, atOnce } = workerData as Task
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

const rate = await perSecond(drafts, atOnce, ({ id, cookie, command }) => {
  // Shown a day far ahead: whatever is honest is taken, also when a day's places run out meanwhile.
  const body = new URLSearchParams({ declared: 'yes', command, shown: '2099-12-31' }).toString()
  return new Promise((resolve, reject) => {
    const sending = request(`${origin}/applications/${id}/check`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: 'http://localhost:1', cookie, accept: 'text/html' },
    }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 303 ? resolve() : reject(new Error(`A submission was answered ${answer.statusCode}.`))))
    })
    sending.on('error', reject)
    sending.end(body)
  })
})
agent.destroy()
parentPort!.postMessage(rate)
