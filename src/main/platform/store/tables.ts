/**
 * The tables of the receiver, said once for both kinds of store. Every table that grows with the people of a province
 * begins its primary key with `person_key`, so that a PostgreSQL cluster can spread it by that column (docs/platform.md).
 */
import type { Column, getTableName } from 'drizzle-orm'
import { bigint, customType, pgTable, text as pgText } from 'drizzle-orm/pg-core'
import { blob, integer as sqliteInteger, sqliteTable, text as sqliteText } from 'drizzle-orm/sqlite-core'

type ColumnKind = 'text' | 'integer' | 'bytes'
type Columns = Readonly<Record<string, ColumnKind>>

const TABLES = {
  /** what the receiver knows of itself: its key file, its salt for person keys, its signing keys */
  platform_meta: { key: 'text', value: 'text' },
  /**
   * Offices, by the node that ends their clocks. `ledger_id` is NULL for one that only others spoke of.
   * `acked_*`: the last bundle of ours that it acknowledged, and the ordinal up to which it thereby knows everything.
   */
  offices: {
    node: 'text',
    ledger_id: 'text',
    name: 'text',
    /** whose people it is told about; NULL: it only gets receipts */
    county: 'text',
    /** base64 of its signing key; NULL: no card of it was trusted */
    signer: 'text',
    /** JSON array of signing keys that this one took the place of */
    former: 'text',
    /** `age1…` */
    recipient: 'text',
    revoked_at: 'text',
    acked_sequence: 'integer',
    acked_hash: 'text',
    acked_ordinal: 'integer',
    /** JSON: signing keys that are never taken again */
    revoked_keys: 'text',
  },
  /** Everything that came, in the order of coming (`ordinal`). `state`: applied, waiting, refused. */
  bundles: {
    ordinal: 'integer',
    ledger_id: 'text',
    node: 'text',
    /** bundle, workbook */
    form: 'text',
    kind: 'text',
    sequence: 'integer',
    hash: 'text',
    state: 'text',
    file_name: 'text',
    made_at: 'text',
    received_at: 'text',
    entries: 'integer',
    people: 'integer',
    accepted: 'integer',
    rejected: 'integer',
    /** why it waits or was refused */
    reason: 'text',
    /** JSON BundleReceipt */
    receipt: 'text',
    /** sequence of our bundle that carried the receipt; NULL: not answered yet */
    answered_in: 'integer',
  },
  /** The bytes of bundles that wait for one before them; `base`: which, null where it was not noted in a column yet. */
  waiting_files: { hash: 'text', content: 'bytes', base: 'integer' },
  /** What was made for an office. `upto`: ordinal of the last bundle whose changes went along. */
  issued: {
    ledger_id: 'text',
    sequence: 'integer',
    hash: 'text',
    base: 'integer',
    upto: 'integer',
    made_at: 'text',
    file_name: 'text',
    receipts: 'integer',
    entries: 'integer',
    packs: 'integer',
  },
  /** In which order an entry lists the columns of a new record (change-shapes.ts). */
  shapes: { id: 'text', tbl: 'text', columns: 'text' },
  /** Who did what when, by clock: goes on with the entries to other offices. */
  transactions: { hlc: 'text', tx_id: 'text', at: 'text', actor: 'text', action: 'text', office: 'text' },
  /** Attachments as the offices stored them. */
  attachments: { sha256: 'text', meta: 'text', content: 'bytes', ordinal: 'integer' },
  /** Policy packs to be handed out. */
  packs: { name: 'text', sha256: 'text', content: 'bytes', ordinal: 'integer' },
  /** A subject is a person (or another record that stands alone) with everything that hangs on it. */
  subjects: { subject_id: 'text', person_key: 'text' },
  /** Every entry as it came, those of one subject and one bundle together: the store's truth. */
  histories: { person_key: 'text', subject_id: 'text', ordinal: 'integer', part: 'integer', lines: 'text' },
  /** Which subject a record belongs to, sorted and a thousand records to a row: `first` … `last` are record ids. */
  directories: { ordinal: 'integer', page: 'integer', first: 'text', last: 'text', lines: 'text' },
  /** Derived from the histories, as all that follow: 人员. `standing`: accepted, rejected, deleted. */
  people: {
    person_key: 'text',
    row_id: 'text',
    node: 'text',
    id_number: 'text',
    name: 'text',
    name_folded: 'text',
    pinyin: 'text',
    birth_date: 'text',
    sex: 'text',
    county: 'text',
    township: 'text',
    township_text: 'text',
    village: 'text',
    phone: 'text',
    standing: 'text',
    ordinal: 'integer',
  },
  /** 务工经历 */
  work: {
    person_key: 'text',
    row_id: 'text',
    node: 'text',
    person_id: 'text',
    county: 'text',
    from_date: 'text',
    to_state: 'text',
    to_date: 'text',
    employer: 'text',
    standing: 'text',
    ordinal: 'integer',
  },
  /** 申领; `taken`: ordinal of the bundle with which it was first accepted */
  claims: {
    person_key: 'text',
    row_id: 'text',
    node: 'text',
    subject_id: 'text',
    number: 'text',
    benefit: 'text',
    fund: 'text',
    period: 'text',
    state: 'text',
    amount_fen: 'integer',
    standing: 'text',
    ordinal: 'integer',
    taken: 'integer',
  },
  /** What claims and grants use up. `kind`: claim, grant */
  entitlements: {
    person_key: 'text',
    row_id: 'text',
    node: 'text',
    kind: 'text',
    claim_id: 'text',
    entitlement_key: 'text',
    amount_fen: 'integer',
    standing: 'text',
    ordinal: 'integer',
  },
  /** Why a row is not accepted, as it stands now. */
  findings: {
    person_key: 'text',
    row_id: 'text',
    tbl: 'text',
    code: 'text',
    node: 'text',
    ordinal: 'integer',
    claim_id: 'text',
    message: 'text',
  },
} as const satisfies Readonly<Record<string, Columns>>

export type TableName = keyof typeof TABLES
export type ColumnName<T extends TableName> = keyof (typeof TABLES)[T] & string
/** A row as it is read; every column may be NULL as far as types go. */
export type Row<T extends TableName> = {
  [C in ColumnName<T>]: (typeof TABLES)[T][C] extends 'text'
    ? string | null
    : (typeof TABLES)[T][C] extends 'integer'
      ? number | null
      : Uint8Array | null
}

/** Drizzle's tables of one dialect, as far as queries use them: `sql` renders their columns. */
export type Tables = { readonly [T in TableName]: { readonly [C in ColumnName<T>]: Column } }

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

export const sqliteTables: Tables = build((name, columns) =>
  sqliteTable(
    name,
    Object.fromEntries(
      Object.entries(columns).map(([column, kind]) => [
        column,
        kind === 'text' ? sqliteText() : kind === 'integer' ? sqliteInteger() : blob({ mode: 'buffer' }),
      ]),
    ),
  ),
)

export const postgresTables: Tables = build((name, columns) =>
  pgTable(
    name,
    Object.fromEntries(
      Object.entries(columns).map(([column, kind]) => [
        column,
        kind === 'text' ? pgText() : kind === 'integer' ? bigint({ mode: 'number' }) : bytea(),
      ]),
    ),
  ),
)

/** Columns of a table in the order in which `Store.insert` takes them. */
export function columnsOf(table: TableName): readonly string[] {
  return Object.keys(TABLES[table])
}

export function tableNames(): readonly TableName[] {
  return Object.keys(TABLES) as TableName[]
}

function build(make: (name: string, columns: Columns) => Parameters<typeof getTableName>[0]): Tables {
  return Object.fromEntries(
    Object.entries(TABLES).map(([name, columns]) => [name, make(name, columns)]),
  ) as unknown as Tables
}
