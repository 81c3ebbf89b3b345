import { benefitNames } from '../entitlements/packs.ts'
import { type Implementations, query, readerJob, type WriterSteps, write, writerJob } from '../procedure.ts'
import { claimTotals, claimView, listClaims } from './claims-list.ts'
import { draftClaims } from './draft.ts'
import { FORM_LAYOUTS } from './paper-files.ts'
import { printForms, printRoster, storePrints } from './printing.ts'
import { withdrawClaims } from './withdraw.ts'

export const claimProcedures: Implementations = {
  'claims.draft': writerJob('claims.draft', draftClaims),
  'claims.list': query('claims.list', (context, input) =>
    listClaims(context.ledger, input, benefitNames(context)),
  ),
  'claims.totals': query('claims.totals', (context, input) => claimTotals(context.ledger, input)),
  'claims.get': query('claims.get', (context, { id }) =>
    claimView(context.ledger, id, benefitNames(context)),
  ),
  'claims.withdraw': write('claims.withdraw', (context, { ids, reason }) =>
    withdrawClaims(context, ids, reason),
  ),
  'printing.forms': readerJob('printing.forms', printForms),
  'printing.roster': readerJob('printing.roster', printRoster),
  'printing.layouts': query('printing.layouts', () => [...FORM_LAYOUTS]),
}

export const claimSteps: Pick<WriterSteps, 'prints.store'> = { 'prints.store': storePrints }
