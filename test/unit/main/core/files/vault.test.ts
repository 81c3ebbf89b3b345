import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FileVault } from '../../../../../src/main/core/files/vault.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-vault-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function vault(): FileVault {
  let next = 0
  return new FileVault(() => `t${++next}`)
}

test('holds bytes by token, under their bare name', async () => {
  const files = vault()
  const ref = files.put('../../x/名册.xlsx', 'a/b', Uint8Array.of(1, 2, 3))
  expect(ref).toEqual({ token: 't1', name: '名册.xlsx', mime: 'a/b', size: 3 })
  expect(files.source('t1')).toEqual({ name: '名册.xlsx', bytes: Uint8Array.of(1, 2, 3) })
  expect((await files.read('t1')).bytes).toEqual(Uint8Array.of(1, 2, 3))
})

test('registers a file on the disk without reading it', async () => {
  const files = vault()
  const path = join(folder, 'a.csv')
  await writeFile(path, 'abc')
  const ref = await files.putPath(path)
  expect(ref).toMatchObject({ name: 'a.csv', size: 3 })
  expect(files.source(ref.token)).toEqual({ name: 'a.csv', path })
  expect(Buffer.from((await files.read(ref.token)).bytes).toString()).toBe('abc')
  await expect(files.putPath(join(folder, 'none'))).rejects.toMatchObject({ code: 'file.not-found' })
  await expect(files.putPath(folder)).rejects.toMatchObject({ code: 'file.is-folder' })
  await rm(path)
  await expect(files.read(ref.token)).rejects.toMatchObject({ code: 'file.not-found' })
})

test('forgets one, and all', async () => {
  const files = vault()
  files.put('a', '', new Uint8Array(1))
  files.put('b', '', new Uint8Array(1))
  files.forget('t1')
  expect(() => files.source('t1')).toThrow(/重新选择/)
  files.clear()
  await expect(files.read('t2')).rejects.toMatchObject({ code: 'file.gone' })
})
