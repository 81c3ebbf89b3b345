import { Refusal } from '../../../../shared/domain/refusal.ts'
import { needsRole } from '../../../../shared/text/officers.ts'
import { checkPaymentGate, refuseBlocked } from '../../checks/check-gates.ts'
import type { WriteTx } from '../../db/ledger.ts'
import { bankProfiles } from '../../db/schema/payments.ts'
import { type Actor, type Implementations, query, readerJob, write, writerJob } from '../../procedure.ts'
import { type Batch, findBatch, stepOfBatch } from '../batch/batch-record.ts'
import { movedFactsGate } from '../batch/moved-facts.ts'
import { mayDo } from '../workflow/workflow-procedures.ts'
import { listBankProfiles, readBankProfile } from './bank-profile.ts'
import { demandClawback, listClawbacks, receiveClawback } from './clawback.ts'
import { makePayment, reissuePayments } from './make-payment.ts'
import { planPayment } from './payable.ts'
import { listPaymentFiles, paymentFileView } from './payment-list.ts'
import { planReissue } from './plan-reissue.ts'
import { previewProfile } from './preview-profile.ts'
import { settle } from './settle.ts'
import { openPaymentFile, takeReturn } from './take-return.ts'

/** 发放: payment files, what the bank answers, paying again, and asking money back. */
export const paymentProcedures: Implementations = {
  'payments.profiles': query('payments.profiles', (context) => listBankProfiles(context, context.ledger)),
  'payments.saveProfile': write('payments.saveProfile', (context, input) => {
    const profile = readBankProfile(input.definition, '本单位的银行格式')
    const { txId, result } = context.ledger.write(
      { action: 'payments.saveProfile', actor: context.actor.name, params: { name: profile.name } },
      (tx) => {
        const row = {
          name: profile.name,
          definition: input.definition,
          changedAt: tx.at,
          changedBy: context.actor.name,
        }
        const same = tx
          .prepare<string>('SELECT id FROM bank_profiles WHERE name = ? AND deleted_at IS NULL')
          .pluck()
          .get(profile.name)
        const shipped = listBankProfiles(context, tx).some(({ name, own }) => !own && name === profile.name)
        if (shipped || (same !== undefined && same !== input.id))
          throw new Refusal('payments.same-name', `已有叫“${profile.name}”的银行格式，请换一个名称。`)
        if (input.id === undefined)
          return tx.insert(bankProfiles, { ...row, basedOn: input.basedOn ?? null, source: 'entry' })
        refuseGone(tx, input.id)
        tx.update(bankProfiles, input.id, row)
        return input.id
      },
    )
    return { id: result, txId }
  }),
  'payments.removeProfile': write('payments.removeProfile', (context, { id, reason }) => ({
    txId: context.ledger.write(
      { action: 'payments.removeProfile', actor: context.actor.name, params: { profile: id } },
      (tx) => {
        refuseGone(tx, id)
        tx.remove(bankProfiles, id, reason)
      },
    ).txId,
  })),
  'payments.previewProfile': query('payments.previewProfile', (context, input) =>
    previewProfile(context.ledger, input),
  ),
  'payments.plan': query('payments.plan', (context, { batchId }) =>
    planPayment(context.ledger, findBatch(context.ledger, batchId)),
  ),
  'payments.planReissue': query('payments.planReissue', (context, { paymentIds }) =>
    planReissue(context.ledger, paymentIds, checkPaymentGate(context)),
  ),
  'payments.make': writerJob('payments.make', (context, input) =>
    makePayment(context, input, (tx, batch) => {
      refuseRole(context.actor, batch)
      refuseBlocked(context, tx, batch)
      refuseMoved(tx, batch)
    }),
  ),
  'payments.reissue': writerJob('payments.reissue', (context, input) =>
    reissuePayments(context, input, checkPaymentGate(context), (_, batch) =>
      refuseRole(context.actor, batch),
    ),
  ),
  'payments.files': query('payments.files', (context, { batchId }) =>
    listPaymentFiles(context.ledger, batchId),
  ),
  'payments.get': query('payments.get', (context, input) => paymentFileView(context.ledger, input)),
  'payments.open': readerJob('payments.open', async (context, { id }) => {
    const { name, mime, bytes } = await openPaymentFile(context.ledger, id)
    return context.files.put(name, mime, bytes)
  }),
  'payments.takeReturn': writerJob('payments.takeReturn', takeReturn),
  'payments.settle': write('payments.settle', (context, { paymentIds, state, on, reason }) => {
    if (state === 'returned' && reason.length < 2)
      throw new Refusal('payments.return-reason', '请写明退回的原因，如“账号与户名不符”。')
    const { result } = context.ledger.write(
      {
        action: 'payments.settle',
        actor: context.actor.name,
        params: { payments: paymentIds.length, state },
      },
      (tx) =>
        settle(
          tx,
          context.actor.name,
          [...new Set(paymentIds)].map((paymentId) => ({ paymentId, state, on, reason })),
          context.today(),
        ),
    )
    return { settled: result.paid + result.returned }
  }),
  'payments.clawbacks': query('payments.clawbacks', (context, filter) =>
    listClawbacks(context.ledger, filter),
  ),
  'payments.demandClawback': write('payments.demandClawback', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'payments.demandClawback', actor: context.actor.name, params: { claim: input.claimId } },
      (tx) => demandClawback(tx, context.actor.name, input),
    )
    return { id: result, txId }
  }),
  'payments.receiveClawback': write('payments.receiveClawback', (context, input) => ({
    txId: context.ledger.write(
      { action: 'payments.receiveClawback', actor: context.actor.name, params: { clawback: input.id } },
      (tx) => receiveClawback(tx, context.actor.name, input),
    ).txId,
  })),
}

/** The payment is a step of the office's procedure like others. @throws Refusal `payments.role` */
function refuseRole(actor: Actor, batch: Batch): void {
  const step = stepOfBatch(batch)
  if (step === undefined || mayDo(actor)(step)) return
  throw new Refusal('payments.role', `“${step.name}”${needsRole(step.role)}`, { step: step.id })
}

/** An office that neither approves nor sends to finance decides here. @throws Refusal `batches.barred` */
function refuseMoved(tx: WriteTx, batch: Batch): void {
  const [bar] = movedFactsGate(tx)(batch)
  if (bar !== undefined) throw new Refusal('batches.barred', bar.text, { code: bar.code })
}

function refuseGone(tx: { prepare(sql: string): { get(id: string): unknown } }, id: string): void {
  if (tx.prepare('SELECT 1 FROM bank_profiles WHERE id = ? AND deleted_at IS NULL').get(id) === undefined)
    throw new Refusal('payments.profile-gone', '这种银行格式是软件自带的，或已删除，请刷新。')
}
