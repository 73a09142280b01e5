import { readFileSync } from 'node:fs'

/** Plain SQL that creates the schema `identity`, to be run once in the list of migrations. */
export const identityMigration: string = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8')
