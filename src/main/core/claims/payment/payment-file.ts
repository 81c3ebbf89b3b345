import { plainYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { csvBuffer } from '../../exchange/workbook/csv-writer.ts'
import { XLSX } from '../../exchange/workbook/media-type.ts'
import { byteOrderMark, type CsvEncoding, encodeText } from '../../exchange/workbook/text-encoding.ts'
import { createWorkbookWriter } from '../../exchange/workbook/workbook-writer.ts'
import type { BankProfile, PaymentField } from './bank-profile.ts'

/** One payment as the file says it. Money in fen. */
export type PaymentRow = {
  readonly row: number
  readonly claimNumber: string
  readonly name: string
  readonly idNumber: string | null
  readonly account: string
  readonly bank: string | null
  readonly phone: string | null
  readonly amountFen: number
  readonly purpose: string
}

export type PaymentFileMade = {
  readonly extension: string
  readonly mime: string
  readonly bytes: Uint8Array
}

/**
 * The bytes of a payment file. Accounts and ID numbers are text cells; amounts hold exactly two decimals (or whole fen).
 * @throws Refusal `payments.too-wide`, `payments.separator` naming the payee
 */
export async function paymentFile(
  profile: BankProfile,
  rows: readonly PaymentRow[],
  title: string,
): Promise<PaymentFileMade> {
  const { file } = profile
  if (file.format === 'xlsx')
    return { extension: 'xlsx', mime: XLSX, bytes: await workbook(profile, rows, title) }
  if (file.format === 'csv') {
    const header = file.header ? [profile.columns.map(({ title }) => title)] : []
    const bytes = await csvBuffer([...header, ...rows.map((row) => cellsOf(profile, row))], {
      encoding: file.encoding as CsvEncoding,
    })
    return { extension: 'csv', mime: 'text/csv', bytes }
  }
  const encoding = file.encoding as CsvEncoding
  const newline = file.newline === 'crlf' ? '\r\n' : '\n'
  const lines = textLines(profile, rows)
  const bytes = Buffer.concat([
    byteOrderMark(encoding),
    encodeText(lines.map((line) => line + newline).join(''), encoding),
  ])
  return { extension: 'txt', mime: 'text/plain', bytes }
}

/** Cells of one row as text, in the file's order. */
export function cellsOf(profile: BankProfile, row: PaymentRow): string[] {
  return profile.columns.map((column) => column.value ?? cellText(profile, column.field, row))
}

function cellText(profile: BankProfile, field: PaymentField, row: PaymentRow): string {
  switch (field) {
    case 'row':
      return String(row.row)
    case 'amount':
      return profile.amount === 'fen' ? String(row.amountFen) : plainYuan(row.amountFen)
    case 'blank':
      return ''
    default:
      return row[field] ?? ''
  }
}

/** Lines of a text file, without their line ends. */
export function textLines(profile: BankProfile, rows: readonly PaymentRow[]): string[] {
  const { file } = profile
  if (file.format !== 'txt') return []
  const { separator } = file
  const encoding = file.encoding as CsvEncoding
  const header = file.header ? [profile.columns.map(({ title }) => title).join(separator ?? '')] : []
  return [
    ...header,
    ...rows.map((row) => {
      const cells = cellsOf(profile, row)
      if (separator !== undefined) {
        const broken = cells.find((cell) => cell.includes(separator) || /[\r\n]/.test(cell))
        if (broken !== undefined) {
          throw new Refusal(
            'payments.separator',
            `${row.name}（${row.claimNumber}）的“${broken}”里有分隔符“${separator}”，银行会读错。请先改正，或换一种格式。`,
            { claim: row.claimNumber },
          )
        }
        return cells.join(separator)
      }
      return cells.map((cell, i) => fixed(profile, i, cell, encoding, row)).join('')
    }),
  ]
}

function fixed(
  profile: BankProfile,
  index: number,
  cell: string,
  encoding: CsvEncoding,
  row: PaymentRow,
): string {
  const column = profile.columns[index] as BankProfile['columns'][number]
  const width = column.width ?? 0
  const bytes = encodeText(cell, encoding).length
  if (bytes > width) {
    throw new Refusal(
      'payments.too-wide',
      `${row.name}（${row.claimNumber}）的“${cell}”有 ${bytes} 字节，第 ${index + 1} 列只容 ${width} 字节。请改短，或换一种格式。`,
      { claim: row.claimNumber },
    )
  }
  const pad = column.fill.repeat(width - bytes)
  return column.align === 'right' ? pad + cell : cell + pad
}

function workbook(profile: BankProfile, rows: readonly PaymentRow[], title: string): Promise<Buffer> {
  const { file, columns } = profile
  if (file.format !== 'xlsx') throw new Error('not a workbook profile')
  const total = rows.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const writer = createWorkbookWriter()
  writer.addSheet({
    name: file.sheet,
    ...(file.title ? { title } : {}),
    columns: columns.map(({ title: header, field }) => ({
      header,
      kind:
        field === 'amount'
          ? profile.amount === 'fen'
            ? 'integer'
            : 'fen'
          : field === 'row'
            ? 'integer'
            : 'text',
    })),
    rows: rows.map((row) => {
      const cells = cellsOf(profile, row)
      return columns.map(({ field, value }, i) =>
        value !== undefined
          ? value
          : field === 'amount'
            ? row.amountFen
            : field === 'row'
              ? row.row
              : (cells[i] ?? ''),
      )
    }),
    ...(file.total ? { below: [{ text: `合计：${rows.length} 笔，${plainYuan(total)} 元` }] } : {}),
    autofilter: false,
  })
  return writer.toBuffer()
}
