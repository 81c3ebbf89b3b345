/**
 * The steps of the receiver's own schema, the same for both kinds of store. Append-only: a step that was ever released is
 * never changed. `{integer}`, `{key}`, `{bytes}` stand for the types of the dialect; a key sorts by its bytes.
 */
import { Refusal } from '../../../shared/domain/refusal.ts'

export type StoreMigration = { readonly name: string; readonly sql: string }
export type Dialect = 'sqlite' | 'postgres'

const TYPES: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  sqlite: { key: 'TEXT', text: 'TEXT', integer: 'INTEGER', bytes: 'BLOB', strict: ' STRICT' },
  postgres: { key: 'text COLLATE "C"', text: 'text', integer: 'bigint', bytes: 'bytea', strict: '' },
}

export const storeMigrations: readonly StoreMigration[] = [
  {
    name: '0000_receiver',
    sql: `
CREATE TABLE platform_meta (key {key} PRIMARY KEY, value {text} NOT NULL){strict};
CREATE TABLE offices (
  node {key} PRIMARY KEY, ledger_id {key}, name {text} NOT NULL, county {key}, signer {text}, former {text},
  recipient {text}, revoked_at {text},
  acked_sequence {integer} NOT NULL, acked_hash {text}, acked_ordinal {integer} NOT NULL){strict};
CREATE INDEX offices_ledger ON offices (ledger_id);
CREATE TABLE bundles (
  ordinal {integer} PRIMARY KEY, ledger_id {key} NOT NULL, node {key} NOT NULL, form {text} NOT NULL, kind {text} NOT NULL,
  sequence {integer} NOT NULL, hash {key} NOT NULL, state {text} NOT NULL, file_name {text} NOT NULL,
  made_at {text} NOT NULL, received_at {text} NOT NULL, entries {integer} NOT NULL, people {integer} NOT NULL,
  accepted {integer} NOT NULL, rejected {integer} NOT NULL, reason {text}, receipt {text},
  answered_in {integer}){strict};
CREATE INDEX bundles_sender ON bundles (ledger_id, sequence);
CREATE INDEX bundles_hash ON bundles (hash);
CREATE TABLE waiting_files (hash {key} PRIMARY KEY, content {bytes} NOT NULL){strict};
CREATE TABLE issued (
  ledger_id {key} NOT NULL, sequence {integer} NOT NULL, hash {text} NOT NULL, base {integer} NOT NULL,
  upto {integer} NOT NULL, made_at {text} NOT NULL, file_name {text} NOT NULL, receipts {integer} NOT NULL,
  entries {integer} NOT NULL, packs {integer} NOT NULL, PRIMARY KEY (ledger_id, sequence)){strict};
CREATE TABLE shapes (id {key} PRIMARY KEY, tbl {text} NOT NULL, columns {text} NOT NULL){strict};
CREATE TABLE transactions (
  hlc {key} PRIMARY KEY, tx_id {text} NOT NULL, at {text} NOT NULL, actor {text} NOT NULL, action {text} NOT NULL,
  office {text} NOT NULL){strict};
CREATE TABLE attachments (
  sha256 {key} PRIMARY KEY, meta {text} NOT NULL, content {bytes} NOT NULL, ordinal {integer} NOT NULL){strict};
CREATE TABLE packs (
  name {key} PRIMARY KEY, sha256 {text} NOT NULL, content {bytes} NOT NULL, ordinal {integer} NOT NULL){strict};
CREATE TABLE subjects (subject_id {key} PRIMARY KEY, person_key {key} NOT NULL){strict};
CREATE TABLE histories (
  person_key {key} NOT NULL, subject_id {key} NOT NULL, ordinal {integer} NOT NULL, part {integer} NOT NULL,
  lines {text} NOT NULL, PRIMARY KEY (person_key, subject_id, ordinal, part)){strict};
CREATE INDEX histories_ordinal ON histories (ordinal);
CREATE TABLE directories (
  ordinal {integer} NOT NULL, page {integer} NOT NULL, first {key} NOT NULL, last {key} NOT NULL, lines {text} NOT NULL,
  PRIMARY KEY (ordinal, page)){strict};
CREATE TABLE people (
  person_key {key} NOT NULL, row_id {key} NOT NULL, node {key} NOT NULL, id_number {key}, name {text} NOT NULL,
  name_folded {key} NOT NULL, pinyin {text}, birth_date {key}, sex {text}, county {key}, township {key}, township_text {text},
  village {text}, phone {text}, standing {text} NOT NULL, ordinal {integer} NOT NULL, PRIMARY KEY (person_key, row_id)){strict};
CREATE INDEX people_name ON people (name_folded, birth_date, county);
CREATE TABLE work (
  person_key {key} NOT NULL, row_id {key} NOT NULL, node {key} NOT NULL, person_id {key}, county {key}, from_date {key},
  to_state {text}, to_date {key}, employer {text}, standing {text} NOT NULL, ordinal {integer} NOT NULL,
  PRIMARY KEY (person_key, row_id)){strict};
CREATE TABLE claims (
  person_key {key} NOT NULL, row_id {key} NOT NULL, node {key} NOT NULL, subject_id {key} NOT NULL, number {text},
  benefit {key}, fund {text}, period {text}, state {text}, amount_fen {integer}, standing {text} NOT NULL,
  ordinal {integer} NOT NULL, taken {integer}, PRIMARY KEY (person_key, row_id)){strict};
CREATE TABLE entitlements (
  person_key {key} NOT NULL, row_id {key} NOT NULL, node {key} NOT NULL, kind {text} NOT NULL, claim_id {key},
  entitlement_key {key}, amount_fen {integer}, standing {text} NOT NULL, ordinal {integer} NOT NULL,
  PRIMARY KEY (person_key, row_id)){strict};
CREATE TABLE findings (
  person_key {key} NOT NULL, row_id {key} NOT NULL, tbl {key} NOT NULL, code {key} NOT NULL, node {key} NOT NULL,
  ordinal {integer} NOT NULL, claim_id {key}, message {text} NOT NULL,
  PRIMARY KEY (person_key, row_id, tbl, code)){strict};
CREATE INDEX findings_ordinal ON findings (ordinal);
`,
  },
  {
    // Nothing asks for people by name: who may be one person is found by one walk over all of them.
    name: '0001_people_by_name',
    sql: `
DROP INDEX people_name;
`,
  },
  {
    // What a waiting bundle goes on from. Of those that wait since before, the file itself still has to say.
    name: '0002_base_of_waiting',
    sql: `
ALTER TABLE waiting_files ADD COLUMN base {integer};
`,
  },
  {
    // JSON list: signing keys of an office that are never taken again.
    name: '0003_revoked_keys',
    sql: `
ALTER TABLE offices ADD COLUMN revoked_keys {text};
`,
  },
]

/** The statements of a step in one dialect. */
export function statementsOf({ sql }: StoreMigration, dialect: Dialect): readonly string[] {
  const types = TYPES[dialect]
  return sql
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const type = types[name]
      if (type === undefined) throw new Error(`platform migration: no type {${name}}`)
      return type
    })
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

export function newerStore(): Refusal {
  return new Refusal(
    'platform.store-newer',
    '这个库已由更新版本的软件使用过。为保护数据没有打开，库中没有改动。请升级本软件。',
  )
}
