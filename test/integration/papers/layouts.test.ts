import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  findLayout,
  listLayouts,
  readOffset,
  removeLayout,
  saveLayout,
  saveOffset,
} from '../../../src/main/core/papers/layouts.ts'
import { previewLayout, printCalibration } from '../../../src/main/core/papers/preview.ts'
import { PAPER_KIND_SPECS, PAPER_KINDS } from '../../../src/shared/domain/papers.ts'
import { hasPoppler, popplerText } from '../../fixtures/forms/printed.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { paperDesk } from './paper-desk.ts'

describe.skipIf(!hasPoppler())('layouts (skipped without poppler)', () => {
  let t: TestLedger
  let d: ReturnType<typeof paperDesk>
  beforeEach(async () => {
    t = await createTestLedger()
    d = paperDesk(t.ledger, 4)
  })
  afterEach(() => t.cleanup())
  const ours = (id: string) => findLayout({ resources }, t.ledger.reader, id)
  const save = (input: { id?: string; basedOn: string; name: string; definition: string }) =>
    d.desk.write((tx) => saveLayout(d.desk.context(), tx, input)).result
  const last = () => popplerText(d.files.at(-1)!.bytes)

  it('there is one of ours for each kind of paper, marked as our own style, and each prints made-up people', async () => {
    const all = listLayouts({ resources }, t.ledger.reader)
    for (const kind of PAPER_KINDS) {
      expect(all.filter(({ kinds }) => kinds.includes(kind)).map(({ id }) => id)).toEqual([
        PAPER_KIND_SPECS[kind].layout,
      ])
    }
    for (const { id, origin } of all) {
      expect(origin).toContain('非上级制发')
      const seen = await previewLayout(d.job(), { basedOn: id, definition: ours(id).definition })
      expect([id, seen.problem]).toEqual([id, null])
      expect(last()).toMatch(/阿木嫫|某某/)
    }
  })

  it('an own copy prints the office’s words; it is chosen by its id, changed, and removed with a reason', async () => {
    const { definition } = ours('batch-cover')
    const changed = definition.replaceAll('劳务协作补贴批次封面', '本县专用封面')
    const id = save({ basedOn: 'batch-cover', name: '本县封面', definition: changed })
    const batch = { filter: { search: '', batchId: d.batchId } }
    await d.print('cover', { ...batch, layout: id })
    expect(last()).toContain('本县专用封面')
    expect(listLayouts({ resources }, t.ledger.reader).at(-1)).toMatchObject({
      id,
      own: true,
      name: '本县封面',
      basedOn: 'batch-cover',
      kinds: ['cover'],
      changedBy: '木果',
    })
    expect(() => save({ basedOn: 'batch-cover', name: '本县封面', definition })).toThrow('请换一个名称')
    save({ id, basedOn: 'batch-cover', name: '本县封面', definition: changed.replaceAll('本县专用', '再改') })
    await d.print('cover', { ...batch, layout: id, reason: '版式改了' })
    expect(last()).toContain('再改封面')
    const remove = (which: string) =>
      d.desk.write((tx) => removeLayout(d.desk.context(), tx, which, '不用了'))
    expect(() => remove('batch-cover')).toThrow('不能删除')
    remove(id)
    await expect(d.print('cover', { ...batch, layout: id, reason: '再打' })).rejects.toThrow('没有名为')
  })

  it('a mistake is told with its line, in the preview and when it is saved', async () => {
    const { definition } = ours('public-list')
    const wrong = definition.replace('{务工地点}', '{务工地址}')
    const line = wrong.split('\n').findIndex((one) => one.includes('{务工地址}')) + 1
    const seen = await previewLayout(d.job(), { basedOn: 'public-list', definition: wrong })
    expect(seen).toMatchObject({ file: null, problem: { line, text: expect.stringContaining('务工地址') } })
    expect(() => save({ basedOn: 'public-list', name: '错的', definition: wrong })).toThrow(`第 ${line} 行`)
    const other = await previewLayout(d.job(), {
      basedOn: 'public-list',
      definition: ours('batch-cover').definition,
    })
    expect(other.problem).not.toBeNull()
  })

  it('no layout of a public list can show a whole ID number, a phone or an account', async () => {
    const { definition } = ours('public-list')
    for (const field of ['联系电话', '收款账号', '身份证号|分组'])
      expect(() =>
        save({
          basedOn: 'public-list',
          name: field,
          definition: definition.replace('{务工地点}', `{${field}}`),
        }),
      ).toThrow(/没有名为|没有“/)
    const id = save({
      basedOn: 'public-list',
      name: '换列',
      definition: definition.replace("'{务工地点}'", "'{身份证号|原样}'"),
    })
    await d.print('public-list-county', { filter: { search: '', batchId: d.batchId }, layout: id })
    for (const number of d.idNumbers) expect(last()).not.toContain(number)
  })

  it('an offset moves what is printed onto a form, by the millimetre, and the calibration page says it', async () => {
    const { definition } = ours('individual-application')
    expect(definition).not.toBe('')
    expect(readOffset(t.ledger.reader, 'individual-application')).toBeNull()
    const shown = async () => {
      await printCalibration(d.job(), { layout: 'individual-application' })
      return last()
    }
    expect(await shown()).toContain('右移0毫米，下移0毫米')
    d.desk.write((tx) => saveOffset(tx, { layout: 'individual-application', rightMm: 2.5, downMm: -1 }))
    expect(readOffset(t.ledger.reader, 'individual-application')).toEqual({ rightMm: 2.5, downMm: -1 })
    expect(await shown()).toContain('右移2.5毫米，下移-1毫米')
    for (const words of ['距左20、距上20', '距右20、距下20', '正中', '100']) expect(last()).toContain(words)
  })
})
