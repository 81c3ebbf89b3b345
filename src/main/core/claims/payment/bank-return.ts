/** 银行回盘: what a bank's file says of each payment, and which payment of ours it means. */
import { readAccount } from '../../../../shared/domain/bank-card.ts'
import { readYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { readDay } from '../../exchange/cell-dates.ts'
import { decodedText, detectEncoding, encodeText } from '../../exchange/workbook/text-encoding.ts'
import { openWorkbook } from '../../exchange/workbook/workbook-reader.ts'
import type { BankProfile } from './bank-profile.ts'

/** One line of the bank's file, as far as it could be read. */
export type ReturnLine = {
  /** as the bank's file numbers it, from 1 */
  readonly line: number
  readonly row: number | undefined
  readonly account: string
  readonly name: string
  /** fen */
  readonly amountFen: number | undefined
  readonly result: string
  readonly reason: string
  readonly date: string | undefined
}

/** A payment that waits for the bank's word. */
export type OpenPayment = {
  readonly id: string
  readonly row: number
  readonly account: string
  readonly payeeName: string
  readonly amountFen: number
}

export type Settlement = {
  readonly paymentId: string
  readonly state: 'paid' | 'returned'
  readonly on: string | undefined
  readonly reason: string
}

export type Unmatched = { readonly row: number; readonly text: string; readonly why: string }

/**
 * Every line of a bank's return file. @throws Refusal `payments.return-header` where none of the bank's columns is
 * found, `workbook.*` where the file is no such file
 */
export async function readReturn(source: string | Uint8Array, profile: BankProfile): Promise<ReturnLine[]> {
  const table = profile.file.format === 'txt' ? await textTable(source, profile) : await sheetTable(source)
  const at = columnsOf(table, profile)
  if (at === undefined) {
    throw new Refusal(
      'payments.return-header',
      `回盘文件里找不到“${profile.name}”的账号和结果两列。请确认选对了文件和银行格式，或在银行格式里补上列名。`,
      { profile: profile.name },
    )
  }
  const lines: ReturnLine[] = []
  for (const { line, cells } of table.slice(at.firstRow)) {
    const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim())
    const account = cell(at.columns.account)
    const result = cell(at.columns.result)
    // Lines below the table: totals, notes.
    if (account === '' && result === '') continue
    const reading = readAccount(account)
    const money = cell(at.columns.amount)
    const amount = readYuan(money)
    const day = readDay(cell(at.columns.date))
    const row = cell(at.columns.row)
    lines.push({
      line,
      row: /^\d+$/.test(row) ? Number(row) : undefined,
      account: reading.ok ? reading.value : account,
      name: cell(at.columns.name),
      amountFen:
        money === ''
          ? undefined
          : profile.amount === 'fen' && /^\d+$/.test(money)
            ? Number(money)
            : amount.ok
              ? amount.fen
              : undefined,
      result,
      reason: cell(at.columns.reason),
      date: day.ok ? day.value : undefined,
    })
  }
  return lines
}

type Line = { readonly line: number; readonly cells: readonly string[] }

async function sheetTable(source: string | Uint8Array): Promise<Line[]> {
  const workbook = await openWorkbook(source)
  try {
    const table: Line[] = []
    for await (const rows of workbook.rows()) {
      for (const row of rows) {
        table.push({
          line: row.number,
          // A number is taken as the file stores it: an account must not be rounded.
          cells: row.values.map((value, i) =>
            typeof value === 'number' ? row.rawText(i) : value === null ? '' : String(value),
          ),
        })
      }
    }
    return table
  } finally {
    workbook.close()
  }
}

async function textTable(source: string | Uint8Array, profile: BankProfile): Promise<Line[]> {
  const encoding = await detectEncoding(source)
  let text = ''
  for await (const piece of decodedText(source, encoding)) text += piece
  const { file } = profile
  const separator = file.format === 'txt' ? file.separator : undefined
  return text
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, text: line }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ line, text }) => ({
      line,
      cells: separator === undefined ? fixedCells(text, profile, encoding) : text.split(separator),
    }))
}

/** The columns of our own file, and what the bank wrote behind them, parted by blanks. */
function fixedCells(
  line: string,
  profile: BankProfile,
  encoding: Parameters<typeof encodeText>[1],
): string[] {
  const bytes = encodeText(line, encoding)
  const cells: string[] = []
  let at = 0
  for (const { width = 0 } of profile.columns) {
    cells.push(decode(bytes.subarray(at, at + width), encoding))
    at += width
  }
  return [...cells, ...decode(bytes.subarray(at), encoding).trim().split(/\s+/)]
}

function decode(bytes: Uint8Array, encoding: Parameters<typeof encodeText>[1]): string {
  return new TextDecoder(
    encoding === 'gb18030' ? 'gb18030' : encoding === 'utf-16le' ? 'utf-16le' : 'utf-8',
  ).decode(bytes)
}

type Columns = Readonly<Record<keyof BankProfile['return']['columns'], number | undefined>>

function columnsOf(
  table: readonly Line[],
  profile: BankProfile,
): { firstRow: number; columns: Columns } | undefined {
  const wanted = profile.return.columns
  const names = Object.keys(wanted) as (keyof typeof wanted)[]
  const numbered = (name: keyof typeof wanted) => wanted[name].find((one) => typeof one === 'number')
  if (typeof numbered('account') === 'number') {
    const column = (name: keyof typeof wanted) => {
      const number = numbered(name)
      return typeof number === 'number' ? number - 1 : undefined
    }
    return { firstRow: 0, columns: Object.fromEntries(names.map((name) => [name, column(name)])) as Columns }
  }
  for (const [index, { cells }] of table.slice(0, 30).entries()) {
    const folded = cells.map(fold)
    const column = (name: keyof typeof wanted) => {
      const aliases = wanted[name].map((one) => fold(String(one)))
      const found = folded.findIndex((cell) => aliases.includes(cell))
      return found < 0 ? undefined : found
    }
    const columns = Object.fromEntries(names.map((name) => [name, column(name)])) as Columns
    if (columns.account !== undefined && columns.result !== undefined) return { firstRow: index + 1, columns }
  }
  return undefined
}

function fold(header: string): string {
  return header.normalize('NFKC').replace(/[\s*:：]/gu, '')
}

/**
 * Which payment each line means. A line is taken only where it is clear: its own row number with the same account, else
 * the one open payment with that account and amount (and name, where two share them). Pure.
 */
export function matchReturn(
  lines: readonly ReturnLine[],
  payments: readonly OpenPayment[],
  profile: BankProfile,
): { settlements: Settlement[]; unmatched: Unmatched[] } {
  const byRow = new Map(payments.map((payment) => [payment.row, payment]))
  const byAccount = new Map<string, OpenPayment[]>()
  for (const payment of payments) {
    const key = digits(payment.account)
    byAccount.set(key, [...(byAccount.get(key) ?? []), payment])
  }
  const taken = new Set<string>()
  const settlements: Settlement[] = []
  const unmatched: Unmatched[] = []
  for (const line of lines) {
    const refuse = (why: string) => unmatched.push({ row: line.line, text: whose(line), why })
    const state = stateOf(line.result, profile)
    if (state === undefined) {
      refuse(`看不懂的结果“${line.result}”，请在银行格式里写明它算成功还是退回`)
      continue
    }
    const own = line.row === undefined ? undefined : byRow.get(line.row)
    const candidates =
      own !== undefined && digits(own.account) === digits(line.account)
        ? [own]
        : narrowed(byAccount.get(digits(line.account)) ?? [], line)
    const [payment] = candidates
    if (payment === undefined) refuse('支付文件里没有这个账号和金额的待回盘明细')
    else if (candidates.length > 1) refuse('这个账号和金额有多笔，分不清是哪一笔，请手工登记')
    else if (taken.has(payment.id)) refuse('同一笔在回盘文件里出现了两次')
    else if (line.amountFen !== undefined && line.amountFen !== payment.amountFen)
      refuse('金额与支付文件不符')
    else {
      taken.add(payment.id)
      settlements.push({
        paymentId: payment.id,
        state,
        on: line.date,
        reason: state === 'returned' ? line.reason || line.result : '',
      })
    }
  }
  return { settlements, unmatched }
}

/** A line as it is told apart without showing an account. */
function whose({ name, account, result }: ReturnLine): string {
  const tail = digits(account).slice(-4)
  return [name, tail === '' ? '' : `尾号${tail}`, result].filter(Boolean).join(' ')
}

function narrowed(sharing: readonly OpenPayment[], line: ReturnLine): readonly OpenPayment[] {
  const equal =
    line.amountFen === undefined ? sharing : sharing.filter(({ amountFen }) => amountFen === line.amountFen)
  if (equal.length < 2) return equal
  const named = equal.filter(({ payeeName }) => payeeName === line.name)
  return named.length === 1 ? named : equal
}

/** Returned words first: 未成功 begins with no word of success, 成功 may stand in 交易不成功. */
function stateOf(result: string, profile: BankProfile): 'paid' | 'returned' | undefined {
  const text = result.trim()
  if (profile.return.returned.some((word) => text.startsWith(word))) return 'returned'
  return profile.return.paid.some((word) => text.startsWith(word)) ? 'paid' : undefined
}

function digits(account: string): string {
  return account.replace(/\D/g, '')
}
