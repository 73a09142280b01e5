import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from './read-settings.ts'

const read = (environment: Record<string, string>) => {
  const result = readSettings(environment)
  assert.ok(result.ok, JSON.stringify(result))
  return result.settings
}

test('An office without settings serves everyone on port 3000, with its own database and mail that waits', () => {
  const settings = read({})
  assert.equal(settings.port, 3000)
  assert.equal(settings.origin, 'http://localhost:3000')
  assert.equal(settings.host, '0.0.0.0')
  assert.equal(settings.databaseUrl, null)
  assert.equal(settings.smtpUrl, null)
  assert.equal(settings.demo, false)
})

test('The demo office is heard on this machine only, unless it is told otherwise', () => {
  assert.equal(read({ DEMO: '1' }).host, '127.0.0.1')
  assert.equal(read({ DEMO: '1', HOST: '0.0.0.0' }).host, '0.0.0.0')
})

test('Everything that is wrong is said at once, each with its name', () => {
  const result = readSettings({ PORT: 'eighty', ORIGIN: 'izin.kota.example', DATABASE_URL: 'mysql://x/y', SMTP_URL: 'mail', DEMO: 'yes', MAIL_FROM: 'nobody' })
  assert.ok(!result.ok)
  assert.deepEqual(result.problems.map((problem) => problem.split(' ')[0]).sort(), ['DATABASE_URL', 'DEMO', 'MAIL_FROM', 'ORIGIN', 'PORT', 'SMTP_URL'])
})

test('A password is never repeated in what is said', () => {
  const result = readSettings({ DATABASE_URL: 'mysql://root:hunter2@db/x' })
  assert.ok(!result.ok && !result.problems.join().includes('hunter2'))
})

test('Backups go beside the folder of the office, never into it, and can be switched off', () => {
  const settings = read({ DATA_DIR: '/srv/office' })
  assert.deepEqual([settings.backupDir, settings.backupKeyFile, settings.backupKeepDays], ['/srv/office-backup', '/srv/office/keys/backup.key', 14])
  assert.equal(read({ BACKUP_DIR: 'off' }).backupDir, null)
  const result = readSettings({ DATA_DIR: '/srv/office', BACKUP_DIR: '/srv/office/backup', BACKUP_KEEP_DAYS: 'two', OPERATOR_EMAIL: 'a@b, c@d' })
  assert.ok(!result.ok)
  assert.deepEqual(result.problems.map((problem) => problem.split(' ')[0]).sort(), ['BACKUP_DIR', 'BACKUP_KEEP_DAYS', 'OPERATOR_EMAIL'])
})

test('An address with a path is no origin', () => {
  assert.equal(readSettings({ ORIGIN: 'https://kota.example/izin' }).ok, false)
})

test('A database of several servers is named by all of them', () => {
  const url = 'postgres://office:secret@db1.kota.example:5432,db2.kota.example:5432/office?target_session_attrs=read-write'
  assert.equal(read({ DATABASE_URL: url }).databaseUrl, url)
  assert.equal(readSettings({ DATABASE_URL: 'postgres://office@db1,,db2/office' }).ok, false)
})

test('A bucket for documents is one address, with its secret percent-encoded', () => {
  assert.deepEqual(read({ S3_URL: 'https://AKIA:a%2Fb%2Bc@s3.kota.example/berkas/?region=ap-southeast-3' }).s3, {
    bucketUrl: 'https://s3.kota.example/berkas', region: 'ap-southeast-3', accessKeyId: 'AKIA', secretAccessKey: 'a/b+c', patienceMs: 30_000,
  })
  assert.equal(read({}).s3, null)
  for (const url of ['s3://berkas', 'https://s3.kota.example/berkas', 'https://AKIA:secret@s3.kota.example/', 'https://AKIA:secret@s3.kota.example/a/b', 'https://AKIA:secret@s3.kota.example/berkas?timeout=soon']) {
    const result = readSettings({ S3_URL: url })
    assert.ok(!result.ok && !result.problems.join().includes('secret@'), url)
  }
})
