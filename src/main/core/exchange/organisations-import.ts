/** Takes lists of employers and agents in, and links what earlier lists only named. */
import type { WriteTx } from '../db/ledger.ts'
import { agents, employerRecognitions, employers } from '../db/schema/registry.ts'
import { insuredYears, spells } from '../db/schema/work.ts'
import { decideAgent, newAgentRow } from '../registry/agents.ts'
import type { Decision } from '../registry/decision.ts'
import { decideEmployer, newEmployerRow } from '../registry/employers.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { readAgentRow, readEmployerRow } from './organisation-rows.ts'
import type { RowNotes } from './row-cells.ts'
import { columnsText, columnText, valueText } from './shown-changes.ts'

type Columns = { name?: string | undefined; creditCode?: string | null | undefined }
type Stored = Readonly<Record<string, unknown>> & { id: string; name: string; creditCode: string | null }

export function employersImport(session: ImportSession): KindImport {
  const { tx, cells, read, tally } = session
  const known = new KnownOrganisations(tx, 'employers')
  const decideRow = organisationDecider(session, known, 'employers', {
    decide: decideEmployer,
    insert: (columns, source) => tx.insert(employers, newEmployerRow(columns, source)),
    update: (id, patch) => tx.update(employers, id, patch),
  })
  const recognitionsOf = tx.prepare<{ kind: string; on: string }>(
    'SELECT kind, on_date AS "on" FROM employer_recognitions WHERE employer_id = ? AND deleted_at IS NULL',
  )
  return {
    grows: [],
    take(rows) {
      for (const sheetRow of rows) {
        cells.load(sheetRow)
        const row = readEmployerRow(cells, read)
        if (row === undefined) {
          tally.book(cells.notes, 'refused')
          continue
        }
        let { outcome, id } = decideRow(row.notes, row.columns)
        const { recognition } = row
        if (id !== undefined && recognition !== undefined) {
          const stored = recognitionsOf.all(id)
          if (!stored.some((each) => each.kind === recognition.kind && each.on === recognition.on)) {
            tx.insert(employerRecognitions, {
              employerId: id,
              kind: recognition.kind,
              onDate: recognition.on,
              documentNumber: recognition.document ?? null,
              source: session.sourceOf(row.notes.number),
            })
            if (outcome === 'same') outcome = 'changed'
          }
        }
        tally.book(row.notes, outcome)
      }
    },
    finish() {
      const linked = linkEmployers(tx, known)
      return linked === 0 ? [] : [`已将 ${linked} 条务工和参保记录与单位台账对上。`]
    },
  }
}

export function agentsImport(session: ImportSession): KindImport {
  const { tx, cells, read, tally } = session
  const known = new KnownOrganisations(tx, 'agents')
  const decideRow = organisationDecider(session, known, 'agents', {
    decide: decideAgent,
    insert: (columns, source) => tx.insert(agents, newAgentRow(columns, source)),
    update: (id, patch) => tx.update(agents, id, patch),
  })
  return {
    grows: [],
    take(rows) {
      for (const sheetRow of rows) {
        cells.load(sheetRow)
        const row = readAgentRow(cells, read)
        if (row === undefined) tally.book(cells.notes, 'refused')
        else tally.book(row.notes, decideRow(row.notes, row.columns).outcome)
      }
    },
    finish() {
      const linked = linkAgents(tx, known)
      return linked === 0 ? [] : [`已将 ${linked} 条务工记录与劳务机构对上。`]
    },
  }
}

/** Links spells that only name their organiser to the agents on record. Gives how many were linked. */
export function linkAgents(tx: WriteTx, known: KnownOrganisations): number {
  const open = tx
    .prepare<{ id: string; text: string }>(
      `SELECT id, agent_text AS text FROM spells
       WHERE agent_id IS NULL AND agent_text IS NOT NULL AND organised_state = 'yes' AND deleted_at IS NULL`,
    )
    .all()
  let linked = 0
  for (const { id, text } of open) {
    const agentId = known.find(text, undefined)?.id
    if (agentId === undefined) continue
    tx.update(spells, id, { agentId })
    linked += 1
  }
  return linked
}

/**
 * Links spells and insured months that only name their employer to the employers on record, where the name fits just one.
 * Gives how many were linked.
 */
export function linkEmployers(tx: WriteTx, known: KnownOrganisations): number {
  let linked = 0
  for (const [table, name] of [
    [spells, 'spells'],
    [insuredYears, 'insured_years'],
  ] as const) {
    const texts = tx
      .prepare<{ text: string }>(
        `SELECT DISTINCT employer_text AS text FROM ${name}
         WHERE employer_id IS NULL AND employer_text IS NOT NULL AND deleted_at IS NULL`,
      )
      .all()
    const idOf = new Map(texts.map(({ text }) => [text, known.find(text, undefined)?.id]))
    if (![...idOf.values()].some((id) => id !== undefined)) continue
    const open = tx
      .prepare<{ id: string; text: string }>(
        `SELECT id, employer_text AS text FROM ${name}
         WHERE employer_id IS NULL AND employer_text IS NOT NULL AND deleted_at IS NULL`,
      )
      .all()
    for (const { id, text } of open) {
      const employerId = idOf.get(text)
      if (employerId === undefined) continue
      if (table === spells) tx.update(spells, id, { employerId })
      else tx.update(insuredYears, id, { employerId })
      linked += 1
    }
  }
  return linked
}

/**
 * Decides and writes one organisation: found by credit code, else by a name that no other code holds. A second row of the
 * file may add what was unknown (another recognition, a phone); where it says otherwise, the first row stands.
 */
function organisationDecider<C extends Columns>(
  session: ImportSession,
  known: KnownOrganisations,
  table: 'employers' | 'agents',
  ways: {
    decide: (existing: Stored | undefined, columns: C) => Decision<C>
    insert: (columns: C, source: string) => string
    update: (id: string, patch: C) => boolean
  },
): (notes: RowNotes, columns: C) => { outcome: RowOutcome; id: string | undefined } {
  const { tx, tally } = session
  const stored = storedOrganisation(tx, table)
  const seen = new Map<string, number>()
  return (notes, columns) => {
    const code = columns.creditCode ?? undefined
    const found = known.find(columns.name, code)
    if (found === undefined && code === undefined && columns.name !== undefined) {
      const named = known.named(columns.name)
      if (named.length > 1) {
        notes.refuse('employer.ambiguous', undefined, { count: named.length, name: columns.name })
        return { outcome: 'refused', id: undefined }
      }
    }
    const existing = found && stored(found.id)
    const decision = ways.decide(existing, columns)
    if (decision.do === 'refused') {
      notes.refuse(decision.code, decision.code === 'name.empty' ? 'name' : undefined, decision.params)
      return { outcome: 'refused', id: undefined }
    }
    if (decision.do === 'insert') {
      const others = columns.name === undefined ? [] : known.named(columns.name)
      if (others.length > 0 && table === 'employers')
        notes.warn('employer.code-differs', undefined, { name: columns.name ?? '' })
      const id = ways.insert(columns, session.sourceOf(notes.number))
      known.add({ id, name: columns.name ?? '', creditCode: code ?? null })
      seen.set(id, notes.number)
      return { outcome: 'new', id }
    }
    const id = existing?.id ?? ''
    if (decision.do === 'same') return { outcome: 'same', id }
    let patch = decision.patch
    const firstRow = seen.get(id)
    if (firstRow !== undefined) {
      const disputed = decision.fields.filter((field) => (existing?.[field] ?? null) !== null)
      if (disputed.length > 0)
        notes.warn('employer.twice-differs', undefined, { row: firstRow, fields: columnsText(disputed) })
      patch = Object.fromEntries(
        Object.entries(patch).filter(([key]) => !disputed.includes(key as never)),
      ) as C
    }
    if (Object.keys(patch).length === 0) return { outcome: 'same', id }
    for (const field of Object.keys(patch)) {
      if (firstRow !== undefined || !tally.wantsChanges) break
      tally.change({
        row: notes.number,
        who: existing?.name ?? '',
        field: columnText(field),
        before: valueText(field, existing?.[field]),
        after: valueText(field, (patch as Record<string, unknown>)[field]),
      })
    }
    ways.update(id, patch)
    if (patch.creditCode) known.giveCode(id, existing?.name ?? '', patch.creditCode)
    seen.set(id, firstRow ?? notes.number)
    return { outcome: 'changed', id }
  }
}

const COMMON = `id, name, name_folded AS nameFolded, pinyin, initials, credit_code AS creditCode, kind, kind_text AS kindText, county,
  legal_rep_name AS legalRepName, contact, phone, bank_name AS bankName, bank_account AS bankAccount`
const OWN = {
  employers: 'address, is_private AS isPrivate, industry, legal_rep_id_number AS legalRepIdNumber',
  agents: 'licence_number AS licenceNumber',
} as const

function storedOrganisation(tx: WriteTx, table: 'employers' | 'agents'): (id: string) => Stored | undefined {
  const statement = tx.prepare<Stored>(
    `SELECT ${COMMON}, ${OWN[table]} FROM ${table} WHERE id = ? AND deleted_at IS NULL`,
  )
  return (id) => statement.get(id)
}
