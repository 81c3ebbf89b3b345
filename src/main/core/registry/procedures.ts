import { Refusal } from '../../../shared/domain/refusal.ts'
import { refuseLostBytes } from '../attachments/bytes.ts'
import { refuseListUndo } from '../checks/comparison-lists.ts'
import { refuseMoneyLeft } from '../claims/payment/left-the-office.ts'
import { readAudit } from '../db/audit-list.ts'
import type { WriteTx } from '../db/ledger.ts'
import { spells, spellYears } from '../db/schema/work.ts'
import { packsOf } from '../entitlements/packs.ts'
import { searchableClauses } from '../entitlements/policy-library.ts'
import {
  type Implementations,
  query,
  readerJob,
  type WriteContext,
  type WriterSteps,
  write,
} from '../procedure.ts'
import { auditChanges } from '../reports/audit-changes.ts'
import { refuseForeignUndo } from '../security/undo-rights.ts'
import { saveInsured } from '../work/insured-months.ts'
import { endSpellBefore, saveSpell } from '../work/spells.ts'
import { saveAgent } from './agents.ts'
import { saveEmployer } from './employers.ts'
import { exportPeople, notePeopleExport } from './export-people.ts'
import { readOffice, saveOffice } from './office.ts'
import { behindOrganisation } from './organisation-behind.ts'
import { savePairing, saveSchool, saveStation } from './organisation-writes.ts'
import { listAgents, listEmployers } from './organisations.ts'
import { savePerson } from './people.ts'
import { homeTownships, listPeople } from './people-list.ts'
import { personDetail } from './person-detail.ts'
import { listPairings, listSchools, listStations } from './places.ts'
import { regionsOf } from './region-procedures.ts'
import { removePerson } from './remove-person.ts'
import { removeView, savedViews, saveView } from './saved-views.ts'
import { searchEverything } from './search-everything.ts'

/** One transaction that saves one record. */
function saving(context: WriteContext, action: string, body: (tx: WriteTx) => string) {
  const { txId, result } = context.ledger.write({ action, actor: context.actor.name }, body)
  return { id: result, txId }
}

const words = (context: WriteContext) => {
  const regions = regionsOf(context)
  return { today: context.today(), isKnownArea: (area: string) => regions.isKnownArea(area) }
}

export const registryProcedures: Implementations = {
  'settings.get': query('settings.get', (context) => readOffice(context.ledger)),
  'settings.save': write(
    'settings.save',
    (context, input) =>
      context.ledger.write({ action: 'settings.save', actor: context.actor.name }, (tx) =>
        saveOffice(tx, input),
      ).result,
  ),
  'audit.list': query('audit.list', (context, input) => readAudit(context.ledger, input)),
  'audit.changes': query('audit.changes', (context, input) =>
    auditChanges(context.ledger, input, regionsOf(context)),
  ),

  'people.list': query('people.list', (context, input) =>
    listPeople(context.ledger, input, input.asOf ?? context.today(), regionsOf(context)),
  ),
  'people.townships': query('people.townships', (context, { homeCounty }) =>
    homeTownships(context.ledger, homeCounty),
  ),
  'people.exportList': readerJob('people.exportList', exportPeople),
  'people.get': query('people.get', (context, { id }) =>
    personDetail(context.ledger, id, context.today(), regionsOf(context)),
  ),
  'people.reveal': write(
    'people.reveal',
    (context, { id }) =>
      // The looking itself is the change: an audit entry with no rows.
      context.ledger.write(
        { action: 'people.reveal', actor: context.actor.name, params: { person: id } },
        (tx) => {
          const person = tx
            .prepare<{
              idNumber: string | null
              idNumberWritten: string | null
              payeeAccount: string | null
            }>(
              `SELECT id_number AS idNumber, id_number_written AS idNumberWritten, payee_account AS payeeAccount
               FROM people WHERE id = ? AND deleted_at IS NULL`,
            )
            .get(id)
          if (person === undefined) throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除。')
          return person
        },
      ).result,
  ),
  'people.create': write('people.create', (context, input) =>
    saving(context, 'people.create', (tx) => savePerson(tx, undefined, input, words(context))),
  ),
  'people.update': write('people.update', (context, { id, patch }) =>
    saving(context, 'people.update', (tx) => savePerson(tx, id, patch, words(context))),
  ),
  'people.remove': write('people.remove', (context, { id, reason }) =>
    saving(context, 'people.remove', (tx) => {
      removePerson(tx, id, reason)
      return id
    }),
  ),
  'people.saveSpell': write('people.saveSpell', (context, { id, leaving, ...input }) =>
    saving(context, 'people.saveSpell', (tx) => {
      if (leaving !== undefined) endSpellBefore(tx, leaving, input)
      return saveSpell(tx, id, input)
    }),
  ),
  'people.removeSpell': write('people.removeSpell', (context, { id, reason }) =>
    saving(context, 'people.removeSpell', (tx) => {
      const live = tx.prepare('SELECT 1 FROM spells WHERE id = ? AND deleted_at IS NULL').get(id)
      if (live === undefined) throw new Refusal('spell.not-found', '这段务工经历已不在台账中，可能已被删除。')
      const years = tx
        .prepare<string>('SELECT id FROM spell_years WHERE spell_id = ? AND deleted_at IS NULL')
        .pluck()
        .all(id) as string[]
      for (const year of years) tx.remove(spellYears, year, reason)
      tx.remove(spells, id, reason)
      return id
    }),
  ),
  'people.saveInsured': write('people.saveInsured', (context, input) =>
    saving(context, 'people.saveInsured', (tx) => saveInsured(tx, input)),
  ),
  'people.undo': write('people.undo', (context, { txId }) => {
    const undone = context.ledger.undo(txId, context.actor.name, {
      also: (tx) => {
        refuseForeignUndo(tx, txId, context.actor)
        refuseMoneyLeft(tx, txId)
        refuseLostBytes(tx, txId)
        refuseListUndo(tx, txId)
      },
    })
    return { txId: undone.txId, label: `已撤销，恢复 ${undone.result.reversed} 处改动` }
  }),

  'employers.list': query('employers.list', (context, input) =>
    listEmployers(context.ledger, input, context.today(), regionsOf(context)),
  ),
  'employers.save': write('employers.save', (context, { id, ...input }) =>
    saving(context, 'employers.save', (tx) => saveEmployer(tx, id, input)),
  ),
  'agents.list': query('agents.list', (context, input) =>
    listAgents(context.ledger, input, regionsOf(context)),
  ),
  'agents.save': write('agents.save', (context, { id, ...input }) =>
    saving(context, 'agents.save', (tx) => saveAgent(tx, id, input)),
  ),
  'organisations.behind': query('organisations.behind', (context, { id, asOf }) =>
    behindOrganisation(context.ledger, id, asOf ?? context.today()),
  ),
  'views.list': query('views.list', (context, { list }) => savedViews(context.ledger, list)),
  'views.save': write(
    'views.save',
    (context, { list, ...view }) =>
      context.ledger.write({ action: 'views.save', actor: context.actor.name }, (tx) =>
        saveView(tx, list, view),
      ).result,
  ),
  'views.remove': write(
    'views.remove',
    (context, { list, name }) =>
      context.ledger.write({ action: 'views.remove', actor: context.actor.name }, (tx) =>
        removeView(tx, list, name),
      ).result,
  ),
  'places.schools': query('places.schools', (context) => listSchools(context.ledger, regionsOf(context))),
  'places.saveSchool': write('places.saveSchool', (context, input) =>
    saving(context, 'places.saveSchool', (tx) => saveSchool(tx, input)),
  ),
  'places.stations': query('places.stations', (context) => listStations(context.ledger, regionsOf(context))),
  'places.saveStation': write('places.saveStation', (context, input) =>
    saving(context, 'places.saveStation', (tx) => saveStation(tx, input)),
  ),
  'places.pairings': query('places.pairings', (context) => listPairings(context.ledger, regionsOf(context))),
  'places.savePairing': write('places.savePairing', (context, input) =>
    saving(context, 'places.savePairing', (tx) => savePairing(tx, input)),
  ),

  'search.everything': query('search.everything', (context, { text, limit }) =>
    searchEverything(
      context.ledger,
      text,
      limit,
      searchableClauses(packsOf(context, context.ledger, context.today())),
      regionsOf(context),
    ),
  ),
}

export const registrySteps: Pick<WriterSteps, 'people.exported'> = { 'people.exported': notePeopleExport }
