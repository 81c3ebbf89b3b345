import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readListLayout } from '../../../../../src/main/core/forms/compile-list.ts'
import { type ClaimLine, claimLineFields } from '../../../../../src/main/core/forms/list-fields.ts'
import { type PaperHeader, paperHeaderFields } from '../../../../../src/main/core/forms/paper-fields.ts'
import { renderList } from '../../../../../src/main/core/forms/render-list.ts'
import { capitals } from '../../../../../src/shared/domain/capitals.ts'
import { formatYuan } from '../../../../../src/shared/domain/money.ts'
import {
  hasPoppler,
  memorySink,
  pageTexts,
  printingFonts,
  scanQr,
  shippedLayout,
} from '../../../../fixtures/forms/printed.ts'

const shelf = printingFonts()
const list = readListLayout(
  'application-roster.yaml',
  shippedLayout('application-roster'),
  paperHeaderFields,
  claimLineFields,
)
const createdAt = new Date('2022-03-31T08:00:00+08:00')
const header: PaperHeader = {
  serial: 'HM-511133-2022-0007',
  code: 'HM-511133-2022-0007',
  office: '马边彝族自治县人力资源和社会保障局',
  subject: '民建镇红旗社区 2022 年第一批',
  filledOn: '2022-03-31',
}

function row(index: number, over: Partial<ClaimLine> = {}): ClaimLine {
  return {
    name: `沙马${String.fromCodePoint(0x4e00 + index)}`,
    sex: index % 2 ? '男' : '女',
    idNumber: '511133199001010011',
    homePlace: '马边彝族自治县民建镇红旗社区',
    employer: '金华市金东区某某纺织有限公司',
    benefit: '一次性交通补贴',
    amount: 60000 + index,
    account: '6217000000000000123',
    ...over,
  }
}

async function print(
  rows: Iterable<ClaimLine>,
  head: PaperHeader = header,
): Promise<{ pdf: Buffer; pages: string[] }> {
  const sink = memorySink()
  const result = await renderList(list, head, rows, sink, { shelf, createdAt })
  const pdf = sink.bytes()
  const pages = await pageTexts(pdf)
  expect(pages).toHaveLength(result.pages)
  return { pdf, pages }
}

describe('application roster', () => {
  test('head, foot and page count stand on each page, the totals once at the end', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(index))
    const { pages } = await print(rows)
    expect(pages.length).toBeGreaterThan(2)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('劳务协作就业补贴申请人员花名册')
      expect(page).toContain('填报单位（盖章）：马边彝族自治县人力资源和社会保障局')
      expect(page).toContain('身份证号')
      expect(page).toContain(`第${index + 1}页`)
      expect(page).toContain(`共${pages.length}页`)
      expect(page.includes('合计：')).toBe(index === pages.length - 1)
    }
    const sum = rows.reduce((total, each) => total + each.amount!, 0)
    expect(pages.at(-1)).toContain(`合计：40人，${formatYuan(sum)}元（大写：人民币${capitals(sum)}）`)
  })

  test('each row stands whole on one page, in order, and none is lost, however high rows grow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 45 }),
        async (shape) => {
          const rows = shape.map(([length, known], index) =>
            row(index, { employer: '甲'.repeat(length), amount: known ? 100 : undefined }),
          )
          const { pages } = await print(rows)
          const names = pages.map((page) => page.match(/沙马[\u4e00-\u4eff]/gu) ?? [])
          expect(names.flat()).toEqual(rows.map((each) => each.name))
          let at = 0
          for (const [index, page] of pages.entries()) {
            const here = rows.slice(at, at + names[index]!.length)
            at += here.length
            expect(here.length).toBeGreaterThan(0)
            const letters = page.match(/甲/gu)?.length ?? 0
            expect(letters).toBe(here.reduce((total, each) => total + each.employer!.length, 0))
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('the totals never stand alone: filling a page exactly carries the last row over', async () => {
    for (let count = 8; count <= 20; count += 1) {
      const { pages } = await print(Array.from({ length: count }, (_, index) => row(index)))
      expect(pages.at(-1)).toMatch(/沙马/)
      expect(pages.at(-1)).toContain(`合计：${count}人`)
    }
  })

  test.skipIf(!hasPoppler())(
    'the QR code is the roster number, and a roster without one has none (skipped without pdftoppm)',
    async () => {
      expect(scanQr((await print([row(1)])).pdf, 1)).toBe('HM-511133-2022-0007')
      expect(scanQr((await print([row(1)], { ...header, code: undefined })).pdf, 1)).toBeUndefined()
    },
  )

  test('a row that no page could hold, a missing character, and no rows are refused', async () => {
    await expect(print([row(1, { employer: '甲'.repeat(3000) })])).rejects.toMatchObject({
      code: 'forms.does-not-fit',
      params: { field: '用人单位' },
    })
    await expect(print([row(1, { name: '王\u{3134A}' })])).rejects.toMatchObject({
      code: 'forms.missing-glyph',
      params: { person: '王\u{3134A}', code: 'U+3134A' },
    })
    await expect(print([])).rejects.toMatchObject({ code: 'forms.nothing-to-print' })
  })
})
