import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clearList, postList } from '../../../src/main/core/claims/batch/public-lists.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { claims, insuredYears, spells, standards } from '../../../src/main/core/db/schema/index.ts'
import { insuredBeforeWork, paperClaims } from '../../../src/main/core/papers/claims-on-paper.ts'
import { findLayout, saveLayout } from '../../../src/main/core/papers/layouts.ts'
import { planOrder } from '../../../src/main/core/papers/order.ts'
import { listPapers, markPapers } from '../../../src/main/core/papers/paper-log.ts'
import { storeSlips } from '../../../src/main/core/papers/printing.ts'
import { paperOrder } from '../../../src/shared/contract/papers.ts'
import { capitals } from '../../../src/shared/domain/capitals.ts'
import { formatYuan } from '../../../src/shared/domain/money.ts'
import { hasPoppler, popplerText, scanQr } from '../../fixtures/forms/printed.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { frozenFacts } from '../../fixtures/small-ledger.ts'
import { OFFICE, PHONE, paperDesk } from './paper-desk.ts'

const COUNT = 24
const sum = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => 300_000 + from + i).reduce((all, one) => all + one, 0)
const masked = (id: string) => `${id.slice(0, 6)}********${id.slice(-4)}`

describe.skipIf(!hasPoppler())('papers (skipped without poppler)', () => {
  let t: TestLedger
  let d: ReturnType<typeof paperDesk>
  beforeEach(async () => {
    t = await createTestLedger()
    d = paperDesk(t.ledger, COUNT)
  })
  afterEach(() => t.cleanup())
  const ofBatch = () => ({ filter: { search: '', batchId: d.batchId } })
  const text = async (...args: Parameters<typeof d.print>) => {
    const { files } = await d.print(...args)
    return files.map(({ bytes }) => popplerText(bytes))
  }
  const log = (more: object = {}) =>
    listPapers(t.ledger.reader, { search: '', offset: 0, limit: 100, ...more })
  const post = () =>
    d.desk.write((tx) =>
      postList(
        d.desk.context(),
        tx,
        {
          batchId: d.batchId,
          place: '村委会公示栏',
          from: '2022-07-01',
          phone: '0833-7654321',
          statedCount: COUNT,
          statedFen: sum(0, COUNT),
        },
        { mayDo: () => true },
      ),
    ).result

  it('roster: everybody with number, account and sum, whole ID numbers, totals in capitals', async () => {
    const [roster = ''] = await text('roster', ofBatch())
    for (const [i, id] of d.idNumbers.entries()) {
      expect(roster).toContain(id)
      expect(roster).toContain(formatYuan(300_000 + i))
    }
    expect(roster).toContain('阿依㛃')
    expect(roster).toContain('𬱖𠅤')
    expect(roster).toContain(OFFICE)
    expect(roster).toContain(
      `合计：${COUNT}人，${formatYuan(sum(0, COUNT))}元（大写：人民币${capitals(sum(0, COUNT))}）`,
    )
  })

  it('village lists: one for each village, ID numbers masked and never whole, no account, no phone of anybody', async () => {
    const { files } = await d.print('public-list-village', { ...ofBatch(), apart: true })
    expect(files.map(({ name }) => name)).toEqual([
      '村级公示名单_民建镇光明村.pdf',
      '村级公示名单_民建镇红旗社区.pdf',
      '村级公示名单_荣丁镇建设村.pdf',
    ])
    const texts = files.map(({ bytes }) => popplerText(bytes))
    const posters = ['民建镇光明村民委员会', '民建镇红旗社区居民委员会', '荣丁镇建设村民委员会']
    let from = 0
    for (const [at, size] of [6, 6, 12].entries()) {
      const page = texts[at]!
      expect(page).toContain(`公示单位（盖章）：${posters[at]}`)
      expect(page).toContain(`监督电话：${PHONE}`)
      expect(page).toContain('村级公示')
      expect(page).toContain(`合计：${size}人，${formatYuan(sum(from, from + size))}元`)
      for (const [i, id] of d.idNumbers.entries()) {
        expect(page.includes(masked(id))).toBe(i >= from && i < from + size)
        expect(page).not.toContain(id)
        expect(page).not.toContain(id.slice(6, 14))
      }
      expect(page).not.toMatch(/6229990000|1390000\d|1990000/)
      from += size
    }
  })

  it('public lists say the days on the wall once they are posted, and the certificate comes after them', async () => {
    await expect(d.print('no-objection', ofBatch())).rejects.toThrow('还没有公示')
    const { id, to } = post()
    const [list = ''] = await text('public-list-village', ofBatch())
    const day = (date: string) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
    expect(list).toContain(`公示时间：2022年7月1日至${day(to)}（共`)
    expect(list).toContain('监督电话：0833-7654321')
    const [county = ''] = await text('public-list-county', ofBatch())
    expect(county).toContain('公示地点：村委会公示栏')
    expect(county).toContain(`公示单位（盖章）：${OFFICE}`)
    await expect(d.print('no-objection', ofBatch())).rejects.toThrow(`要到 ${to} 为止`)
    d.desk.on('2022-07-20')
    d.desk.write((tx) => clearList(d.desk.context(), tx, id))
    const [certificate = ''] = await text('no-objection', ofBatch())
    for (const words of [
      d.batchNumber,
      `${COUNT}人、${COUNT}份`,
      capitals(sum(0, COUNT)),
      `2022年7月1日至${day(to)}`,
      '村委会公示栏',
      '没有收到异议',
    ])
      expect(certificate).toContain(words)
  })

  it('summaries: each village, each township, people and sums', async () => {
    const townships = await text('summary-township', { ...ofBatch(), apart: true })
    expect(townships).toHaveLength(2)
    expect(townships[0]).toContain('民建镇光明村66')
    expect(townships[0]).toContain(formatYuan(sum(0, 6)))
    expect(townships[0]).toContain(`合计：2个村（社区），12人，12份，${formatYuan(sum(0, 12))}元`)
    const [county = ''] = await text('summary-county', ofBatch())
    expect(county).toContain(`荣丁镇1212${formatYuan(sum(12, 24))}`)
    expect(county).toContain(`合计：2个乡镇（街道），24人，24份，${formatYuan(sum(0, 24))}元`)
  })

  it('payment detail: accounts by four, payee, sums; not yet sent says so', async () => {
    const [detail = ''] = await text('payment-detail', ofBatch())
    expect(detail).toContain('622999000000000003'.replace(/\s/g, ''))
    expect(detail).toContain('待发放')
    expect(detail).toContain(`合计：${COUNT}笔，${formatYuan(sum(0, COUNT))}元`)
  })

  it('agents and employers: their own account above, their people below', async () => {
    d.agentClaim('JH01-2022-7F3A-000001')
    const [agent = ''] = await text('agent-claim', {})
    for (const words of ['某某人力资源服务有限公司', '91330602MA2BCDEF0M', '33050100000000000001', '李小妹'])
      expect(agent).toContain(words)
    expect(agent).toContain('合计：1人，400.00元')
    const { files } = await d.print('employer-claim', { ...ofBatch(), apart: true })
    expect(files.map(({ name }) => name)).toEqual([
      '用人单位申请名册_锦禾针织有限公司.pdf',
      expect.stringContaining('第二分公司.pdf'),
    ])
    expect(popplerText(files[0]!.bytes)).toContain('陈某某电话：13900000000')
  })

  it('an organiser’s roster says whether its people were insured there in the half year before, where that is known', async () => {
    d.agentClaim('JH01-2022-7F3A-000001')
    const claimId = t.ledger.reader
      .prepare<string>("SELECT id FROM claims WHERE number = 'JH01-2022-7F3A-000001'")
      .pluck()
      .get() as string
    const rows = () => paperClaims(t.ledger.reader, { search: '', ids: [claimId] })
    const { personId } = rows()[0]!
    const spellId = d.desk.make.spell(personId as string, {
      employerId: d.employerId,
      employerText: '锦禾针织有限公司',
      fromDate: '2022-03-10',
    })
    d.desk.write((tx) =>
      tx.update(claims, claimId, {
        facts: JSON.stringify({ ...rows()[0]!.facts, work: { ...frozenFacts('李小妹').work, spellId } }),
      }),
    )
    const printed = async (reason: string) => (await text('agent-claim', { reason }))[0] ?? ''
    expect(insuredBeforeWork(rows()[0]!)).toBeUndefined()
    d.desk.write((tx) => tx.update(spells, spellId, { insuredKnown: true }))
    expect(await printed('')).toMatch(/无400\.00/)
    const insure = (year: number, months: number, employerId: string | null = d.employerId) =>
      d.desk.write((tx) =>
        tx.insert(insuredYears, {
          personId: personId as string,
          employerId,
          employerText: `名册 ${year}-${months}`,
          county: '330602',
          year,
          months,
          source: 'entry',
        }),
      )
    // August 2021 is the seventh month before; March 2022 is the work's own; elsewhere is elsewhere.
    insure(2021, 1 << 7)
    insure(2022, 1 << 2)
    insure(2020, 1 << 11, null)
    expect(insuredBeforeWork(rows()[0]!)).toBe('无')
    insure(2021, 1 << 8)
    expect(await printed('补打')).toMatch(/有400\.00/)
  })

  it('post attendance: the month, days attended and required, landscape', async () => {
    for (let i = 0; i < 3; i++) d.postHolder(d.nameOf(i), '2022-06', 20 + i, i)
    const [sheet = ''] = await text('post-attendance', { month: '2022-06' })
    expect(sheet).toContain('2022年6月公益性岗位人员出勤和补贴汇总表')
    expect(sheet).toContain('填报单位（盖章）：民建镇人民政府')
    for (const days of ['2220', '2221', '2222']) expect(sheet).toContain(days)
    await expect(d.print('post-attendance', { month: '2020-06' })).rejects.toThrow('没有在岗')
    // No standard was entered: the amounts are left to be filled in, and so is their sum.
    expect(sheet).toContain('合计：3人，____________元')
  })

  it('post attendance pays the month’s standard by days attended, by the document of the workplace, to the fen', async () => {
    const standard = (key: string, amountFen: number, fromDate: string | null, toDate: string | null) =>
      d.desk.write((tx) =>
        tx.insert(standards, {
          key,
          value: JSON.stringify({ amountFen }),
          documentNumber: '某人社〔2022〕1 号',
          fromDate,
          toDate,
          source: 'entry',
        }),
      )
    standard('HLJ-14', 70_000, null, '2022-05-31')
    standard('HLJ-14', 80_000, '2022-06-01', null)
    standard('GZ-21', 99_900, null, null)
    d.postHolder('甲某', '2022-06', 22, 0, '230125')
    d.postHolder('乙某', '2022-06', 7, 1, '230125')
    d.postHolder('丙某', '2022-06', 0, 2, '230125')
    d.postHolder('丁某', '2022-06', 22, 3)
    d.postHolder('戊某', '2022-06', 30, 4, '230125')
    const [sheet = ''] = await text('post-attendance', { month: '2022-06' })
    // 800 ÷ 22 × 7 = 254.5454…
    for (const line of ['2222800.00800.00', '227800.00254.55', '220800.000.00', '2230800.00800.00'])
      expect(sheet).toContain(line)
    expect(sheet).not.toContain('999.00')
    // Of one it is not known where they work: the amount, and with it the sum, are left to be filled in.
    expect(sheet).toContain('合计：5人，____________元')
    d.desk.write((tx) => {
      const [id] = tx
        .prepare<string>("SELECT id FROM spells WHERE post_kind = 'public-welfare' AND county IS NULL")
        .pluck()
        .all() as string[]
      tx.update(spells, id as string, { county: '230125' })
    })
    const [known = ''] = await text('post-attendance', { month: '2022-06', reason: '补登地点' })
    expect(known).toContain('合计：5人，2,654.55元')
    expect(sheet).toContain('补贴金额＝月标准÷应出勤天数×出勤天数')
  })

  it('cover: numbers, totals in capitals, and the QR code is the batch number', async () => {
    const { files } = await d.print('cover', ofBatch())
    const cover = popplerText(files[0]!.bytes)
    for (const words of [
      d.batchNumber,
      `人民币（大写）${capitals(sum(0, COUNT))}`,
      '2022年稳岗补贴',
      'JH16-2022-7F3A-000024',
    ])
      expect(cover).toContain(words)
    expect(scanQr(files[0]!.bytes, 1)).toBe(d.batchNumber)
  })

  it('opinion sheets: one page for each village, room for three stamps, no signature printed', async () => {
    const { result, files } = await d.print('opinion', { ...ofBatch(), groupBy: 'village' })
    expect(result).toMatchObject({ papers: 3, pages: 3 })
    const sheet = popplerText(files[0]!.bytes)
    expect(sheet.match(/（盖章）/g)).toHaveLength(9)
    expect(sheet).toContain('荣丁镇建设村')
    expect(sheet).not.toContain('木果')
  })

  it('application forms: one for each claim by village, the QR code is the claim number, in files of so many pages', async () => {
    const { result, files } = await d.print('application', {
      ...ofBatch(),
      groupBy: 'village',
      pagesPerFile: 5,
      apart: true,
    })
    expect(result).toMatchObject({ papers: COUNT, pages: COUNT, claims: COUNT, amountFen: sum(0, COUNT) })
    // 6, 6 and 12 people at no more than 5 pages a file
    expect(files).toHaveLength(7)
    expect(scanQr(files[0]!.bytes, 1)).toBe('JH16-2022-7F3A-000001')
    expect(claimView(t.ledger.reader, d.ids[0]!, new Map()).events.at(-1)).toMatchObject({ kind: 'printed' })
  })

  it('a long list goes on in further files, with page numbers running through', async () => {
    const { result, files } = await d.print('roster', { ...ofBatch(), pagesPerFile: 1 })
    expect(result.papers).toBe(1)
    expect(files).toHaveLength(result.pages)
    files.forEach(({ bytes, name }, at) => {
      expect(name).toContain(`_${at + 1}-${files.length}.pdf`)
      expect(popplerText(bytes)).toContain(`第${at + 1}页`)
      expect(popplerText(bytes)).toContain(`，共${files.length}页`)
    })
    const all = files.map(({ bytes }) => popplerText(bytes)).join('')
    for (const id of d.idNumbers) expect(all.split(id)).toHaveLength(2)
  })

  it('the lists of all villages come in one file to print at once, each from its page 1 on, and numbered apart', async () => {
    const { result, files } = await d.print('public-list-village', ofBatch())
    expect(files.map(({ name }) => name)).toEqual(['村级公示名单_稳岗补贴.pdf'])
    const { bytes } = files[0]!
    const text = popplerText(bytes)
    const heads = ['民建镇光明村', '民建镇红旗社区', '荣丁镇建设村'].map((place) => text.indexOf(place))
    expect(heads.every((at) => at >= 0)).toBe(true)
    expect(heads).toEqual(heads.toSorted((a, b) => a - b))
    expect(text.match(/第1页/g)).toHaveLength(3)
    // Six people fit on a page, twelve do not.
    expect(text.match(/，共1页/g)).toHaveLength(2)
    expect(text.match(/，共2页/g)).toHaveLength(2)
    expect(text.match(/合计：/g)).toHaveLength(3)
    expect(result).toMatchObject({ papers: 3, pages: 4 })
    for (const page of [1, 2, 3, 4]) expect(scanQr(bytes, page)).toBe(d.batchNumber)
    const kept = log().rows
    expect(new Set(kept.map(({ serial }) => serial)).size).toBe(3)
    expect(kept.map(({ pages }) => pages).toSorted()).toEqual([1, 1, 2])

    const split = await d.print('public-list-village', { ...ofBatch(), pagesPerFile: 2, reason: '再打一份' })
    expect(split.files.map(({ name }) => name)).toEqual([
      '村级公示名单_稳岗补贴_1-2.pdf',
      '村级公示名单_稳岗补贴_2-2.pdf',
    ])
    expect(popplerText(split.files[0]!.bytes)).not.toContain('荣丁镇建设村')
    expect(popplerText(split.files[1]!.bytes)).toContain('荣丁镇建设村')
  })

  it('overprint leaves out what the form has printed already', async () => {
    const [bare = ''] = await text('application', { ...ofBatch(), overprint: true })
    expect(bare).toContain(d.idNumbers[0])
    for (const words of ['身份证号', '按手印处', '劳务协作就业补贴个人申请表'])
      expect(bare).not.toContain(words)
  })

  it('each paper has a serial number that it keeps; printing again asks for a reason and is counted', async () => {
    await d.print('public-list-village', ofBatch())
    const first = log()
    expect(first.total).toBe(3)
    const serials = first.rows.map(({ serial }) => serial).toSorted()
    expect(new Set(serials).size).toBe(3)
    const order = { ...paperOrder.parse({ kind: 'public-list-village' }), ...ofBatch() }
    expect(planOrder(d.desk.context(), t.ledger.reader, order)).toMatchObject({
      papers: 3,
      printedBefore: 3,
      claims: COUNT,
    })
    await expect(d.print('public-list-village', ofBatch())).rejects.toThrow('重打请写明原因')
    expect(log().rows.every(({ reprints }) => reprints === 0)).toBe(true)
    const [again = ''] = await text('public-list-village', { ...ofBatch(), reason: '打印机卡纸' })
    expect(
      log()
        .rows.map(({ serial }) => serial)
        .toSorted(),
    ).toEqual(serials)
    expect(log().rows[0]).toMatchObject({ state: 'reprinted', reprints: 1, reprintReason: '打印机卡纸' })
    expect(again).not.toBe('')
  })

  it('the record names the layout and its version; an own layout prints whoever sits at the desk', async () => {
    await d.print('cover', ofBatch())
    const ours = log().rows[0]?.drawnBy
    expect(ours).toMatchObject({ id: 'batch-cover', name: '批次封面' })
    expect(ours?.digest).toMatch(/^[0-9a-f]{8}$/)
    const { definition } = findLayout(d.desk.context(), t.ledger.reader, 'batch-cover')
    const own = {
      basedOn: 'batch-cover',
      name: '我局封面',
      definition: definition.replace('{编批人}', '{经办人}'),
    }
    const { result: id } = d.desk.write((tx) => saveLayout(d.desk.context(), tx, own))
    const asked = { ...ofBatch(), layout: id, reason: '换版式' }
    // Without sign-in, the person named in the office's settings.
    expect((await text('cover', asked))[0]).toContain('木果')
    const before = log().rows[0]?.drawnBy
    expect(before).toMatchObject({ id, name: '我局封面' })
    const signedIn = { name: '吉克伍各', role: 'clerk' as const, officerId: 'officer-1' }
    d.actAs(signedIn)
    expect((await text('cover', asked))[0]).toContain('吉克伍各')
    d.desk.write((tx) =>
      saveLayout(d.desk.context(), tx, {
        ...own,
        id,
        definition: own.definition.replace('批次封面', '我局批次封面'),
      }),
    )
    await d.print('cover', asked)
    const after = log().rows[0]?.drawnBy
    expect(after?.digest).not.toBe(before?.digest)
    expect(after?.digest).not.toBe(ours?.digest)
  })

  it('are marked as stamped, handed out, spoiled; a spoiled one is printed anew under another number', async () => {
    await d.print('application', { filter: { search: '', ids: [d.ids[0]!] } })
    const [paper] = log().rows
    const mark = (state: 'stamped' | 'handed-out' | 'spoiled', reason = '') =>
      d.desk.write((tx) => markPapers(tx, { ids: [paper!.id], state, reason })).result
    expect([mark('stamped'), mark('stamped'), mark('handed-out')]).toEqual([1, 0, 1])
    expect(() => mark('spoiled')).toThrow('请写明原因')
    mark('spoiled', '墨水浸湿')
    expect(mark('stamped')).toBe(0)
    await d.print('application', { filter: { search: '', ids: [d.ids[0]!] } })
    expect(
      log()
        .rows.map(({ serial, state }) => [serial, state])
        .toSorted(),
    ).toEqual([
      ['JH16-2022-7F3A-000001', 'spoiled'],
      ['JH16-2022-7F3A-000001-2', 'printed'],
    ])
  })

  it('two prints at once never share a number', async () => {
    await d.print('cover', ofBatch())
    const { serial } = log().rows[0]!
    expect(() =>
      storeSlips(d.desk.context(), {
        reason: '',
        layout: { id: 'opinion', name: '意见表', digest: '' },
        slips: [
          {
            id: undefined,
            serial,
            kind: 'opinion',
            subjectKind: 'batch',
            subjectId: d.batchId,
            group: '',
            title: '',
            claimCount: 0,
            amountFen: 0,
            pages: 1,
          },
        ],
      }),
    ).toThrow('请再打印一次')
  })

  it('says what it needs', async () => {
    await expect(d.print('cover')).rejects.toThrow('请先选定批次')
    await expect(d.print('post-attendance')).rejects.toThrow('请先选定月份')
    await expect(d.print('cover', { ...ofBatch(), layout: 'application-roster' })).rejects.toThrow(
      '不是用于这种表的',
    )
    await expect(d.print('cover', { ...ofBatch(), layout: 'none' })).rejects.toThrow('没有名为“none”的版式')
    await expect(d.print('roster', { filter: { search: '无此人' } })).rejects.toThrow('没有符合条件的申领')
    await expect(d.print('cover', { ...ofBatch(), format: 'xlsx' })).rejects.toThrow('只能打印')
    expect(log().total).toBe(0)
    const { files } = await d.print('roster', { ...ofBatch(), format: 'xlsx' })
    expect(files[0]?.name).toBe('花名册_稳岗补贴.xlsx')
    expect(log().total).toBe(0)
  })
})
