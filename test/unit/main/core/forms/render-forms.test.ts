import { describe, expect, test } from 'vitest'
import {
  type ApplicationFormData,
  applicationFields,
} from '../../../../../src/main/core/forms/application-fields.ts'
import { readFormLayout } from '../../../../../src/main/core/forms/compile-form.ts'
import { findFormProblems, renderForms } from '../../../../../src/main/core/forms/render-forms.ts'
import {
  bareApplication,
  fullApplication,
  hardApplication,
} from '../../../../fixtures/forms/application-forms.ts'
import {
  hasPoppler,
  memorySink,
  pageTexts,
  popplerText,
  printingFonts,
  scanQr,
  shippedLayout,
} from '../../../../fixtures/forms/printed.ts'

const shelf = printingFonts()
const form = readFormLayout(
  'individual-application.yaml',
  shippedLayout('individual-application'),
  applicationFields,
)
const createdAt = new Date('2022-03-31T08:00:00+08:00')

async function print(people: Iterable<ApplicationFormData>): Promise<Buffer> {
  const sink = memorySink()
  await renderForms(form, people, sink, { shelf, createdAt })
  return sink.bytes()
}

function named(name: string): ApplicationFormData {
  return { ...fullApplication, applicant: { ...fullApplication.applicant, name } }
}

describe('individual application forms', () => {
  test('every value stands on its own page, exactly as given', async () => {
    const [full, bare, hard] = await pageTexts(
      await print([fullApplication, bareApplication, hardApplication]),
    )
    for (const value of [
      'SQ-511133-2022-000123',
      '吉克·阿依㛃',
      '511133199001010011',
      '13800000000',
      '四川省乐山市马边彝族自治县民建镇红旗社区3组21号',
      '金华市金东区某某纺织有限公司',
      '2021年3月1日至今',
      '2021年3月至2022年3月',
      '5,200.00',
      '人民币（大写）贰仟肆佰元整（小写）￥2,400.00',
      '6217000000000000123',
      '填表日期：2022年3月31日',
    ]) {
      expect(full).toContain(value)
    }
    // Besides one tick that the instructions at the foot show.
    expect(full!.match(/✓/g)).toHaveLength(1 + 7)
    expect(bare).toContain('王建国')
    expect(bare!.match(/✓/g)).toHaveLength(1)
    expect(hard).toContain('阿木嫫·曲比伍呷·沙马拉洛·木䶮㛃𬱖𠅤𠮷𪚥')
    expect(hard).toContain('壹万零柒佰元零伍角叁分')
    expect(hard).toContain('51320119850615002X')
  })

  test('what is unknown leaves room to write, never a word of the program', async () => {
    const [bare] = await pageTexts(await print([bareApplication]))
    expect(bare).not.toMatch(/undefined|null|NaN|Invalid|0001年/)
    expect(bare).toContain('（小写）￥____________')
  })

  test('the same people at the same time give the same bytes', async () => {
    const first = await print([fullApplication, hardApplication])
    expect((await print([fullApplication, hardApplication])).equals(first)).toBe(true)
  })

  test('the form itself is in the file once, however many pages use it', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ ...bareApplication, formNumber: `SQ-${index}` }))
    const [one, forty] = [await print([bareApplication]), await print(many)]
    expect((forty.length - one.length) / 39).toBeLessThan(2500)
    expect(forty.toString('latin1').match(/\/Subtype \/Form/g)).toHaveLength(1)
  })

  test('rare characters of different font blocks are not taken for one another', async () => {
    const name = '𠮷𪚥𡃁𢌞𣏌𤭢𥄳𦍌𧒽𨉷𩸽𫝆𫞩𬀩𭀀'
    const [page] = await pageTexts(await print([named(name)]))
    expect(page).toContain(name)
  })

  test.skipIf(!hasPoppler())(
    'poppler reads the same text (skipped where pdftotext is not installed)',
    async () => {
      const text = popplerText(await print([hardApplication]))
      expect(text).toContain('阿木嫫·曲比伍呷·沙马拉洛·木')
      expect(text).toContain('䶮㛃𬱖𠅤𠮷𪚥')
      expect(text).toContain('51320119850615002X')
    },
  )

  test.skipIf(!hasPoppler())(
    'the QR code on each page is its form number (skipped where pdftoppm is not installed)',
    async () => {
      const pdf = await print([fullApplication, bareApplication])
      expect(scanQr(pdf, 1)).toBe('SQ-511133-2022-000123')
      expect(scanQr(pdf, 2)).toBe('SQ-511133-2022-000124')
    },
  )

  test('a character that no font has is refused with person, field, character and code', async () => {
    await expect(print([fullApplication, named('沙马\u{3134A}')])).rejects.toMatchObject({
      code: 'forms.missing-glyph',
      message: expect.stringMatching(/沙马\u{3134A}的“姓名”.*“\u{3134A}”（U\+3134A）.*手写/u),
    })
    await expect(print([named('王\uE863')])).rejects.toMatchObject({
      code: 'forms.missing-glyph',
      message: expect.stringContaining('自造字'),
      params: { person: '王\uE863', field: '姓名', code: 'U+E863' },
    })
  })

  test('a text that does not fit even at its smallest size is refused, not cut', async () => {
    const long = {
      ...fullApplication,
      work: { ...fullApplication.work, employer: '某某有限公司'.repeat(40) },
    }
    await expect(print([long])).rejects.toMatchObject({
      code: 'forms.does-not-fit',
      params: { person: '吉克·阿依㛃', field: '用人单位' },
    })
  })

  test('all problems of a batch are found before printing', () => {
    const people = [fullApplication, named('王\u{3134A}'), bareApplication, named('李\uE863')]
    expect(findFormProblems(form, people, shelf).map((problem) => problem.params.person)).toEqual([
      '王\u{3134A}',
      '李\uE863',
    ])
    expect(findFormProblems(form, [fullApplication, hardApplication], shelf)).toEqual([])
  })

  test('a ticked option without a box is refused', async () => {
    const layout = shippedLayout('individual-application').replace(/.*code: fare-proof.*\n/, '')
    const without = readFormLayout('local.yaml', layout, applicationFields)
    const data: ApplicationFormData = { ...fullApplication, attachments: ['fare-proof'] }
    await expect(renderForms(without, [data], memorySink(), { shelf, createdAt })).rejects.toMatchObject({
      code: 'forms.no-check-box',
    })
  })

  test('nobody to print for is a refusal, not an empty file', async () => {
    await expect(print([])).rejects.toMatchObject({ code: 'forms.nothing-to-print' })
  })

  test('stops between pages when asked, and says so', async () => {
    const seen: number[] = []
    let asked = 0
    const result = await renderForms(form, endless(), memorySink(), {
      shelf,
      createdAt,
      onProgress: (pages) => seen.push(pages),
      shouldStop: () => ++asked > 120,
    })
    expect(result).toEqual({ pages: 120, stopped: true })
    expect(seen).toEqual([50, 100])
  })

  test('a sink that fails ends the printing with its error', async () => {
    const broken = {
      async write() {
        throw new Error('disk full')
      },
    }
    await expect(renderForms(form, [fullApplication], broken, { shelf, createdAt })).rejects.toThrow(
      'disk full',
    )
  })
})

async function* endless(): AsyncGenerator<ApplicationFormData> {
  for (;;) yield bareApplication
}
