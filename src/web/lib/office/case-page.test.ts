import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

type Words = Readonly<Record<string, string>>
type Schema = {
  readonly 'x-groups': readonly { readonly title: Words; readonly officeTitle?: Words }[]
  readonly properties: Readonly<Record<string, { readonly 'x-label': Words; readonly 'x-office-label'?: Words }>>
}

test('No heading or label on a case page speaks to the applicant', async () => {
  const file = new URL('../../../../services/izin-penelitian/form.schema.json', import.meta.url)
  const schema = JSON.parse(await readFile(file, 'utf8')) as Schema
  const read = [
    ...schema['x-groups'].map((group) => group.officeTitle ?? group.title),
    ...Object.values(schema.properties).map((property) => property['x-office-label'] ?? property['x-label']),
  ]
  for (const words of read) for (const word of Object.values(words)) assert.doesNotMatch(word, /\b(?:Anda|[Yy]ou|[Yy]our)\b/)
})
