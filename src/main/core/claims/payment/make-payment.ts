import type { z } from 'zod'
import type { madePayment } from '../../../../shared/contract/payments.ts'
import { plainYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { paymentFiles, payments } from '../../db/schema/payments.ts'
import { benefitNames } from '../../entitlements/packs.ts'
import { XLSX } from '../../exchange/workbook/media-type.ts'
import { createWorkbookWriter } from '../../exchange/workbook/workbook-writer.ts'
import { packed, sha256Of, storeFile } from '../../files/stored-bytes.ts'
import type { InputOf, WriterJobContext } from '../../procedure.ts'
import { nextNumber } from '../batch/batch-number.ts'
import { type Batch, findBatch, stepOfBatch } from '../batch/batch-record.ts'
import { moveClaims } from '../workflow/act.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { positionsOf } from '../workflow/positions.ts'
import { type BankProfile, findBankProfile } from './bank-profile.ts'
import { type Payable, payableClaims, payeesOf, problemOf } from './payable.ts'
import { type PaymentRow, paymentFile } from './payment-file.ts'

type Made = z.infer<typeof madePayment>
type Reading = Pick<ReadLedger, 'prepare'>
type Job = Pick<WriterJobContext, 'ledger' | 'actor' | 'resources' | 'today' | 'files' | 'now'>
type Paid = { readonly payable: Payable; readonly reissueOf: string | null }

/**
 * 支付文件 of a batch whose claims wait to be paid. Kept in the ledger as it was made; whoever stands in one that was
 * not returned is never put into another. `lastLook` may refuse the batch. @throws Refusal `payments.not-now`, `payments.nothing`, `payments.problems`
 */
export async function makePayment(
  context: Job,
  input: InputOf<'payments.make'>,
  lastLook?: (tx: WriteTx, batch: Batch) => void,
): Promise<Made> {
  const profile = findBankProfile(context, context.ledger.reader, input.profile)
  return written(context, profile, input.profile, 'payments.make', (tx) => {
    const batch = findBatch(tx, input.batchId)
    const step = stepOfBatch(batch)
    if (step?.kind !== 'payment') {
      throw new Refusal(
        'payments.not-now',
        step === undefined
          ? `批次 ${batch.number} 已全部办结。`
          : `批次 ${batch.number} 现在到“${step.name}”，还不到发放。`,
      )
    }
    lastLook?.(tx, batch)
    const paid = payableClaims(tx, batch.id).map((payable) => ({ payable, reissueOf: null }))
    refuseProblems(batch, paid)
    return { batch, paid }
  })
}

/** What stands against paying claims again besides their records, by claim: the checks, as the ledger is today. */
export type PaymentGate = (ledger: Reading, claimIds: readonly string[]) => ReadonlyMap<string, string>

/**
 * Pays returned payments again, to the accounts that the ledger holds now, each linked to the one it makes good. Weeks
 * may lie between: what holds a claim today, or what the `gate` finds, is a problem as a missing account is.
 * @throws Refusal `payments.not-returned`, `payments.two-batches`, `payments.problems`, and as `lastLook`
 */
export async function reissuePayments(
  context: Job,
  input: InputOf<'payments.reissue'>,
  gate?: PaymentGate,
  lastLook?: (tx: WriteTx, batch: Batch) => void,
): Promise<Made> {
  const profile = findBankProfile(context, context.ledger.reader, input.profile)
  return written(context, profile, input.profile, 'payments.reissue', (tx) => {
    const find = tx.prepare<{ claimId: string; state: string; batchId: string; made: number }>(
      `SELECT y.claim_id AS claimId, y.state, f.batch_id AS batchId,
         EXISTS (SELECT 1 FROM payments n WHERE n.reissue_of = y.id AND n.deleted_at IS NULL) AS made
       FROM payments y JOIN payment_files f ON f.id = y.payment_file_id WHERE y.id = ? AND y.deleted_at IS NULL`,
    )
    const returned = new Map<string, string>()
    const batches = new Set<string>()
    for (const id of new Set(input.paymentIds)) {
      const payment = find.get(id)
      if (payment === undefined || payment.state !== 'returned' || payment.made === 1) {
        throw new Refusal('payments.not-returned', '所选明细里有的没有退回，或已经重新发放过，请刷新后再选。')
      }
      returned.set(payment.claimId, id)
      batches.add(payment.batchId)
    }
    const [batchId, other] = [...batches]
    if (batchId === undefined || other !== undefined)
      throw new Refusal('payments.two-batches', '所选明细属于不同的批次，请按批次分开重新发放。')
    const batch = findBatch(tx, batchId)
    lastLook?.(tx, batch)
    const paid = payeesOf(tx, [...returned.keys()]).map((payable) => ({
      payable,
      reissueOf: returned.get(payable.claimId) ?? null,
    }))
    refuseProblems(batch, paid, gate?.(tx, [...returned.keys()]))
    return { batch, paid }
  })
}

/** Rows, bytes and record in one transaction: a file that was handed over is always in the ledger. */
async function written(
  context: Job,
  profile: BankProfile,
  profileId: string,
  action: string,
  choose: (tx: WriteTx) => { batch: Batch; paid: readonly Paid[] },
): Promise<Made> {
  const { result } = await context.ledger.writeAsync(
    { action, actor: context.actor.name, params: { profile: profileId } },
    async (tx) => {
      const { batch, paid } = choose(tx)
      const names = benefitNames(context, tx)
      const rows = paid.map(({ payable }, i) => rowOf(payable, i + 1, profile, batch, names))
      const made = await paymentFile(profile, rows, batch.title)
      const number = nextNumber(tx, 'payment_files', 'ZF', context.today().slice(0, 4))
      const name = `${number}_${batch.title.replace(/[\\/:*?"<>|\s]+/gu, '_')}.${made.extension}`
      const sha256 = sha256Of(made.bytes)
      const amountFen = rows.reduce((sum, { amountFen }) => sum + amountFen, 0)
      const fileId = storeFile(tx, {
        name,
        mime: made.mime,
        bytes: made.bytes,
        sha256,
        content: await packed(made.bytes),
      })
      const paymentFileId = tx.insert(paymentFiles, {
        batchId: batch.id,
        number,
        profile: profile.name,
        fileName: name,
        fileId,
        sha256,
        rowCount: rows.length,
        amountFen,
        madeAt: tx.at,
        madeBy: context.actor.name,
        source: 'entry',
      })
      tx.insertMany(
        payments,
        paid.map(({ payable, reissueOf }, i) => ({
          paymentFileId,
          claimId: payable.claimId,
          row: i + 1,
          payeeName: payable.payeeName,
          payeeIdNumber: payable.idNumber,
          account: rows[i]?.account ?? '',
          bank: payable.bank,
          amountFen: payable.amountFen,
          purpose: rows[i]?.purpose ?? '',
          state: 'sent',
          settledOn: null,
          returnReason: null,
          reissueOf,
          source: 'entry',
        })),
      )
      tellSent(tx, context.actor.name, paid, number)
      return {
        paymentFileId,
        number,
        name,
        mime: made.mime,
        bytes: made.bytes,
        sha256,
        rows,
        amountFen,
        batch,
      }
    },
  )
  const file = await context.files.put(result.name, result.mime, result.bytes)
  const sheet = await context.files.put(
    `${result.number}_核对单.xlsx`,
    XLSX,
    await checkSheet({ ...result, profile: profile.name, by: context.actor.name, on: context.today() }),
  )
  return {
    paymentFileId: result.paymentFileId,
    number: result.number,
    files: [file, sheet],
    count: result.rows.length,
    amountFen: result.amountFen,
  }
}

function refuseProblems(
  batch: Batch,
  paid: readonly Paid[],
  found: ReadonlyMap<string, string> = new Map(),
): void {
  if (paid.length === 0)
    throw new Refusal('payments.nothing', `批次 ${batch.number} 里没有还要发放的申领，都已列入支付文件。`)
  const wrong = paid.flatMap(({ payable }) => {
    const problem = problemOf(payable) ?? found.get(payable.claimId)
    return problem === undefined ? [] : [`${payable.payeeName}（${payable.number}）${problem}`]
  })
  if (wrong.length === 0) return
  throw new Refusal(
    'payments.problems',
    `有 ${wrong.length} 笔不能发放：${wrong.slice(0, 5).join('；')}${wrong.length > 5 ? '；等等' : ''}。请先改正。`,
    { count: wrong.length },
  )
}

function rowOf(
  payable: Payable,
  row: number,
  profile: BankProfile,
  batch: Batch,
  names: ReadonlyMap<string, string>,
): PaymentRow {
  return {
    row,
    claimNumber: payable.number,
    name: payable.payeeName,
    idNumber: payable.idNumber,
    account: (payable.account ?? '').replace(/[\s-]/g, ''),
    bank: payable.bank,
    phone: payable.phone,
    amountFen: payable.amountFen,
    purpose: profile.purpose
      .replaceAll('{补贴名称}', names.get(batch.benefit) ?? batch.benefit)
      .replaceAll('{期间}', payable.period ?? '')
      .replaceAll('{批次}', batch.number),
  }
}

function tellSent(tx: WriteTx, by: string, paid: readonly Paid[], number: string): void {
  const reissued = new Map(paid.map(({ payable, reissueOf }) => [payable.claimId, reissueOf !== null]))
  const positions = positionsOf(
    tx,
    new OfficeProcedures(tx),
    paid.map(({ payable }) => payable.claimId),
  )
  moveClaims(
    tx,
    by,
    positions.map((position) => {
      const again = reissued.get(position.id) ?? false
      return {
        position,
        step: position.step,
        state: 'sent',
        dueOn: null,
        event: again ? 'reissued' : 'sent',
        data: { name: again ? '重新发放' : '列入支付文件', note: number },
      }
    }),
  )
}

/** 核对单: what the paper beside the stick says, so that whoever receives the file can check it. */
function checkSheet(file: {
  number: string
  name: string
  sha256: string
  rows: readonly PaymentRow[]
  amountFen: number
  batch: Batch
  profile: string
  by: string
  on: string
}): Promise<Buffer> {
  const byBank = new Map<string, { count: number; amountFen: number }>()
  for (const { bank, amountFen } of file.rows) {
    const sum = byBank.get(bank ?? '未写开户行') ?? { count: 0, amountFen: 0 }
    byBank.set(bank ?? '未写开户行', { count: sum.count + 1, amountFen: sum.amountFen + amountFen })
  }
  const writer = createWorkbookWriter()
  writer.addSheet({
    name: '支付文件核对单',
    title: `支付文件核对单（${file.number}）`,
    above: [
      { text: `批次：${file.batch.number}　${file.batch.title}` },
      { text: `文件：${file.name}　格式：${file.profile}` },
      { text: `校验值（SHA-256）：${file.sha256}` },
      { text: `制表：${file.by}　日期：${file.on}　复核（签字）：` },
    ],
    columns: [
      { header: '开户行', width: 40 },
      { header: '笔数', kind: 'integer', width: 10 },
      { header: '金额（元）', kind: 'fen', width: 18 },
    ],
    rows: [...byBank].map(([bank, sum]) => [bank, sum.count, sum.amountFen]),
    below: [{ text: `合计：${file.rows.length} 笔，${plainYuan(file.amountFen)} 元`, bold: true }],
    borders: true,
    autofilter: false,
  })
  return writer.toBuffer()
}
