import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkPaymentGate, openHoldsOfChecks } from '../../../src/main/core/checks/check-gates.ts'
import { batchView } from '../../../src/main/core/claims/batch/batch-list.ts'
import { findBatch } from '../../../src/main/core/claims/batch/batch-record.ts'
import { completeBatchStep } from '../../../src/main/core/claims/batch/batch-steps.ts'
import { changeBatch, createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import { clearList, postList } from '../../../src/main/core/claims/batch/public-lists.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { findBankProfile, readBankProfile } from '../../../src/main/core/claims/payment/bank-profile.ts'
import { demandClawback, receiveClawback } from '../../../src/main/core/claims/payment/clawback.ts'
import { refuseMoneyLeft } from '../../../src/main/core/claims/payment/left-the-office.ts'
import { makePayment, reissuePayments } from '../../../src/main/core/claims/payment/make-payment.ts'
import { planPayment } from '../../../src/main/core/claims/payment/payable.ts'
import { listPaymentFiles, paymentFileView } from '../../../src/main/core/claims/payment/payment-list.ts'
import { planReissue } from '../../../src/main/core/claims/payment/plan-reissue.ts'
import { settle } from '../../../src/main/core/claims/payment/settle.ts'
import { openPaymentFile, takeReturn } from '../../../src/main/core/claims/payment/take-return.ts'
import { openHoldsFor, openHoldsOf, releaseHolds } from '../../../src/main/core/claims/workflow/holds.ts'
import { claims, comparisonEntries, comparisonLists, people } from '../../../src/main/core/db/schema/index.ts'
import { encodeText } from '../../../src/main/core/exchange/workbook/text-encoding.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import type { WriterJobContext } from '../../../src/main/core/procedure.ts'
import { regionsOf } from '../../../src/main/core/registry/region-procedures.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { frozenFacts, resources } from '../../fixtures/small-ledger.ts'
import { claimsDesk } from './claims-desk.ts'

const NAMES = new Map([['JH-16', '稳岗补贴']])

describe('payments', () => {
  let t: TestLedger
  let desk: ReturnType<typeof claimsDesk>
  let ids: string[]
  let batchId: string
  let made: { name: string; bytes: Uint8Array }[]
  let given: Map<string, Uint8Array>
  beforeEach(async () => {
    t = await createTestLedger()
    desk = claimsDesk(t.ledger)
    ids = desk.claims(3)
    made = []
    given = new Map()
    desk.review(ids)
    batchId = desk.write((tx) =>
      createBatch(desk.context(), tx, {
        benefit: 'JH-16',
        fund: 'employment-promotion',
        budgetLineId: null,
        title: '2022年稳岗补贴',
        period: '2022',
        scope: null,
        ids,
      }),
    ).result.batchId
  })
  afterEach(() => t.cleanup())

  const job = (): WriterJobContext =>
    ({
      ...desk.context(),
      files: {
        open: async (token: string) => ({ name: token, bytes: given.get(token) as Uint8Array }),
        put: async (name: string, mime: string, bytes: Uint8Array) => {
          made.push({ name, bytes })
          return { token: name, name, size: bytes.byteLength, mime }
        },
      },
      progress: () => undefined,
      shouldStop: () => false,
    }) as WriterJobContext
  const toPayment = () => {
    const anyone = { mayDo: () => true }
    const { id } = desk.write((tx) =>
      postList(
        desk.context(),
        tx,
        {
          batchId,
          place: '公示栏',
          from: '2022-07-01',
          phone: '0833-4521234',
          statedCount: 3,
          statedFen: 900_000,
        },
        anyone,
      ),
    ).result
    desk.on('2022-07-15')
    desk.write((tx) => clearList(desk.context(), tx, id))
    for (const step of ['approval', 'finance'])
      desk.write((tx) =>
        completeBatchStep(desk.context(), tx, { batchId, step, note: '', overrule: '资金已到' }, anyone),
      )
  }
  const make = (profile: string) => makePayment(job(), { batchId, profile })
  const claim = (i = 0) => claimView(t.ledger.reader, ids[i] as string, NAMES)
  const file = () => listPaymentFiles(t.ledger.reader, batchId)[0]
  const rows = () => paymentFileView(t.ledger.reader, { id: file()?.id ?? '' }).payments
  const answer = (name: string, bytes: Uint8Array, dryRun = false, id = file()?.id ?? '') => {
    given.set(name, bytes)
    return takeReturn(job(), { id, token: name, dryRun })
  }
  const gb = (text: string) => encodeText(text, 'gb18030')

  it('are made only when a batch has come to be paid', async () => {
    await expect(make('bank-csv')).rejects.toThrow('现在到“公示”，还不到发放')
    await expect(makePayment(job(), { batchId, profile: 'bank-of-nowhere' })).rejects.toThrow(
      '没有“bank-of-nowhere”',
    )
  })

  it('name everyone who has no account, and nothing is written', async () => {
    toPayment()
    const person = claim(1).personId ?? ''
    desk.write((tx) => tx.update(people, person, { payeeAccount: null }))
    expect(planPayment(t.ledger.reader, findBatch(t.ledger.reader, batchId))).toMatchObject({
      count: 3,
      amountFen: 900_000,
      problems: [{ number: 'JH16-2022-7F3A-000002', problem: expect.stringContaining('没有收款账号') }],
    })
    await expect(make('bank-csv')).rejects.toThrow('（JH16-2022-7F3A-000002）没有收款账号')
    expect(listPaymentFiles(t.ledger.reader, batchId)).toEqual([])
    expect(claim().state).toBe('sent')
  })

  it('are written as each profile wants them, with accounts as text and two real decimals', async () => {
    toPayment()
    await make('bank-workbook')
    expect(made.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^ZF-2022-.{4}-0001_2022年稳岗补贴\.xlsx$/),
      expect.stringMatching(/_核对单\.xlsx$/),
    ])
    const book = await openWorkbook(made[0]?.bytes as Uint8Array)
    const read: unknown[][] = []
    for await (const batch of book.rows()) for (const row of batch) read.push([...row.values])
    book.close()
    expect(read[1]?.slice(0, 7)).toEqual(['序号', '姓名', '身份证号', '账号', '开户行', '金额（元）', '摘要'])
    expect(read[2]?.slice(0, 2)).toEqual([1, '阿依'])
    expect(read[2]?.[3]).toBe('622999000000000000')
    expect(read[2]?.[5]).toBe(3000)
    expect(read.at(-1)?.[0]).toBe('合计：3 笔，9000.00 元')
    expect(claim().events.at(-1)).toMatchObject({ label: '列入支付文件', note: file()?.number })
    const kept = await openPaymentFile(t.ledger.reader, file()?.id ?? '')
    expect(Buffer.from(kept.bytes).equals(Buffer.from(made[0]?.bytes as Uint8Array))).toBe(true)
  })

  it('give text files with a separator and of fixed widths, in bytes of their encoding', async () => {
    toPayment()
    await make('bank-text')
    const lines = new TextDecoder('gb18030').decode(made[0]?.bytes).split('\r\n')
    expect(lines[0]?.split('|').slice(0, 4)).toEqual(['1', '622999000000000000', '阿依', '3000.00'])
    expect(lines).toHaveLength(4)
  })

  it('are never made twice for one claim', async () => {
    toPayment()
    await make('bank-csv')
    await expect(make('bank-csv')).rejects.toThrow('都已列入支付文件')
    expect(planPayment(t.ledger.reader, findBatch(t.ledger.reader, batchId))).toMatchObject({
      count: 0,
      under: 3,
    })
  })

  it('are settled by the bank’s answer: paid ones leave a grant, returned ones are paid again, linked, once', async () => {
    toPayment()
    await make('bank-csv')
    const [a, b, c] = t.ledger.reader
      .prepare<string>('SELECT account FROM payments ORDER BY row')
      .pluck()
      .all() as string[]
    const text = [
      '收款账号,收款人,金额,处理结果,失败原因,交易日期',
      `${a},阿依,3000.00,成功,,2022-07-20`,
      `${b},阿依,3000.00,失败,账号与户名不符,2022-07-20`,
      `${c},阿依,2999.00,成功,,2022-07-20`,
      '6222000000000000,某人,1.00,成功,,2022-07-20',
      '合计,,,,,',
    ].join('\r\n')
    await expect(answer('回盘.csv', gb(text))).rejects.toThrow('2022-07-20 晚于今天（2022-07-15）')
    expect(rows().map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    desk.on('2022-07-20')
    const tried = await answer('回盘.csv', gb(text), true)
    expect(tried).toMatchObject({ dryRun: true, paid: 1, paidFen: 300_000, returned: 1, silent: 1 })
    expect(rows().map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    const done = await answer('回盘.csv', gb(text))
    expect(done).toMatchObject({ paid: 1, returned: 1, silent: 1 })
    expect(done.unmatched.map(({ row, why }) => [row, why])).toEqual([
      [4, '支付文件里没有这个账号和金额的待回盘明细'],
      [5, '支付文件里没有这个账号和金额的待回盘明细'],
      [6, '看不懂的结果“”，请在银行格式里写明它算成功还是退回'],
    ])
    await expect(answer('回盘.csv', gb(text))).rejects.toThrow('已经导入过了')
    expect(claim(0)).toMatchObject({ state: 'paid', stepName: null })
    expect(claim(1)).toMatchObject({ state: 'returned' })
    expect(claim(1).events.at(-1)).toMatchObject({ label: '银行退回', note: '账号与户名不符' })
    const grants = () =>
      t.ledger.reader
        .prepare(
          'SELECT entitlement_key AS "key", granted_on AS "on" FROM grants WHERE deleted_at IS NULL ORDER BY 1',
        )
        .all()
    expect(grants()).toEqual([{ key: 'k:JH16-2022-7F3A-000001', on: '2022-07-20' }])

    const returned = rows().find(({ state }) => state === 'returned')?.id ?? ''
    desk.write((tx) => tx.update(people, claim(1).personId ?? '', { payeeAccount: '6229990000000099999' }))
    expect(planReissue(t.ledger.reader, [returned])).toMatchObject([
      {
        paymentId: returned,
        oldAccountMasked: '********0001',
        newAccountMasked: '********9999',
        sameAccount: false,
        problem: null,
        returnReason: '账号与户名不符',
      },
    ])
    await reissuePayments(job(), { paymentIds: [returned], profile: 'bank-csv' })
    expect(() => planReissue(t.ledger.reader, [returned])).toThrow('已经重新发放过')
    expect(rows()).toMatchObject([
      { accountMasked: '********9999', reissueOf: expect.stringContaining('第2行') },
    ])
    expect(claim(1)).toMatchObject({ state: 'sent' })
    await expect(reissuePayments(job(), { paymentIds: [returned], profile: 'bank-csv' })).rejects.toThrow(
      '已经重新发放过',
    )
    await answer('再回盘.csv', gb('账号,结果\r\n6229990000000099999,成功\r\n'))
    expect(claim(1)).toMatchObject({ state: 'paid' })
    expect(grants()).toHaveLength(2)

    const last = listPaymentFiles(t.ledger.reader, batchId)[1]
    const open = paymentFileView(t.ledger.reader, { id: last?.id ?? '', state: 'sent' }).payments
    const settleOn = (on: string) =>
      desk.write((tx) =>
        settle(tx, '木果', [{ paymentId: open[0]?.id ?? '', state: 'paid', on, reason: '' }], '2022-07-26'),
      )
    expect(() => settleOn('2022-06-01')).toThrow(/ZF-.* 第 3 行：.*2022-06-01 早于支付文件生成的 2022-0/)
    expect(() => settleOn('2022-07-27')).toThrow('2022-07-27 晚于今天（2022-07-26）')
    expect(paymentFileView(t.ledger.reader, { id: last?.id ?? '', state: 'sent' }).payments).toEqual(open)
    settleOn('2022-07-25')
    const batch = batchView(t.ledger.reader, batchId, {
      names: NAMES,
      regions: regionsOf({ resources }),
      today: '2022-07-26',
    })
    expect(batch).toMatchObject({ state: 'paid', step: null })
    expect(() =>
      desk.write((tx) =>
        settle(
          tx,
          '木果',
          [{ paymentId: open[0]?.id ?? '', state: 'returned', on: undefined, reason: '错' }],
          '2022-07-26',
        ),
      ),
    ).toThrow('已经登记过')
  })

  it('pay nobody whose claim is held, and pay again nobody whom the checks hold today', async () => {
    toPayment()
    const hold = (i: number) =>
      desk.write((tx) =>
        openHoldsFor(
          tx,
          [{ claimId: ids[i] as string, check: 'manual', evidence: `h${i}`, reason: '户主来电说已换卡' }],
          '木果',
        ),
      )
    const release = () => desk.write((tx) => releaseHolds(tx, openHoldsOf(tx, ids), '已核实', '木果'))
    hold(0)
    expect(planPayment(t.ledger.reader, findBatch(t.ledger.reader, batchId)).problems).toMatchObject([
      { number: 'JH16-2022-7F3A-000001', problem: expect.stringContaining('正在暂缓（户主来电说已换卡）') },
    ])
    await expect(make('bank-csv')).rejects.toThrow('正在暂缓（户主来电说已换卡），请先核实并解除')
    expect(listPaymentFiles(t.ledger.reader, batchId)).toEqual([])
    release()
    await make('bank-csv')
    desk.write((tx) =>
      settle(
        tx,
        '木果',
        rows().map(({ id }) => ({ paymentId: id, state: 'returned', on: '2022-07-20', reason: '户名不符' })),
        '2022-07-20',
      ),
    )
    const returned = rows().map(({ id }) => id)
    const reissue = () =>
      reissuePayments(job(), { paymentIds: returned, profile: 'bank-csv' }, checkPaymentGate(desk.context()))
    const problems = () =>
      planReissue(t.ledger.reader, returned, checkPaymentGate(desk.context())).map(({ problem }) => problem)
    desk.write((tx) => {
      const listId = tx.insert(comparisonLists, {
        kind: 'deaths',
        name: '2022年7月死亡人员',
        givenBy: '县民政局',
        asOf: '2022-07-10',
        fileId: null,
        rowCount: 1,
        importedAt: tx.at,
        importedBy: '木果',
        source: 'entry',
      })
      const person = tx
        .prepare<string>('SELECT person_id FROM claims WHERE id = ?')
        .pluck()
        .get(ids[1] as string) as string
      tx.update(people, person, { idNumber: '51113319900101002X' })
      tx.local(comparisonEntries).insert({
        listId,
        row: 2,
        idNumber: '51113319900101002X',
        name: null,
        note: null,
      })
    })
    // Else nothing is wrong with them: of the category, at work where the clause asks for it.
    for (const id of ids) {
      const person = claimView(t.ledger.reader, id, NAMES).personId ?? ''
      desk.make.category(person, 'poverty-lifted', '2020-01-01')
      const facts = frozenFacts('阿依')
      desk.write((tx) =>
        tx.update(claims, id, {
          facts: JSON.stringify({ ...facts, work: { ...facts.work, county: '330702' } }),
        }),
      )
    }
    const files = listPaymentFiles(t.ledger.reader, batchId).length
    expect(problems().filter((problem) => problem?.includes('县民政局'))).toHaveLength(1)
    await expect(reissue()).rejects.toThrow('2022年7月死亡人员')
    expect(listPaymentFiles(t.ledger.reader, batchId)).toHaveLength(files)
    // A person looked at the matter: held, then released with a reason.
    desk.write((tx) => openHoldsOfChecks(desk.context(), tx, { kind: 'claims', ids }, '木果'))
    await expect(reissue()).rejects.toThrow('正在暂缓')
    release()
    expect(problems().filter((problem) => problem !== null)).toEqual([])
    expect((await reissue()).count).toBe(3)
  })

  it('are not undone, nor is anything that came before them; composing the batch was', async () => {
    const undo = (txId: string) => t.ledger.undo(txId, '木果', { also: (tx) => refuseMoneyLeft(tx, txId) })
    const renamed = desk.write((tx) =>
      changeBatch(desk.context(), tx, {
        batchId,
        title: '第一批',
      }),
    )
    undo(renamed.txId)
    expect(findBatch(t.ledger.reader, batchId).title).toBe('2022年稳岗补贴')
    toPayment()
    const last = () =>
      t.ledger.reader
        .prepare<string>('SELECT tx_id FROM audit ORDER BY seq DESC LIMIT 1')
        .pluck()
        .get() as string
    const sent = last()
    await make('bank-csv')
    const paying = last()
    expect(() => undo(paying)).toThrow('钱款可能已经送出')
    expect(() => undo(sent)).toThrow(`已列入支付文件 ${file()?.number}`)
    expect(rows().map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    expect(claim().state).toBe('sent')
  })

  it('of fixed widths are counted in bytes of their encoding, and their answer is read back by columns', async () => {
    toPayment()
    const person = claim(0).personId ?? ''
    desk.write((tx) => tx.update(people, person, { payeeName: '扎西·次仁' }))
    await make('bank-fixed')
    const bytes = made[0]?.bytes as Uint8Array
    const text = new TextDecoder('gb18030').decode(bytes)
    // 6 + 32 + 60 + 15 + 60 bytes and the line end, however many characters that is.
    expect(bytes.byteLength).toBe(3 * (173 + 2))
    const line = Buffer.from(bytes.subarray(0, 173))
    expect(line.subarray(0, 6).toString('latin1')).toBe('000001')
    expect(line.subarray(6, 38).toString('latin1')).toBe('622999000000000000'.padEnd(32))
    expect(new TextDecoder('gb18030').decode(line.subarray(38, 98)).trimEnd()).toBe('扎西·次仁')
    expect(line.subarray(98, 113).toString('latin1')).toBe('000000000300000')
    const [a, b, c] = text.split('\r\n')
    const done = await answer('回盘.txt', gb(`${a}0000\r\n${b}9 户名不符\r\n${c}???\r\n`))
    expect(done).toMatchObject({ paid: 1, returned: 1, silent: 1 })
    expect(done.unmatched).toMatchObject([{ row: 3, why: expect.stringContaining('看不懂的结果') }])
    expect(rows()).toMatchObject([
      { payeeName: '扎西·次仁', state: 'paid' },
      { state: 'returned', returnReason: '户名不符' },
      { state: 'sent' },
    ])
  })

  it('of fixed widths refuse a name that is wider than its column, with the payee', async () => {
    toPayment()
    desk.write((tx) => tx.update(people, claim(1).personId ?? '', { payeeName: '吉'.repeat(31) }))
    await expect(make('bank-fixed')).rejects.toThrow('有 62 字节，第 3 列只容 60 字节')
    expect(listPaymentFiles(t.ledger.reader, batchId)).toEqual([])
  })

  it('with a separator are answered in the same form, line by line', async () => {
    toPayment()
    await make('bank-text')
    const profile = findBankProfile(desk.context(), t.ledger.reader, 'bank-text')
    const width = Math.max(...Object.values(profile.return.columns).flat().map(Number))
    const at = (key: keyof typeof profile.return.columns) => Number(profile.return.columns[key][0]) - 1
    const answerLine = (row: number, account: string, result: string, reason = '') => {
      const cells = Array.from({ length: width }, () => '')
      cells[at('row')] = String(row)
      cells[at('account')] = account
      cells[at('result')] = result
      cells[at('reason')] = reason
      return cells.join('|')
    }
    const done = await answer(
      '回盘.txt',
      gb(
        [
          answerLine(1, '622999000000000000', profile.return.paid[0] ?? ''),
          answerLine(2, '622999000000000001', profile.return.returned[0] ?? '', '账户已销户'),
          answerLine(3, '622999000000000009', profile.return.paid[0] ?? ''),
        ].join('\r\n'),
      ),
    )
    expect(done).toMatchObject({ rows: 3, paid: 1, returned: 1, silent: 1, unmatched: [{ row: 3 }] })
    expect(rows()[1]).toMatchObject({ state: 'returned', returnReason: '账户已销户' })
  })

  it('can be asked back, never more than was paid; all of it back frees the entitlement', async () => {
    toPayment()
    await make('bank-csv')
    const payment = rows()[0]?.id ?? ''
    const demand = (amountFen: number) =>
      desk.write((tx) =>
        demandClawback(tx, '木果', {
          claimId: ids[0] as string,
          amountFen,
          reason: '参保造假',
          document: '',
          on: '2022-09-01',
        }),
      ).result
    expect(() => demand(100)).toThrow('没有发放')
    desk.write((tx) =>
      settle(tx, '木果', [{ paymentId: payment, state: 'paid', on: '2022-07-25', reason: '' }], '2022-07-25'),
    )
    const id = demand(300_000)
    expect(() => demand(1)).toThrow('不能再追回 0.01 元')
    const receive = (amountFen: number) =>
      desk.write((tx) => receiveClawback(tx, '木果', { id, amountFen, on: '2022-09-10' }))
    receive(100_000)
    const granted = () =>
      t.ledger.reader.prepare<number>('SELECT count(*) FROM grants WHERE deleted_at IS NULL').pluck().get()
    expect(granted()).toBe(1)
    expect(() => receive(200_001)).toThrow('最多再收 2,000.00 元')
    receive(200_000)
    expect(granted()).toBe(0)
    expect(
      claim()
        .events.map(({ label }) => label)
        .slice(-3),
    ).toEqual(['要求追回', '收到追回款', '收到追回款'])
  })
})

describe('a bank profile', () => {
  it.each([
    ['profile: 1', 'bank.yaml'],
    ['profile: 1\nid: x\nname: 甲\norigin: 乙\nfile: { format: pdf }\ncolumns: []\nreturn: {}', 'format'],
  ])('that is not whole is refused: %#', (definition, told) =>
    expect(() => readBankProfile(definition, 'bank.yaml')).toThrow(told),
  )

  it('must have whom, where to and how much', () => {
    const head = 'profile: 1\nid: x\nname: 甲\norigin: 乙\n'
    const back = 'return: { columns: { account: [账号], result: [结果] }, paid: [成功], returned: [失败] }\n'
    expect(() =>
      readBankProfile(
        `${head}file: { format: csv }\ncolumns: [{ field: name }, { field: amount }]\n${back}`,
        '甲',
      ),
    ).toThrow('columns 里没有 account')
    expect(() =>
      readBankProfile(
        `${head}file: { format: txt }\ncolumns: [{ field: name, width: 9 }, { field: account, width: 20 }, { field: amount }]\n${back}`,
        '甲',
      ),
    ).toThrow('第 3 列要写 width')
  })
})
