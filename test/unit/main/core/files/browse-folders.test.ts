import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { browseFolder } from '../../../../../src/main/core/files/browse-folders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-浏览 '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('lists folders and ledgers by name, and nothing else', async () => {
  await mkdir(join(folder, '备份'))
  await mkdir(join(folder, '.隐藏'))
  await mkdir(join(folder, '假的.ledger'))
  await writeFile(join(folder, '马边站.ledger'), 'x'.repeat(5))
  await writeFile(join(folder, '马边站.ledger.key'), '{}')
  await writeFile(join(folder, '花名册.xlsx'), '')
  await symlink(join(folder, '备份'), join(folder, '快捷'))
  await symlink(join(folder, '没有'), join(folder, '断了.ledger'))
  const view = await browseFolder(null, folder)
  expect(view.folder).toBe(folder)
  expect(view.folders.map(({ name }) => name)).toEqual(['备份', '假的.ledger', '快捷'])
  expect(view.ledgers).toEqual([
    {
      name: '马边站',
      path: join(folder, '马边站.ledger'),
      size: 5,
      changedAt: expect.stringMatching(/^\d{4}-/),
    },
  ])
  expect(view).toMatchObject({ parent: join(folder, '..'), more: false })
  expect(view.places.slice(0, 2)).toEqual([
    { name: '台账文件夹', path: folder },
    { name: '主文件夹', path: homedir() },
  ])
})

test('begins at home while there is no usual folder yet; the root has nothing above it', async () => {
  expect((await browseFolder(null, join(folder, '还没有'))).folder).toBe(homedir())
  expect((await browseFolder('/', folder)).parent).toBeNull()
})

test('says in words that a folder is gone or is none, and lists only so many', async () => {
  await writeFile(join(folder, '文件'), '')
  await expect(browseFolder(join(folder, '拔出的U盘'), folder)).rejects.toThrow(/U 盘可能已经拔出/)
  await expect(browseFolder(join(folder, '文件'), folder)).rejects.toThrow(/找不到文件夹/)
  for (let i = 0; i < 501; i += 1) await mkdir(join(folder, `d${i}`))
  const view = await browseFolder(folder, folder)
  expect(view.folders).toHaveLength(500)
  expect(view.more).toBe(true)
})
