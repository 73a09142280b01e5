import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { perSecond } from './support.ts'

type Task = { readonly origin: string; readonly atOnce: number; readonly paths: readonly string[] }

const { origin, paths, atOnce } = workerData as Task
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

const rate = await perSecond(paths, atOnce, (path) => new Promise((resolve, reject) => {
  const asking = request(`${origin}${path}`, { agent, headers: { accept: 'text/html' } }, (answer) => {
    answer.resume()
    answer.on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${path} was answered ${answer.statusCode}.`))))
  })
  asking.on('error', reject)
  asking.end()
}))
agent.destroy()
parentPort!.postMessage(rate)
