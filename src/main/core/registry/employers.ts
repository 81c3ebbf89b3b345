/** Employers (用人单位): put on stored form, decided against the record, and written. Known by credit code, else by folded name. */

import { readIdNumber } from '../../../shared/domain/id-number.ts'
import { foldName } from '../../../shared/domain/person-name.ts'
import type { EmployerKind, RecognisedKind } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { readEmployerKind } from '../../../shared/text/reading.ts'
import { EMPLOYER_KIND_TEXT, RECOGNISED_KIND_TEXT } from '../../../shared/text/registry.ts'
import type { Patch, WriteTx } from '../db/ledger.ts'
import { employerRecognitions, employers } from '../db/schema/registry.ts'
import { type Decision, decideChange, type Reading, type Remark } from './decision.ts'
import { refuseFaults } from './people.ts'
import { pinyinOf } from './pinyin.ts'
import { storedAccount, storedCreditCode, storedPhone, storedText, type Written } from './written-fields.ts'

export type EmployerColumns = Patch<typeof employers>

export type EmployerFacts = {
  name?: string | undefined
  creditCode?: Written
  kind?: EmployerKind | null | undefined
  /** as written; gives `kind` where that is not said */
  kindText?: Written
  county?: Written
  address?: Written
  isPrivate?: boolean | null | undefined
  industry?: Written
  legalRepName?: Written
  legalRepId?: Written
  contact?: Written
  phone?: Written
  bankName?: Written
  bankAccount?: Written
}

export type Recognition = {
  readonly kind: RecognisedKind
  readonly on: string
  readonly document?: string | null
}

/** The form on which employers' and agents' names are compared: width, blanks, brackets and dots folded. */
export function foldOrganisation(name: string): string {
  return foldName(name.normalize('NFKC').replace(/[\s·.()（）]/gu, ''))
}

/** Puts facts on stored form. Pure. */
export function readEmployer(facts: EmployerFacts): Reading<EmployerColumns> {
  const faults: Remark[] = []
  const warnings: Remark[] = []
  const remarks = { faults, warnings }
  const columns: EmployerColumns = {}
  const name = storedText(facts.name)
  if (typeof name === 'string') Object.assign(columns, organisationName(name))
  else if (facts.name !== undefined) faults.push({ code: 'name.empty', field: 'name' })
  columns.creditCode = storedCreditCode(facts.creditCode, 'creditCode', remarks)
  const kindText = storedText(facts.kindText)
  columns.kindText = kindText
  columns.kind = facts.kind ?? (kindText ? readEmployerKind(kindText) : facts.kind)
  if (kindText && columns.kind === undefined)
    warnings.push({ code: 'kind.unknown', field: 'kind', params: { value: kindText } })
  columns.county = facts.county
  columns.address = storedText(facts.address)
  columns.isPrivate = facts.isPrivate
  columns.industry = storedText(facts.industry)
  columns.legalRepName = storedText(facts.legalRepName)
  const legalRepId = storedText(facts.legalRepId)
  if (legalRepId) {
    const reading = readIdNumber(legalRepId)
    if (reading.ok) columns.legalRepIdNumber = reading.value
    else faults.push({ code: `id.${reading.fault}`, field: 'legalRepId' })
  }
  columns.contact = storedText(facts.contact)
  columns.phone = storedPhone(facts.phone, 'phone', remarks)
  columns.bankName = storedText(facts.bankName)
  columns.bankAccount = storedAccount(facts.bankAccount, 'bankAccount', remarks)
  return { columns, faults, warnings }
}

/** Name columns of an employer or agent. */
export function organisationName(name: string): {
  name: string
  nameFolded: string
  pinyin: string
  initials: string
} {
  const spoken = pinyinOf(name, 'plain')
  return { name, nameFolded: foldOrganisation(name), pinyin: spoken.full, initials: spoken.initials }
}

/**
 * What to do with an employer found by its credit code, or by its name. Without `rename` another name under the same credit
 * code is refused: one of the two is wrong, or a person has to say that it was renamed. A blank name never erases.
 */
export function decideEmployer(
  existing: (Readonly<Record<string, unknown>> & { readonly name: string }) | undefined,
  columns: EmployerColumns,
  options: { readonly rename?: boolean } = {},
): Decision<EmployerColumns> {
  return decideOrganisation(existing, columns, 'employer.other-name', options)
}

/** The same for employers and agents. */
export function decideOrganisation<Columns extends OrganisationName>(
  existing: (Readonly<Record<string, unknown>> & { readonly name: string }) | undefined,
  columns: Columns,
  otherName: 'employer.other-name' | 'agent.other-name',
  options: { readonly rename?: boolean },
): Decision<Columns> {
  if (existing === undefined) {
    return columns.name === undefined
      ? { do: 'refused', code: 'name.empty', params: {} }
      : { do: 'insert', row: columns }
  }
  if (columns.name === undefined || options.rename) return decideChange(existing, columns)
  if (foldOrganisation(existing.name) !== columns.nameFolded)
    return { do: 'refused', code: otherName, params: { before: existing.name, name: columns.name } }
  const { name: _, nameFolded: __, pinyin: ___, initials: ____, ...rest } = columns
  return decideChange<Columns>(existing, rest as Columns)
}

type OrganisationName = {
  name?: string | undefined
  nameFolded?: string | undefined
  pinyin?: string | undefined
  initials?: string | undefined
}

/** A new record; throws where there is no name, which `decideEmployer` has refused before. */
export function newEmployerRow(columns: EmployerColumns, source: string) {
  const { name, nameFolded, pinyin, initials } = columns
  if (name === undefined || nameFolded === undefined || pinyin === undefined || initials === undefined)
    throw new Error('an employer without a name cannot be stored')
  return { ...columns, name, nameFolded, pinyin, initials, source }
}

/**
 * Saves what was typed for an employer: a new one without `id`. `recognised` replaces the list on record.
 * @throws Refusal `employer.*`, `code.*`, `phone.*`, `account.*`
 */
export function saveEmployer(
  tx: WriteTx,
  id: string | undefined,
  facts: EmployerFacts & { readonly recognised?: readonly Recognition[] | undefined },
): string {
  const { columns, faults } = readEmployer(facts)
  refuseFaults(faults)
  if (facts.kind) columns.kindText = EMPLOYER_KIND_TEXT[facts.kind]
  if (columns.creditCode) refuseTakenCode(tx, 'employers', columns.creditCode, id)
  if (id !== undefined) refuseMissing(tx, 'employers', id)
  const saved = id ?? tx.insert(employers, newEmployerRow(columns, 'entry'))
  if (id !== undefined) tx.update(employers, id, columns)
  if (facts.recognised !== undefined) saveRecognitions(tx, saved, facts.recognised)
  return saved
}

/** Makes the typed list the recognitions on record; what is missing from it is marked as deleted. */
export function saveRecognitions(tx: WriteTx, employerId: string, list: readonly Recognition[]): void {
  const stored = tx
    .prepare<{ id: string; kind: string; on: string }>(
      'SELECT id, kind, on_date AS "on" FROM employer_recognitions WHERE employer_id = ? AND deleted_at IS NULL',
    )
    .all(employerId)
  const seen = new Set<string>()
  for (const { kind, on, document } of list) {
    if (seen.has(kind + on))
      throw new Refusal(
        'employer.recognition-twice',
        `认定“${RECOGNISED_KIND_TEXT[kind]}”同一天写了两次，请删去一条。`,
      )
    seen.add(kind + on)
    if (!stored.some((old) => old.kind === kind && old.on === on))
      tx.insert(employerRecognitions, {
        employerId,
        kind,
        onDate: on,
        documentNumber: document ?? null,
        source: 'entry',
      })
  }
  for (const old of stored)
    if (!seen.has(old.kind + old.on)) tx.remove(employerRecognitions, old.id, '单位详情中删去')
}

/** @throws Refusal `code.taken` where another live record holds it */
export function refuseTakenCode(
  tx: WriteTx,
  table: 'employers' | 'agents',
  creditCode: string,
  id: string | undefined,
): void {
  const holder = tx
    .prepare<{ id: string; name: string }>(
      `SELECT id, name FROM ${table} WHERE credit_code = ? AND deleted_at IS NULL`,
    )
    .get(creditCode)
  if (holder !== undefined && holder.id !== id)
    throw new Refusal('code.taken', `这个信用代码已登记给“${holder.name}”，请核对。`, {
      id: holder.id,
    })
}

/** @throws Refusal `employers.not-found`, `agents.not-found` */
export function refuseMissing(tx: WriteTx, table: 'employers' | 'agents', id: string): void {
  const found = tx.prepare(`SELECT id FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(id)
  if (found === undefined)
    throw new Refusal(`${table}.not-found`, '台账中没有这个单位或机构，可能已被删除或撤销导入。')
}
