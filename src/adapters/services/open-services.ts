import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compileForm, type FormChecker } from '../../office/form.ts'
import type { Service } from '../../office/service.ts'
import type { Services } from '../../usecases/ports.ts'
import type { Connection } from '../postgres/connection.ts'
import type { Regions } from '../regions.ts'
import { compileService, readServiceFiles, type ServiceFiles } from './read-service.ts'

/**
 * Publishes the services of a folder: each is compiled, and kept in the database under its version before anyone can
 * apply for it. Cases that run on an older version find that version there. Throws when a service is broken.
 */
export async function openServices(folder: string, db: Connection, regions: Regions): Promise<Services> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  const current = new Map<string, Service>()
  for (const name of names) {
    const files = await readServiceFiles(join(folder, name))
    const service = await compileService(files, regions).catch((error: unknown) => {
      throw new Error(`services/${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    })
    await db.query('insert into service_versions (service, version, files) values ($1, $2, $3) on conflict do nothing', [service.id, service.version, JSON.stringify(files)])
    current.set(service.id, service)
  }
  const versions = new Map<string, Promise<Service>>([...current.values()].map((service) => [keyOf(service.id, service.version), Promise.resolve(service)]))
  const forms = new Map<string, FormChecker>()
  return {
    list: () => [...current.values()],
    current: (id) => current.get(id) ?? null,
    at: (id, version) => {
      const key = keyOf(id, version)
      const found = remembered(versions, key, () => published(db, regions, id, version))
      // What could not be read is asked for again.
      found.catch(() => versions.delete(key))
      return found
    },
    form: (service) => remembered(forms, keyOf(service.id, service.version), () => compileForm(service, regions.index)),
    regions: regions.index,
  }
}

async function published(db: Connection, regions: Regions, id: string, version: string): Promise<Service> {
  const { rows } = await db.query<{ files: ServiceFiles }>('select files from service_versions where service = $1 and version = $2', [id, version])
  if (!rows[0]) throw new Error(`Version ${version} of ${id} was never published here.`)
  return compileService(rows[0].files, regions)
}

function keyOf(service: string, version: string): string {
  return `${service}@${version}`
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}
