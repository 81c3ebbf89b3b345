import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writePrivateFile } from '../../../../../src/main/core/files/atomic-file.ts'
import {
  checkFolder,
  checkWritable,
  makeFolder,
  writeAtomically,
  writeFileAtomically,
} from '../../../../../src/main/core/files/atomic-write.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('writes pieces in order and leaves only the file', async () => {
  const target = join(folder, '花名册.txt')
  const result = await writeAtomically(target, async (sink) => {
    for (const piece of ['一', '二', '三']) await sink.write(Buffer.from(piece))
    expect(await readdir(folder)).not.toContain('花名册.txt')
    return 3
  })
  expect(result).toBe(3)
  expect(await readFile(target, 'utf8')).toBe('一二三')
  expect(await readdir(folder)).toEqual(['花名册.txt'])
})

it('leaves the old file as it was when the new one fails half way', async () => {
  const target = join(folder, 'a.bin')
  await writeFile(target, 'old')
  const failed = writeAtomically(target, async (sink) => {
    await sink.write(Buffer.alloc(100_000, 1))
    throw new Error('half way')
  })
  await expect(failed).rejects.toThrow('half way')
  expect(await readFile(target, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['a.bin'])
  await writeFileAtomically(target, 'new')
  expect(await readFile(target, 'utf8')).toBe('new')
})

it('refuses a folder that is not there, or makes it when asked', async () => {
  const target = join(folder, 'none', 'a.txt')
  await expect(writeFileAtomically(target, 'x')).rejects.toMatchObject({ code: 'file.no-folder' })
  await writeAtomically(target, (sink) => sink.write(Buffer.from('x')), { createFolder: true })
  expect(await readFile(target, 'utf8')).toBe('x')
})

it.skipIf(process.platform === 'win32')(
  'keeps a private file to its owner, and gives its errors as they are',
  async () => {
    const target = join(folder, 'a.key')
    await writeFile(target, 'old', { mode: 0o644 })
    await writePrivateFile(target, 'new')
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    expect(await readFile(target, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.key'])
    await expect(writePrivateFile(join(folder, 'none', 'a.key'), 'x')).rejects.toMatchObject({
      code: 'ENOENT',
    })
  },
)

it.runIf(process.platform === 'linux')('says so when the disk is full', async () => {
  // /dev/full refuses every byte; a folder cannot be made of it, so its error is raised as the sink would.
  const { open } = await import('node:fs/promises')
  const full = await open('/dev/full', 'w')
  const target = join(folder, 'a.txt')
  const failed = writeAtomically(target, async () => {
    await full.write(Buffer.alloc(10))
  })
  await expect(failed).rejects.toMatchObject({
    code: 'file.disk-full',
    message: expect.stringContaining('磁盘空间不足'),
  })
  await full.close()
  expect(await readdir(folder)).toEqual([])
})

it('tries a place and leaves nothing there', async () => {
  const target = join(folder, 'a.pdf')
  await checkWritable(target)
  expect(await readdir(folder)).toEqual([])
  await writeFile(target, 'old')
  await checkWritable(target)
  expect(await readFile(target, 'utf8')).toBe('old')
  await expect(checkWritable(folder)).rejects.toMatchObject({ code: 'file.is-folder' })
  await expect(checkWritable(join(folder, 'none', 'a'))).rejects.toMatchObject({ code: 'file.no-folder' })
  await expect(checkWritable(join(target, 'a'))).rejects.toMatchObject({ code: 'file.no-folder' })
  await expect(checkWritable(join(folder, '长'.repeat(120)))).rejects.toMatchObject({
    code: 'file.name-too-long',
  })
  await expect(writeFileAtomically(folder, 'x')).rejects.toMatchObject({ code: 'file.is-folder' })
})

it('a folder may still have to be made, but not where a file stands', async () => {
  await checkFolder(join(folder, '一', '二'))
  expect(await readdir(folder)).toEqual([])
  await writeFile(join(folder, '一'), 'a file')
  await expect(checkFolder(join(folder, '一', '二'))).rejects.toMatchObject({ code: 'file.not-folder' })
  await expect(makeFolder(join(folder, '一', '二'))).rejects.toMatchObject({ code: 'file.not-folder' })
  await expect(makeFolder(join(folder, '一'))).rejects.toMatchObject({ code: 'file.not-folder' })
  await makeFolder(join(folder, '三', '四'))
  await checkFolder(join(folder, '三', '四'))
})
