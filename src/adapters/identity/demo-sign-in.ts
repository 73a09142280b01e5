import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { BetterAuthPlugin, StandardSchemaV1 } from 'better-auth'

/**
 * Lets the demo page sign in as anyone. It has no address, so only `signInAs` can call it, and it refuses by
 * itself too when the office is not a demo.
 */
export function demoSignIn(demo: boolean) {
  return {
    id: 'demo-sign-in',
    endpoints: {
      signInForDemo: createAuthEndpoint.serverOnly({ method: 'POST', body: userIdBody }, async (context) => {
        if (!demo) throw new Error('demo sign-in is off')
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.userId)
        if (user === null) throw new Error('no such account')
        const session = await internalAdapter.createSession(user.id, false, { secondFactor: true }, true)
        await setSessionCookie(context, { session, user })
        return context.json({ token: session.token })
      }),
    },
  } satisfies BetterAuthPlugin
}

const userIdBody: StandardSchemaV1<{ userId: string }> = {
  '~standard': {
    version: 1,
    vendor: 'satu-pintu',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'userId' in value && typeof value.userId === 'string'
        ? { value: { userId: value.userId } }
        : { issues: [{ message: 'userId is missing' }] },
  },
}
