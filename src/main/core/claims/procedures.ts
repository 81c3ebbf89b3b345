import { benefitNames } from '../entitlements/packs.ts'
import { type Implementations, query, readerJob, write, writerJob } from '../procedure.ts'
import { batchProcedures } from './batch/batch-procedures.ts'
import { opensByNumber } from './by-number.ts'
import { claimView } from './claim-view.ts'
import { claimTotals, listClaims } from './claims-list.ts'
import { draftClaims } from './draft.ts'
import { exportClaims } from './export-claims.ts'
import { outsideProcedures } from './outside/outside-procedures.ts'
import { paymentsOfClaim } from './payment/claim-payments.ts'
import { paymentProcedures } from './payment/payment-procedures.ts'
import { withdrawClaims } from './withdraw.ts'
import { workflowProcedures } from './workflow/workflow-procedures.ts'

export const claimProcedures: Implementations = {
  ...workflowProcedures,
  ...batchProcedures,
  ...paymentProcedures,
  ...outsideProcedures,
  'payments.ofClaim': query('payments.ofClaim', ({ ledger }, { claimId }) =>
    paymentsOfClaim(ledger, claimId),
  ),
  'claims.draft': writerJob('claims.draft', draftClaims),
  'claims.list': query('claims.list', (context, input) =>
    listClaims(context.ledger, input, benefitNames(context, context.ledger)),
  ),
  'claims.exportList': readerJob('claims.exportList', exportClaims),
  'claims.totals': query('claims.totals', (context, input) => claimTotals(context.ledger, input)),
  'claims.byNumber': query('claims.byNumber', ({ ledger }, { number }) => opensByNumber(ledger, number)),
  'claims.get': query('claims.get', (context, { id }) =>
    claimView(context.ledger, id, benefitNames(context, context.ledger)),
  ),
  'claims.withdraw': write('claims.withdraw', (context, { ids, reason }) =>
    withdrawClaims(context, ids, reason),
  ),
}
