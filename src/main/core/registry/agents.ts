/** Agents (劳务机构, 劳务经纪人): put on stored form, decided against the record, and written. */
import type { AgentKind } from '../../../shared/domain/policy.ts'
import { readAgentKind } from '../../../shared/text/reading.ts'
import { AGENT_KIND_TEXT } from '../../../shared/text/registry.ts'
import type { Patch, WriteTx } from '../db/ledger.ts'
import { agents } from '../db/schema/registry.ts'
import type { Decision, Reading, Remark } from './decision.ts'
import { decideOrganisation, organisationName, refuseMissing, refuseTakenCode } from './employers.ts'
import { refuseFaults } from './people.ts'
import { storedAccount, storedCreditCode, storedPhone, storedText, type Written } from './written-fields.ts'

export type AgentColumns = Patch<typeof agents>

export type AgentFacts = {
  name?: string | undefined
  creditCode?: Written
  kind?: AgentKind | null | undefined
  kindText?: Written
  county?: Written
  licenceNumber?: Written
  legalRepName?: Written
  contact?: Written
  phone?: Written
  bankName?: Written
  bankAccount?: Written
}

/** Puts facts on stored form. Pure. */
export function readAgent(facts: AgentFacts): Reading<AgentColumns> {
  const faults: Remark[] = []
  const warnings: Remark[] = []
  const remarks = { faults, warnings }
  const columns: AgentColumns = {}
  const name = storedText(facts.name)
  if (typeof name === 'string') Object.assign(columns, organisationName(name))
  else if (facts.name !== undefined) faults.push({ code: 'name.empty', field: 'name' })
  columns.creditCode = storedCreditCode(facts.creditCode, 'creditCode', remarks)
  const kindText = storedText(facts.kindText)
  columns.kindText = kindText
  columns.kind = facts.kind ?? (kindText ? readAgentKind(kindText) : facts.kind)
  if (kindText && columns.kind === undefined)
    warnings.push({ code: 'kind.unknown', field: 'kind', params: { value: kindText } })
  columns.county = facts.county
  columns.licenceNumber = storedText(facts.licenceNumber)
  columns.legalRepName = storedText(facts.legalRepName)
  columns.contact = storedText(facts.contact)
  columns.phone = storedPhone(facts.phone, 'phone', remarks)
  columns.bankName = storedText(facts.bankName)
  columns.bankAccount = storedAccount(facts.bankAccount, 'bankAccount', remarks)
  return { columns, faults, warnings }
}

/** What to do with an agent found by its credit code, or by its name; another name under the same code is refused as for employers. */
export function decideAgent(
  existing: (Readonly<Record<string, unknown>> & { readonly name: string }) | undefined,
  columns: AgentColumns,
  options: { readonly rename?: boolean } = {},
): Decision<AgentColumns> {
  return decideOrganisation(existing, columns, 'agent.other-name', options)
}

/** A new record; throws where there is no name, which `decideAgent` has refused before. */
export function newAgentRow(columns: AgentColumns, source: string) {
  const { name, nameFolded, pinyin, initials } = columns
  if (name === undefined || nameFolded === undefined || pinyin === undefined || initials === undefined)
    throw new Error('an agent without a name cannot be stored')
  return { ...columns, name, nameFolded, pinyin, initials, source }
}

/** Saves what was typed for an agent: a new one without `id`. @throws Refusal `agent.*`, `code.*`, `phone.*` */
export function saveAgent(tx: WriteTx, id: string | undefined, facts: AgentFacts): string {
  const { columns, faults } = readAgent(facts)
  refuseFaults(faults)
  if (facts.kind) columns.kindText = AGENT_KIND_TEXT[facts.kind]
  if (columns.creditCode) refuseTakenCode(tx, 'agents', columns.creditCode, id)
  if (id === undefined) return tx.insert(agents, newAgentRow(columns, 'entry'))
  refuseMissing(tx, 'agents', id)
  tx.update(agents, id, columns)
  return id
}
