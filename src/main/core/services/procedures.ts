import type { WriteTx } from '../db/ledger.ts'
import { jobSeekers, referrals, serviceRecords, vacancies } from '../db/schema/services.ts'
import type { SyncedTable } from '../db/tables.ts'
import { LAST_DAY, packsOf } from '../entitlements/packs.ts'
import {
  type Implementations,
  type QueryContext,
  query,
  readerJob,
  type WriteContext,
  write,
} from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { OfficeReading } from './document-rows.ts'
import { listDuties, markDuties, saveDutyYear } from './duties.ts'
import { dutyReport } from './duty-report.ts'
import { listEvidence } from './evidence-list.ts'
import { listFairs, removeFair, saveFair } from './fairs.ts'
import { listFindings, listLimits } from './limits.ts'
import { listRecords, saveRecord } from './records.ts'
import { listReferralRows, listReferrals, saveReferral } from './referrals.ts'
import { listSeekers, saveSeeker } from './seekers.ts'
import { refuseGone } from './subjects.ts'
import { listTargets } from './targets.ts'
import { listVacancies, saveVacancy } from './vacancies.ts'

/** One transaction that saves one record. */
function saving(context: WriteContext, action: string, body: (tx: WriteTx) => string) {
  const { txId, result } = context.ledger.write({ action, actor: context.actor.name }, body)
  return { id: result, txId }
}

function removing(
  context: WriteContext,
  action: string,
  table: SyncedTable,
  name: Parameters<typeof refuseGone>[1],
  { id, reason }: { id: string; reason: string },
) {
  return saving(context, action, (tx) => {
    refuseGone(tx, name, id)
    tx.remove(table, id, reason)
    return id
  })
}

const office = (context: QueryContext, asOf = context.today()) =>
  new OfficeReading(context, context.ledger, asOf)

/** The last day of a year that is looked at: its own last, or today. */
function dayOfYear(context: QueryContext, year: number): string {
  const last = `${year}-12-31`
  return last < context.today() ? last : context.today()
}

export const serviceProcedures: Implementations = {
  'duties.targets': query('duties.targets', (context, { asOf, doc }) =>
    listTargets(office(context, asOf), context.ledger, asOf, regionsOf(context), doc),
  ),
  'duties.list': query('duties.list', (context, input) =>
    listDuties(office(context, dayOfYear(context, input.year)), context.ledger, input, context.today()),
  ),
  'duties.evidence': query('duties.evidence', (context, input) => {
    const asOf = input.asOf ?? dayOfYear(context, input.year ?? Number(context.today().slice(0, 4)))
    return listEvidence(office(context, asOf), context.ledger, input, context.today(), regionsOf(context))
  }),
  'duties.save': write('duties.save', (context, input) =>
    saving(context, 'duties.save', (tx) => saveDutyYear(tx, input)),
  ),
  'duties.mark': write('duties.mark', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'duties.mark', actor: context.actor.name },
      (tx) => markDuties(tx, input),
    )
    return { marked: result, txId }
  }),
  'duties.limits': query('duties.limits', (context, { asOf }) =>
    listLimits(office(context, asOf), context.ledger, asOf),
  ),
  'duties.findings': query('duties.findings', (context, { limit, ...input }) =>
    listFindings(office(context, input.asOf), context.ledger, { ...input, rows: limit }, regionsOf(context)),
  ),
  'duties.report': readerJob('duties.report', dutyReport),

  'services.records': query('services.records', (context, filter) =>
    listRecords(context.ledger, filter, regionsOf(context)),
  ),
  'services.saveRecord': write('services.saveRecord', (context, input) =>
    saving(context, 'services.saveRecord', (tx) => saveRecord(tx, input, context.today())),
  ),
  'services.removeRecord': write('services.removeRecord', (context, input) =>
    removing(context, 'services.removeRecord', serviceRecords, 'service_records', input),
  ),
  'services.seekers': query('services.seekers', (context, filter) =>
    listSeekers(context.ledger, filter, regionsOf(context)),
  ),
  'services.saveSeeker': write('services.saveSeeker', (context, input) =>
    saving(context, 'services.saveSeeker', (tx) => saveSeeker(tx, input)),
  ),
  'services.removeSeeker': write('services.removeSeeker', (context, input) =>
    removing(context, 'services.removeSeeker', jobSeekers, 'job_seekers', input),
  ),
  'services.vacancies': query('services.vacancies', (context, filter) =>
    listVacancies(context.ledger, filter, regionsOf(context)),
  ),
  'services.saveVacancy': write('services.saveVacancy', (context, input) =>
    saving(context, 'services.saveVacancy', (tx) => saveVacancy(tx, input)),
  ),
  'services.removeVacancy': write('services.removeVacancy', (context, input) =>
    removing(context, 'services.removeVacancy', vacancies, 'vacancies', input),
  ),
  'services.fairs': query('services.fairs', (context, filter) =>
    listFairs(context.ledger, filter, regionsOf(context)),
  ),
  'services.saveFair': write('services.saveFair', (context, input) =>
    saving(context, 'services.saveFair', (tx) => saveFair(tx, input)),
  ),
  'services.removeFair': write('services.removeFair', (context, { id, reason }) =>
    saving(context, 'services.removeFair', (tx) => {
      removeFair(tx, id, reason)
      return id
    }),
  ),
  'services.referralRows': query('services.referralRows', (context, { year }) =>
    listReferralRows(packsOf(context, context.ledger, LAST_DAY), context.ledger, year),
  ),
  'services.referrals': query('services.referrals', (context, filter) =>
    listReferrals(context.ledger, filter),
  ),
  'services.saveReferral': write('services.saveReferral', (context, input) =>
    saving(context, 'services.saveReferral', (tx) => saveReferral(tx, packsOf(context, tx, LAST_DAY), input)),
  ),
  'services.removeReferral': write('services.removeReferral', (context, input) =>
    removing(context, 'services.removeReferral', referrals, 'referrals', input),
  ),
}
