import { attachmentProcedures } from './attachments/procedures.ts'
import { checkProcedures, checkSteps } from './checks/procedures.ts'
import { batchSteps } from './claims/batch/batch-procedures.ts'
import { claimProcedures } from './claims/procedures.ts'
import { decisionProcedures } from './decisions/procedures.ts'
import { duplicateProcedures, duplicateSteps } from './duplicates/procedures.ts'
import { entitlementProcedures } from './entitlements/procedures.ts'
import { compileAhead } from './entitlements/re-evaluate.ts'
import { exportProcedures, exportSteps } from './exchange/export/procedures.ts'
import { importProcedures } from './exchange/procedures.ts'
import type { TaskName } from './jobs/protocol.ts'
import { outlookProcedures, outlookSteps } from './outlook/procedures.ts'
import { packProcedures } from './packs/procedures.ts'
import { paperProcedures, paperSteps } from './papers/procedures.ts'
import type { Ahead, Implementations, ProcedureName, WriterSteps } from './procedure.ts'
import { gatherNames } from './registry/names-at-hand.ts'
import { registryProcedures, registrySteps } from './registry/procedures.ts'
import { forgetPeopleAtHand } from './scenarios/people-at-hand.ts'
import { scenarioProcedures, scenarioSteps } from './scenarios/procedures.ts'
import { officerProcedures } from './security/procedures.ts'
import { serviceProcedures } from './services/procedures.ts'
import { exchangeProcedures, exchangeSteps } from './sync/exchange-procedures.ts'
import { partnerProcedures } from './sync/partner-procedures.ts'

/** Everything that the application can do, by the contract's names. Each domain brings its own. */
export const implementations: Implementations = {
  ...registryProcedures,
  ...officerProcedures,
  ...importProcedures,
  ...exportProcedures,
  ...entitlementProcedures,
  ...packProcedures,
  ...outlookProcedures,
  ...scenarioProcedures,
  ...claimProcedures,
  ...paperProcedures,
  ...decisionProcedures,
  ...serviceProcedures,
  ...attachmentProcedures,
  ...checkProcedures,
  ...duplicateProcedures,
  ...partnerProcedures,
  ...exchangeProcedures,
}

/** What long reads hand to the writer. */
export const writerSteps: WriterSteps = {
  ...registrySteps,
  ...paperSteps,
  ...scenarioSteps,
  ...checkSteps,
  ...batchSteps,
  ...outlookSteps,
  ...exportSteps,
  ...duplicateSteps,
  ...exchangeSteps,
}

/** What threads do ahead of the first search and the first save. */
export const ahead: Ahead = { reading: gatherNames, writing: compileAhead }

/** What a thread remembers for one kind of job, dropped before a job of another kind, which wants the memory itself. */
export function forgetBefore(job: ProcedureName | TaskName): void {
  if (!job.startsWith('scenarios.')) forgetPeopleAtHand()
}
