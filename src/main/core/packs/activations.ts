/** 启用 and 退回: from which day calculations use a pack. */
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { packActivations } from '../db/schema/packs.ts'
import { ledgerEngine } from '../entitlements/ledger-engine.ts'
import type { InputOf, Surroundings } from '../procedure.ts'
import { activationsOf } from './in-force.ts'
import { requirePack } from './install.ts'

type Resources = Pick<Surroundings, 'resources'>

/**
 * From `from` on, calculations use the pack; of one document the activation with the latest day counts.
 * @throws Refusal `pack.gone`, `pack.active`, `pack.does-not-fit`
 */
export function activatePack(
  context: Resources,
  tx: WriteTx,
  input: InputOf<'packs.activate'>,
  activatedBy: string,
): string {
  requirePack(tx, input.id)
  const active = activeSince(tx, input.id)
  if (active !== undefined)
    throw new Refusal(
      'pack.active',
      `这个政策包已从 ${active.from} 起启用。要改日期的，请先退回旧版，再按新的日期启用。`,
      { from: active.from },
    )
  const id = tx.insert(packActivations, {
    packId: input.id,
    fromDate: input.from,
    reason: input.reason,
    activatedAt: tx.at,
    activatedBy,
    source: 'entry',
  })
  const problem = misfit(context, tx)
  if (problem !== undefined) throw doesNotFit('没有启用', problem)
  return id
}

/**
 * Withdraws an activation: every day is calculated as before it.
 * @throws Refusal `pack.gone`, `pack.not-active`, `pack.does-not-fit` where another activated pack rests on it
 */
export function deactivatePack(
  context: Resources,
  tx: WriteTx,
  input: InputOf<'packs.deactivate'>,
  withdrawnBy: string,
): string {
  requirePack(tx, input.id)
  const active = activeSince(tx, input.id)
  if (active === undefined)
    throw new Refusal('pack.not-active', '这个政策包没有启用，不用退回。', { id: input.id })
  // Where nothing can be calculated already, going back is never refused: it may be one of several steps out.
  const wasWhole = misfit(context, tx) === undefined
  tx.update(packActivations, active.id, {
    withdrawnAt: tx.at,
    withdrawnReason: input.reason,
    withdrawnBy,
  })
  const problem = misfit(context, tx)
  if (wasWhole && problem !== undefined) throw doesNotFit('没有退回', problem)
  return active.id
}

/** Why some day could not be calculated: documents, standards and readings must fit together from each activation on. */
function misfit(context: Resources, tx: WriteTx): Refusal | undefined {
  try {
    for (const { from } of activationsOf(tx)) ledgerEngine(context, tx, from)
    return undefined
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

function doesNotFit(what: string, problem: Refusal): Refusal {
  return new Refusal(
    'pack.does-not-fit',
    `这样各文件合不到一起，${what}，台账没有改动。${problem.message}`,
    problem.params,
  )
}

function activeSince(tx: WriteTx, packId: string): { id: string; from: string } | undefined {
  return tx
    .prepare<{ id: string; from: string }>(
      `SELECT id, from_date AS "from" FROM pack_activations
       WHERE pack_id = ? AND withdrawn_at IS NULL AND deleted_at IS NULL ORDER BY id DESC LIMIT 1`,
    )
    .get(packId)
}
