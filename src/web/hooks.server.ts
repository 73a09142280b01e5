import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { takesNoChanges } from '#adapters/postgres/lost-connection.ts'
import { chooseLocale } from '#web/choose-locale.ts'
import { isBehindTheDesk } from '#web/is-behind-the-desk.ts'
import { openDoor } from '#web/open-door.ts'
import { faultPage } from '#web/public/fault-page.ts'
import { securityHeaders } from '#web/security-headers.ts'

/** Each visit: in which language, by whom, with which headers it goes out, and how long it took. */
export const handle: Handle = async ({ event, resolve }) => {
  const { office } = openDoor()
  const started = performance.now()
  const choice = chooseLocale(event.request.headers, event.cookies, event.url)
  if (choice.kind === 'switch') {
    return new Response(null, { status: 303, headers: { location: choice.back, 'set-cookie': `lang=${choice.locale}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly` } })
  }
  const quiet = event.route.id === null || isBehindTheDesk(event.route.id)
  Object.assign(event.locals, { office, locale: choice.locale, visitor: null })
  let response: Response
  try {
    if (!quiet) event.locals.visitor = await office.visitor(event.request.headers)
    response = await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', choice.locale),
      preload: ({ type }) => type === 'css' || type === 'js',
    })
  } catch (error) {
    response = faultPage(choice.locale, record(error, event.route.id), office.health.standing(), takesNoChanges(error))
  }
  for (const [name, value] of securityHeaders(event.url, event.locals.visitor !== null)) if (!response.headers.has(name)) response.headers.set(name, value)
  office.metrics.request(event.request.method, event.route.id, response.status, performance.now() - started)
  return response
}

/** What breaks is put in the log under a number that the person is shown; never with what they wrote. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  return kind === 'unknown' ? { id: record(error, event.route.id), ...(takesNoChanges(error) ? { unwritten: true } : {}) } : undefined
}

function record(error: unknown, route: string | null): string {
  const id = crypto.randomUUID().slice(0, 8)
  openDoor().log.error({ fault: id, route, error: error instanceof Error ? `${error.name} ${firstFrame(error)}` : 'unknown' }, 'A page broke')
  return id
}

/** Where it broke, without its message: messages of a database may carry values. */
function firstFrame(error: Error): string {
  return (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 3).map((line) => line.trim()).join(' < ')
}
