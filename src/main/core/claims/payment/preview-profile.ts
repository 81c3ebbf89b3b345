import type { ReadLedger } from '../../db/ledger.ts'
import type { InputOf, OutputOf } from '../../procedure.ts'
import { findBatch } from '../batch/batch-record.ts'
import { readBankProfile } from './bank-profile.ts'
import { payableClaims } from './payable.ts'
import { cellsOf, type PaymentRow, textLines } from './payment-file.ts'

const SHOWN = 5

/** Nobody: where no batch is chosen, a profile is shown with invented payees. */
const INVENTED: readonly PaymentRow[] = ['吉克阿依', '扎西·次仁', '王小明'].map((name, i) => ({
  row: i + 1,
  claimNumber: `JH16-2022-0000-00000${i + 1}`,
  name,
  idNumber: '511133199001010011',
  account: `62299900000000000${i + 1}`,
  bank: '某县农村信用合作联社',
  phone: '13900000000',
  amountFen: 300_000,
  purpose: '补贴',
}))

/** The first rows as a payment file would hold them, beside the definition being written. @throws Refusal `payments.profile` */
export function previewProfile(
  ledger: Pick<ReadLedger, 'prepare'>,
  input: InputOf<'payments.previewProfile'>,
): OutputOf<'payments.previewProfile'> {
  const profile = readBankProfile(input.definition, '正在编辑的银行格式')
  const rows =
    input.batchId === undefined
      ? INVENTED
      : payableClaims(ledger, findBatch(ledger, input.batchId).id)
          .slice(0, SHOWN)
          .map((payable, i) => ({
            row: i + 1,
            claimNumber: payable.number,
            name: payable.payeeName,
            idNumber: payable.idNumber,
            account: payable.account ?? '',
            bank: payable.bank,
            phone: payable.phone,
            amountFen: payable.amountFen,
            purpose: profile.purpose,
          }))
  return {
    headers: profile.columns.map(({ title, field }) => title || field),
    rows: rows.map((row) => cellsOf(profile, row)),
    lines: textLines(profile, rows),
  }
}
