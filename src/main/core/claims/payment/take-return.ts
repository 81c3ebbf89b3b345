import { readFile } from 'node:fs/promises'
import type { BankReturnResult } from '../../../../shared/contract/payments.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { bankReturns } from '../../db/schema/payments.ts'
import { packed, sha256Of, storeFile, unpacked } from '../../files/stored-bytes.ts'
import type { InputOf, WriterJobContext } from '../../procedure.ts'
import { listBankProfiles, readBankProfile } from './bank-profile.ts'
import { matchReturn, readReturn } from './bank-return.ts'
import { openPayments, settle } from './settle.ts'

type Job = Pick<WriterJobContext, 'ledger' | 'actor' | 'resources' | 'today' | 'files'>

/**
 * Takes in a bank's return file: each clear line settles its payment, the others are named and change nothing. The same
 * file is not taken twice. @throws Refusal `payments.no-file`, `payments.return-again`, `payments.return-header`, `workbook.*`
 */
export async function takeReturn(
  context: Job,
  input: InputOf<'payments.takeReturn'>,
): Promise<BankReturnResult> {
  const file = context.ledger.reader
    .prepare<{ number: string; profile: string }>(
      'SELECT number, profile FROM payment_files WHERE id = ? AND deleted_at IS NULL',
    )
    .get(input.id)
  if (file === undefined) throw new Refusal('payments.no-file', '没有这个支付文件，请刷新列表。')
  const profile = listBankProfiles(context, context.ledger.reader).find(({ name }) => name === file.profile)
  if (profile === undefined) {
    throw new Refusal(
      'payments.no-profile',
      `支付文件 ${file.number} 用的银行格式“${file.profile}”已不在，请先恢复它，再导入回盘。`,
    )
  }
  const opened = await context.files.open(input.token)
  const bytes = 'path' in opened ? await readFile(opened.path) : opened.bytes
  const sha256 = sha256Of(bytes)
  const read = readBankProfile(profile.definition, profile.name)
  const lines = await readReturn(bytes, read)
  const result = (ledger: Pick<ReadLedger, 'prepare'>) => {
    const open = openPayments(ledger, input.id)
    return { open, ...matchReturn(lines, open, read) }
  }
  if (input.dryRun) {
    const { open, settlements, unmatched } = result(context.ledger.reader)
    const paid = settlements.filter(({ state }) => state === 'paid')
    const amounts = new Map(open.map(({ id, amountFen }) => [id, amountFen]))
    return {
      dryRun: true,
      rows: lines.length,
      paid: paid.length,
      paidFen: paid.reduce((sum, { paymentId }) => sum + (amounts.get(paymentId) ?? 0), 0),
      returned: settlements.length - paid.length,
      unmatched,
      silent: open.length - settlements.length,
    }
  }
  const content = await packed(bytes)
  const { result: done } = context.ledger.write(
    { action: 'payments.takeReturn', actor: context.actor.name, params: { file: file.number } },
    (tx) => {
      const again = tx
        .prepare('SELECT 1 FROM bank_returns WHERE payment_file_id = ? AND sha256 = ? AND deleted_at IS NULL')
        .get(input.id, sha256)
      if (again !== undefined)
        throw new Refusal('payments.return-again', `这份回盘已经导入过了，支付文件 ${file.number} 没有变化。`)
      const { open, settlements, unmatched } = result(tx)
      const settled = settle(tx, context.actor.name, settlements, context.today())
      const fileId = storeFile(tx, {
        name: opened.name,
        mime: 'application/octet-stream',
        bytes,
        sha256,
        content,
      })
      tx.insert(bankReturns, {
        paymentFileId: input.id,
        fileName: opened.name,
        fileId,
        sha256,
        paidCount: settled.paid,
        returnedCount: settled.returned,
        unmatchedCount: unmatched.length,
        takenAt: tx.at,
        takenBy: context.actor.name,
        source: 'entry',
      })
      return {
        dryRun: false,
        rows: lines.length,
        ...settled,
        unmatched,
        silent: open.length - settlements.length,
      }
    },
  )
  return done
}

/** The bytes of a payment file as it was made. @throws Refusal `payments.no-file` */
export async function openPaymentFile(
  ledger: Pick<ReadLedger, 'prepare'>,
  id: string,
): Promise<{ name: string; mime: string; bytes: Uint8Array }> {
  const row = ledger
    .prepare<{ name: string; mime: string; content: Uint8Array }>(
      `SELECT f.name, f.mime, f.content FROM payment_files p JOIN files f ON f.id = p.file_id
       WHERE p.id = ? AND p.deleted_at IS NULL`,
    )
    .get(id)
  if (row === undefined)
    throw new Refusal('payments.no-file', '没有这个支付文件，或它的原件在另一个办公室的台账里。')
  return { name: row.name, mime: row.mime, bytes: await unpacked(row.content) }
}
