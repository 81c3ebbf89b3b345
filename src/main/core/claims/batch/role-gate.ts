import { needsRole } from '../../../../shared/text/officers.ts'
import type { Actor } from '../../procedure.ts'
import { mayDo } from '../workflow/workflow-procedures.ts'
import type { BatchGate } from './bars.ts'
import { stepOfBatch } from './batch-record.ts'

/** Says beforehand that a batch's next step is not for the one at the desk, by the role that the office gave it. */
export function roleGate(actor: Actor): BatchGate {
  const may = mayDo(actor)
  return (batch) => {
    const step = stepOfBatch(batch)
    if (step === undefined || may(step)) return []
    return [{ code: 'role', severity: 'block', text: `“${step.name}”${needsRole(step.role)}`, claims: 0 }]
  }
}
