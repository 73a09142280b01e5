import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { readSettings } from '../../src/cli/read-settings.ts'

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const read = (name: string) => readFile(deploy + name, 'utf8')

/** What the office or the server of its pages reads; everything else in a file of settings would be a mistake. */
const known = new Set(['PORT', 'HOST', 'ORIGIN', 'DATABASE_URL', 'DATABASE_READ_URL', 'DATA_DIR', 'ADDRESS_HEADER', 'SMTP_URL', 'MAIL_FROM', 'S3_URL'])

type Compose = { readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>>; readonly depends_on?: object }>> }

test('the nodes of the compose file open with its settings, and know both database servers', async () => {
  const { services } = parse(await read('compose.yaml'), { merge: true }) as Compose
  for (const name of ['app1', 'app2']) {
    const said = { ORIGIN: 'https://izin.kota.example', OFFICE_PASSWORD: 'secret' } as Readonly<Record<string, string>>
    const environment = Object.fromEntries(Object.entries(services[name]!.environment!).map(([key, value]) => [key, value.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => said[variable] ?? '')]))
    assert.deepEqual(Object.keys(environment).filter((key) => !known.has(key)), [])
    const settings = readSettings(environment)
    assert.ok(settings.ok, JSON.stringify(settings))
    const hosts = /@([^/]+)\//.exec(settings.settings.databaseUrl!)![1]!.split(',').map((host) => host.split(':')[0]!)
    assert.ok(hosts.every((host) => host in services), String(hosts))
    assert.equal(settings.settings.dataDir, '/data')
  }
})

test('the settings of the systemd file are such that the office opens with them, and are all known', async () => {
  const lines = (await read('systemd/satu-pintu.env')).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const environment = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  assert.deepEqual(Object.keys(environment).filter((key) => !known.has(key)), [])
  const settings = readSettings(environment)
  assert.ok(settings.ok && settings.settings.s3 !== null, JSON.stringify(settings))
})

test('the scripts of the database are read by the shell without complaint', () => {
  for (const script of ['primary.sh', 'replica.sh']) assert.equal(spawnSync('bash', ['-n', deploy + script], { encoding: 'utf8' }).stderr, '')
})

test('the load balancer sends people to the nodes of the compose file, and asks each whether it is ready', async () => {
  const [balancer, compose] = [await read('haproxy.cfg'), parse(await read('compose.yaml'), { merge: true }) as Compose]
  const servers = [...balancer.matchAll(/^ {2}server \w+ (\w+):(\d+)/gm)]
  assert.equal(servers.length, 2)
  for (const [, host = '', port] of servers) assert.equal(compose.services[host]?.environment?.['PORT'], port)
  assert.match(balancer, /httpchk GET \/readyz/)
  assert.match(balancer, /del-header x-forwarded-for/)
})
