import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('The example of the process core runs as it is printed, from the package', () => {
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'src/process/README.md'), 'utf8')) ?? []
  assert.ok(example.trim().split('\n').filter((line) => line !== '').length <= 12)
  const folder = mkdtempSync(join(root, 'dist/example-'))
  try {
    writeFileSync(join(folder, 'example.mjs'), example)
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'example.mjs')], { cwd: root, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    assert.equal(stdout, 'verifier > head {"at":{"sign":1},"vars":{"route":{"level":"city","unit":"3171"},"outcome":"approve"}}\ntrue true\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
