import { benefitNames } from '../entitlements/packs.ts'
import { type Implementations, query, readerJob, type WriterSteps, write, writerJob } from '../procedure.ts'
import { batchProcedures } from './batch/batch-procedures.ts'
import { claimView } from './claim-view.ts'
import { claimTotals, listClaims } from './claims-list.ts'
import { draftClaims } from './draft.ts'
import { paymentProcedures } from './payment/payment-procedures.ts'
import { withdrawClaims } from './withdraw.ts'
import { workflowProcedures } from './workflow/workflow-procedures.ts'

type Printing = typeof import('./printing.ts')

/** PDF and fonts weigh as much as all the rest: loaded only in the thread that prints. */
const printing = (): Promise<Printing> => import('./printing.ts')

export const claimProcedures: Implementations = {
  ...workflowProcedures,
  ...batchProcedures,
  ...paymentProcedures,
  'claims.draft': writerJob('claims.draft', draftClaims),
  'claims.list': query('claims.list', (context, input) =>
    listClaims(context.ledger, input, benefitNames(context, context.ledger)),
  ),
  'claims.totals': query('claims.totals', (context, input) => claimTotals(context.ledger, input)),
  'claims.get': query('claims.get', (context, { id }) =>
    claimView(context.ledger, id, benefitNames(context, context.ledger)),
  ),
  'claims.withdraw': write('claims.withdraw', (context, { ids, reason }) =>
    withdrawClaims(context, ids, reason),
  ),
  'printing.forms': readerJob('printing.forms', async (context, input) =>
    (await printing()).printForms(context, input),
  ),
  'printing.roster': readerJob('printing.roster', async (context, input) =>
    (await printing()).printRoster(context, input),
  ),
  'printing.layouts': query('printing.layouts', async () => [
    ...(await import('./paper-files.ts')).FORM_LAYOUTS,
  ]),
}

export const claimSteps: Pick<WriterSteps, 'prints.store'> = {
  'prints.store': async (context, payload: Parameters<Printing['storePrints']>[1]) =>
    (await printing()).storePrints(context, payload),
}
