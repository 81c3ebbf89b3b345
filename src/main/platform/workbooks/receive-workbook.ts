/**
 * 接收工作簿: a provincial workbook of one office taken in as if its rows had come in a bundle, so that the same judge, the same
 * merge and the same reports stand behind both. Each row gets its answer in the result lists.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sql } from 'drizzle-orm'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { formatHlc } from '../../core/db/hlc.ts'
import { shippedPacks } from '../../core/entitlements/packs.ts'
import type { ResultRow } from '../../core/exchange/export/result-lists.ts'
import { openWorkbook } from '../../core/exchange/workbook/workbook-reader.ts'
import { isEvaluated } from '../../core/policy/pack.ts'
import { loadRegions } from '../../core/registry/regions.ts'
import type { RejectedRow } from '../../core/sync/manifest.ts'
import { payloadLine } from '../../core/sync/payload.ts'
import { type KnownOffice, listOffices } from '../offices.ts'
import { canonicalId } from '../person-key.ts'
import { nextOrdinal, type ReceiveContext } from '../receive.ts'
import type { OpenPlatform } from '../store/open-store.ts'
import { takeIn } from '../take-in/take-in.ts'
import { worldOf } from '../world.ts'
import { type RowContext, type RowRecord, recordOfRow } from './row-records.ts'
import { findSheet, provinceProfiles, type WorkbookKind } from './sheet-profile.ts'

export type ReceivedWorkbook = {
  readonly file: string
  /** known: this very file was taken before, nothing changed */
  readonly state: 'applied' | 'known'
  readonly kind: WorkbookKind | null
  readonly office: string
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
}

const TABLE_OF_KIND: Readonly<Record<WorkbookKind, string>> = {
  person: 'people',
  work: 'spells',
  claim: 'claims',
}

/** @throws Refusal `workbook.*`, `platform.workbook-unknown`: nothing has been changed then */
export async function receiveWorkbook(
  platform: OpenPlatform,
  path: string,
  office: KnownOffice,
  context: ReceiveContext,
): Promise<ReceivedWorkbook> {
  const { store, keys } = platform
  const bytes = await readFile(path)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const file = basename(path)
  const { bundles } = store.tables
  const [known] = await store.all<{ accepted: number; rejected: number }>(sql`
    SELECT accepted, rejected FROM ${bundles} WHERE ${bundles.hash} = ${hash} AND ${bundles.node} = ${office.node}`)
  if (known !== undefined)
    return {
      file,
      state: 'known',
      kind: null,
      office: office.name,
      rows: known.accepted + known.rejected,
      ...known,
    }
  const { kind, records } = await readRecords(file, bytes, context)
  const names = new Map((await listOffices(store)).map(({ node, name }) => [node, name]))
  const world = worldOf(context.resources, context.today, (node) => names.get(node) ?? '其他单位')
  const hlc = formatHlc({ millis: context.now(), counter: 0, node: office.node })
  const made = await linesOf(platform, office, kind, records, hlc)
  const ordinal = await nextOrdinal(store)
  const at = new Date(context.now()).toISOString()
  const rejected = await store.transaction(async () => {
    const tx = payloadLine({
      kind: 'tx',
      hlc,
      txId: `WB${hash.slice(0, 24)}`,
      at,
      actor: file,
      action: 'platform.workbook',
      office: office.name,
    })
    const taken = await takeIn(store, [[tx.slice(0, -1), ...made.lines]], { ordinal, keys, world, names })
    const results = resultsOf(records, made.rowIds, taken.rejected, TABLE_OF_KIND[kind])
    const refused = results.filter(({ outcome }) => outcome === 'rejected').length
    await store.insert('bundles', [
      [
        ordinal,
        office.ledger_id,
        office.node,
        'workbook',
        kind,
        0,
        hash,
        'applied',
        file,
        at,
        at,
        taken.entries,
        taken.people,
        records.length - refused,
        refused,
        null,
        JSON.stringify(results),
        null,
      ],
    ])
    return refused
  })
  return {
    file,
    state: 'applied',
    kind,
    office: office.name,
    rows: records.length,
    accepted: records.length - rejected,
    rejected,
  }
}

async function readRecords(
  file: string,
  bytes: Uint8Array,
  { resources }: ReceiveContext,
): Promise<{ kind: WorkbookKind; records: RowRecord[] }> {
  const book = await openWorkbook(bytes)
  try {
    const { sheets } = await book.inspect()
    const sheet = findSheet(provinceProfiles(resources), sheets.find(({ hidden }) => !hidden)?.preview ?? [])
    if (sheet === undefined)
      throw new Refusal(
        'platform.workbook-unknown',
        `“${file}”不是平台认得的表：要有省平台人员、就业或补贴申领格式的表头（如姓名、证件号码）。没有接收，库中没有改动。请用“导出”里的省平台格式重新导出。`,
        { file },
      )
    const rows = shippedPacks({ resources }).documents.flatMap((document) => document.rows)
    const benefits = new Map(rows.filter((row) => isEvaluated(row)).map((row) => [row.id, row]))
    const context: RowContext = { regions: loadRegions(resources), benefit: (id) => benefits.get(id) }
    const records: RowRecord[] = []
    for await (const batch of book.rows())
      for (const row of batch) {
        const record = row.number > sheet.headerRow ? recordOfRow(sheet, row, context) : undefined
        if (record !== undefined) records.push(record)
      }
    return { kind: sheet.kind, records }
  } finally {
    book.close()
  }
}

/** The rows as entries. A person or claim that the office has reported before is the same record. */
async function linesOf(
  { store, keys }: OpenPlatform,
  office: KnownOffice,
  kind: WorkbookKind,
  records: readonly RowRecord[],
  hlc: string,
): Promise<{ lines: string[]; rowIds: string[] }> {
  const personKeys = new Map(
    records.map(({ idNumber }) => [idNumber, keys.of('people', '', { id_number: idNumber })] as const),
  )
  const { people, claims } = store.tables
  const persons = new Map<string, string>()
  const numbers = new Map<string, string>()
  for (let from = 0; from < records.length; from += 5000) {
    const part = records.slice(from, from + 5000)
    const wanted = part.map(({ idNumber }) => personKeys.get(idNumber) ?? '')
    for (const row of await store.all<{ person_key: string; row_id: string }>(sql`
      SELECT person_key, row_id FROM ${people}
      WHERE ${store.among(people.person_key, wanted)} AND ${people.node} = ${office.node} AND standing <> 'deleted'
      ORDER BY row_id DESC`))
      persons.set(row.person_key, row.row_id)
    if (kind !== 'claim') continue
    for (const row of await store.all<{ number: string; row_id: string }>(sql`
      SELECT number, row_id FROM ${claims}
      WHERE ${store.among(claims.person_key, wanted)} AND ${claims.node} = ${office.node}`))
      numbers.set(row.number, row.row_id)
  }
  const tbl = TABLE_OF_KIND[kind]
  const lines: string[] = []
  const add = (table: string, rowId: string, fields: object) =>
    lines.push(
      payloadLine({
        kind: 'entry',
        tbl: table,
        rowId,
        hlc,
        op: 'insert',
        fields: JSON.stringify(fields),
        before: null,
      }).slice(0, -1),
    )
  const rowIds = records.map(({ row, idNumber, naturalKey, fields, entitlements }) => {
    // A faulty number is no natural key: each such row stands for itself.
    const own = canonicalId(idNumber) === undefined ? `${idNumber}|${row}` : idNumber
    const personId = persons.get(personKeys.get(idNumber) ?? '') ?? keys.rowId(`${office.node}|people|${own}`)
    if (kind === 'person') {
      add(tbl, personId, fields)
      return personId
    }
    const rowId =
      (kind === 'claim' ? numbers.get(naturalKey) : undefined) ??
      keys.rowId(`${office.node}|${tbl}|${naturalKey}`)
    add(tbl, rowId, {
      ...fields,
      person_id: personId,
      ...(kind === 'claim' ? { beneficiary_kind: 'person', beneficiary_id: personId } : {}),
    })
    for (const [key, period] of entitlements)
      add('claim_entitlements', keys.rowId(`${rowId}|${key}`), {
        claim_id: rowId,
        entitlement_key: key,
        period,
        amount_fen: null,
      })
    return rowId
  })
  return { lines, rowIds }
}

function resultsOf(
  records: readonly RowRecord[],
  rowIds: readonly string[],
  rejected: readonly RejectedRow[],
  tbl: string,
): ResultRow[] {
  const reasons = new Map<string, string[]>()
  for (const one of rejected)
    if (one.tbl === tbl) reasons.set(one.rowId, [...(reasons.get(one.rowId) ?? []), one.message])
  return records.map(({ row, name, idNumber, businessNumber }, at) => {
    const why = reasons.get(rowIds[at] ?? '')
    return {
      row,
      name,
      idNumber,
      businessNumber,
      outcome: why === undefined ? 'accepted' : 'rejected',
      reason: why?.join(' ') ?? '',
    }
  })
}
