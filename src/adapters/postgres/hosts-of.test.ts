import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostsOf } from './hosts-of.ts'

test('one server is one address, as it was written', () => {
  assert.deepEqual(hostsOf('postgres://office:pa%2Css@db.kota.example:5432/office?sslmode=verify-full'), ['postgres://office:pa%2Css@db.kota.example:5432/office?sslmode=verify-full'])
})

test('several servers are as many addresses in their order, each with its port, the same name, password and database', () => {
  assert.deepEqual(hostsOf('postgresql://office:secret@one:5432,two:5433,[::1]:5434/office?target_session_attrs=read-write&sslmode=require'), [
    'postgresql://office:secret@one:5432/office?sslmode=require',
    'postgresql://office:secret@two:5433/office?sslmode=require',
    'postgresql://office:secret@[::1]:5434/office?sslmode=require',
  ])
})

test('what is no address of a database gives none', () => {
  for (const url of ['', 'mysql://one/office', 'postgres://', 'postgres:///office', 'postgres://one,,two/office', 'postgres://one:port/office', 'one,two']) assert.deepEqual(hostsOf(url), [], url)
})
