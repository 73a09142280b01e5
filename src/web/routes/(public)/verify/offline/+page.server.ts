import type { PageServerLoad } from './$types'

/** The office's public keys, and what its services and their facts are called: all that a checker without network needs. */
export const load: PageServerLoad = ({ locals: { office } }) => ({
  keys: office.jwks().keys,
  services: office.services.list().map(({ id, name, permit }) => ({ id, name, facts: permit.publicFacts.map(({ key, label }) => ({ key, label })) })),
})
