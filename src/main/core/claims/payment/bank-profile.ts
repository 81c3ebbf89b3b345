/** 银行格式: how a bank wants its payment file and answers it. Data in `resources/profiles/bank-*.yaml`, or the office's own. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { BankProfileView } from '../../../../shared/contract/payments.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { checkShape, problemText, readYaml } from '../../policy/yaml-source.ts'
import type { Surroundings } from '../../procedure.ts'

/** What a column of a payment file can hold. `blank` is room that the bank fills. */
export const PAYMENT_FIELDS = [
  'row',
  'name',
  'idNumber',
  'account',
  'bank',
  'amount',
  'purpose',
  'claimNumber',
  'phone',
  'blank',
] as const
export type PaymentField = (typeof PAYMENT_FIELDS)[number]

const text = z.string().min(1)
const encoding = z.enum(['utf-8', 'utf-8-bom', 'gb18030'])

const profile = z.strictObject({
  profile: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/, '应由小写字母、数字和短横组成'),
  name: text,
  /** ours are marked as ours, not as any bank's official format */
  origin: text,
  file: z.discriminatedUnion('format', [
    z.strictObject({
      format: z.literal('xlsx'),
      sheet: text.default('代发明细'),
      /** a title over the table */
      title: z.boolean().default(false),
      /** a line with count and sum under it */
      total: z.boolean().default(false),
    }),
    z.strictObject({
      format: z.literal('csv'),
      encoding: encoding.default('gb18030'),
      header: z.boolean().default(true),
    }),
    z.strictObject({
      format: z.literal('txt'),
      encoding: encoding.default('gb18030'),
      /** between fields; absent: fields have fixed widths */
      separator: z.string().min(1).max(3).optional(),
      header: z.boolean().default(false),
      newline: z.enum(['crlf', 'lf']).default('crlf'),
    }),
  ]),
  amount: z.enum(['yuan', 'fen']).default('yuan'),
  columns: z
    .array(
      z.strictObject({
        title: z.string().default(''),
        field: z.enum(PAYMENT_FIELDS),
        /** bytes in the file's encoding, for fixed widths */
        width: z.int().min(1).max(500).optional(),
        align: z.enum(['left', 'right']).default('left'),
        /** what fills a right-aligned field at the left */
        fill: z.string().length(1).default(' '),
        /** the same in every row */
        value: z.string().optional(),
      }),
    )
    .min(1),
  /** what the payee reads on the account: {补贴名称} {期间} {批次} */
  purpose: text.default('{补贴名称}'),
  return: z.strictObject({
    /** the bank's own headers by field; without headers: columns from 1 */
    columns: z.strictObject({
      row: z.array(z.union([text, z.int()])).default([]),
      account: z.array(z.union([text, z.int()])).min(1),
      name: z.array(z.union([text, z.int()])).default([]),
      amount: z.array(z.union([text, z.int()])).default([]),
      result: z.array(z.union([text, z.int()])).min(1),
      reason: z.array(z.union([text, z.int()])).default([]),
      date: z.array(z.union([text, z.int()])).default([]),
    }),
    /** words of the result column that say that it was paid; a cell that begins with one counts */
    paid: z.array(text).min(1),
    returned: z.array(text).min(1),
  }),
})
export type BankProfile = z.output<typeof profile>

/** Reads and checks a profile. @throws Refusal `payments.profile` naming line, key and what is wrong */
export function readBankProfile(definition: string, file: string): BankProfile {
  const part = readYaml(file, definition)[0]
  if (part === undefined) throw new Refusal('payments.profile', `银行格式 ${file} 是空的。`, { file })
  const { value, problems } = checkShape(file, part, profile)
  if (value !== undefined && problems.length === 0) {
    const fault = faultOf(value)
    if (fault === undefined) return value
    throw new Refusal('payments.profile', `银行格式写得不对：${fault}。`, { file })
  }
  throw new Refusal('payments.profile', `银行格式写得不对：\n${problems.map(problemText).join('\n')}`, {
    file,
  })
}

function faultOf({ file, columns }: BankProfile): string | undefined {
  const fields = columns.map(({ field }) => field)
  for (const needed of ['name', 'account', 'amount'] as const)
    if (!fields.includes(needed)) return `columns 里没有 ${needed}，银行无从付款，请补上`
  if (file.format === 'txt' && file.separator === undefined) {
    const open = columns.findIndex(({ width }) => width === undefined)
    if (open >= 0) return `固定宽度的文件，第 ${open + 1} 列要写 width（字节数）`
  }
  return undefined
}

type Stored = { id: string; name: string; definition: string }

/** Every profile, ours first. */
export function listBankProfiles(
  context: Pick<Surroundings, 'resources'>,
  ledger: Pick<ReadLedger, 'prepare'>,
): BankProfileView[] {
  const folder = join(context.resources, 'profiles')
  const shipped = readdirSync(folder)
    .filter((name) => name.startsWith('bank-') && name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const definition = readFileSync(join(folder, name), 'utf8')
      return view(readBankProfile(definition, name), definition, undefined)
    })
  const own = ledger
    .prepare<Stored>(
      'SELECT id, name, definition FROM bank_profiles WHERE deleted_at IS NULL ORDER BY name, id',
    )
    .all()
    .map(({ id, name, definition }) => view(readBankProfile(definition, name), definition, id))
  return [...shipped, ...own]
}

function view(profile: BankProfile, definition: string, ownId: string | undefined): BankProfileView {
  const { file } = profile
  return {
    id: ownId ?? profile.id,
    name: profile.name,
    formatText:
      file.format === 'xlsx'
        ? 'Excel 工作簿'
        : file.format === 'csv'
          ? `CSV（${file.encoding}）`
          : file.separator === undefined
            ? `定长文本（${file.encoding}）`
            : `分隔文本（${file.separator}，${file.encoding}）`,
    origin: profile.origin,
    own: ownId !== undefined,
    definition,
  }
}

/** @throws Refusal `payments.no-profile` */
export function findBankProfile(
  context: Pick<Surroundings, 'resources'>,
  ledger: Pick<ReadLedger, 'prepare'>,
  id: string,
): BankProfile {
  const found = listBankProfiles(context, ledger).find((profile) => profile.id === id)
  if (found === undefined)
    throw new Refusal('payments.no-profile', `没有“${id}”这种银行格式，请从列表中选一种。`, { id })
  return readBankProfile(found.definition, found.name)
}
