import { knownBenefits } from '../entitlements/packs.ts'
import { type Implementations, query, readerJob, type WriterSteps, writerJob } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { comingTotals, listComing } from './coming-list.ts'
import { exportList, noteExport } from './export.ts'
import { prepareOutlook } from './look-ahead.ts'
import { listLosing, losingTotals } from './losing-list.ts'
import { latestAhead, outlookStatus } from './status.ts'
import { listUnclaimed, unclaimedTotals } from './unclaimed.ts'

export const outlookProcedures: Implementations = {
  'outlook.status': query('outlook.status', (context) =>
    outlookStatus(context.ledger, knownBenefits(context, context.ledger)),
  ),
  'outlook.prepare': writerJob('outlook.prepare', prepareOutlook),
  'outlook.unclaimed': query('outlook.unclaimed', (context, input) =>
    listUnclaimed(context.ledger, input, knownBenefits(context, context.ledger), regionsOf(context)),
  ),
  'outlook.unclaimedTotals': query('outlook.unclaimedTotals', (context, input) =>
    unclaimedTotals(context.ledger, input, knownBenefits(context, context.ledger)),
  ),
  'outlook.coming': query('outlook.coming', (context, input) =>
    listComing(context.ledger, input, knownBenefits(context, context.ledger), regionsOf(context)),
  ),
  'outlook.comingTotals': query('outlook.comingTotals', (context, input) =>
    comingTotals(context.ledger, input, knownBenefits(context, context.ledger), latestAhead(context.ledger)),
  ),
  'outlook.losing': query('outlook.losing', (context, input) =>
    listLosing(
      context.ledger,
      input,
      knownBenefits(context, context.ledger),
      regionsOf(context),
      latestAhead(context.ledger)?.asOf ?? context.today(),
    ),
  ),
  'outlook.losingTotals': query('outlook.losingTotals', (context, input) =>
    losingTotals(
      context.ledger,
      input,
      knownBenefits(context, context.ledger),
      latestAhead(context.ledger)?.asOf ?? context.today(),
    ),
  ),
  'outlook.exportList': readerJob('outlook.exportList', exportList),
}

export const outlookSteps: Pick<WriterSteps, 'outlook.exported'> = { 'outlook.exported': noteExport }
