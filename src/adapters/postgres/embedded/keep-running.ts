import { setTimeout as sleep } from 'node:timers/promises'
import { stopServer, type RunningServer } from './run-server.ts'

const firstPause = 200
const longestPause = 30_000

/**
 * Keeps a server up: when it ends without being told to, killed or out of disk, it is started again, with growing pauses
 * until it stays. `restart` starts it on the port that it had, so that whoever was connected finds it again.
 */
export function keepRunning(first: RunningServer, restart: () => Promise<RunningServer>, log: (sentence: string) => void): { stop(): Promise<void> } {
  let server = first
  let stopping = false
  let mending: Promise<void> | null = null
  let pause = firstPause

  const watch = () => {
    const began = performance.now()
    const { process: child } = server
    // Whoever ends without closing takes the server along; what a killed office leaves, the next start clears away.
    const alongWith = () => child.kill('SIGINT')
    const ended = () => {
      process.off('exit', alongWith)
      if (stopping) return
      // One that stood for a while had nothing wrong with it that a start does not mend.
      if (performance.now() - began > longestPause) pause = firstPause
      mending = mend()
    }
    if (child.exitCode !== null || child.signalCode !== null) return ended()
    process.once('exit', alongWith)
    child.once('exit', ended)
    child.unref()
  }
  const mend = async () => {
    log('The database server has ended by itself. Starting it again.')
    while (!stopping) {
      await sleep(pause, undefined, { ref: false })
      if (stopping) return
      pause = Math.min(pause * 2, longestPause)
      try {
        server = await restart()
        if (stopping) return await stopServer(server.process)
        log('The database is back.')
        watch()
        return
      } catch (error) {
        log(`${error instanceof Error ? error.message : String(error)} Trying again in ${Math.ceil(pause / 1000)} seconds.`)
      }
    }
  }
  watch()
  return {
    stop: async () => {
      stopping = true
      await mending
      await stopServer(server.process)
    },
  }
}
