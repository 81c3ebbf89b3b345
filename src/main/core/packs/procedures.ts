import { explainFromLedger } from '../entitlements/explain.ts'
import { type Implementations, query, readerJob, write, writerJob } from '../procedure.ts'
import { fingerprintOf } from '../security/signing-key.ts'
import { activatePack, deactivatePack } from './activations.ts'
import { inspectPack, installPack, removePack, takePack } from './install.ts'
import { packsOverview } from './overview.ts'
import { previewPack, sidesOf } from './preview.ts'
import { exportPreview } from './preview-sheet.ts'
import { setAside } from './received.ts'
import { removeSigner, trustSigner } from './signers.ts'

/** Successor packs: taken in, previewed, activated, taken back. */
export const packProcedures: Implementations = {
  'packs.overview': query('packs.overview', (context, { asOf }) =>
    packsOverview(context, context.ledger, asOf ?? context.today()),
  ),
  'packs.inspect': readerJob('packs.inspect', async (context, source) => {
    context.progress('查看政策包文件', 0, null)
    const { name, bytes } = await takePack(context.files, context.ledger, source)
    return inspectPack(context, context.ledger, name, bytes)
  }),
  'packs.install': writerJob('packs.install', async (context, { acceptReason, ...source }) => {
    context.progress('安装政策包', 0, null)
    const file = await takePack(context.files, context.ledger.reader, source)
    const { txId, result } = context.ledger.write(
      {
        action: 'packs.install',
        actor: context.actor.name,
        // A pack that nobody trusted vouches for is told apart in the audit, with the reason.
        params: acceptReason === undefined ? {} : { acceptedUntrusted: acceptReason },
      },
      (tx) => installPack(context, tx, { ...file, acceptReason }, context.actor.name),
    )
    return { id: result, txId }
  }),
  'packs.setAside': write('packs.setAside', (context, input) => {
    const { txId } = context.ledger.write(
      { action: 'packs.setAside', actor: context.actor.name, params: { id: input.id } },
      (tx) => setAside(tx, input, context.actor.name),
    )
    return { id: input.id, txId }
  }),
  'packs.remove': write('packs.remove', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'packs.remove', actor: context.actor.name, params: { id } },
      (tx) => removePack(tx, id, reason),
    )
    return { id, txId }
  }),
  'packs.preview': readerJob('packs.preview', previewPack),
  'packs.exportPreview': readerJob('packs.exportPreview', exportPreview),
  'packs.explain': query('packs.explain', (context, { packId, side, ...asked }) =>
    explainFromLedger(
      context,
      context.ledger,
      asked,
      sidesOf(context, context.ledger, packId, asked.asOf)[side],
    ),
  ),
  'packs.activate': write('packs.activate', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'packs.activate', actor: context.actor.name, params: { pack: input.id, from: input.from } },
      (tx) => activatePack(context, tx, input, context.actor.name),
    )
    return { id: result, txId }
  }),
  'packs.deactivate': write('packs.deactivate', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'packs.deactivate', actor: context.actor.name, params: { pack: input.id } },
      (tx) => deactivatePack(context, tx, input, context.actor.name),
    )
    return { id: result, txId }
  }),
  'packs.fingerprint': query('packs.fingerprint', (_context, { publicKey }) => ({
    fingerprint: fingerprintOf(publicKey.trim()),
  })),
  'packs.trustSigner': write('packs.trustSigner', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'packs.trustSigner', actor: context.actor.name },
      (tx) => trustSigner(tx, input, context.actor.name),
    )
    return { ...result, txId }
  }),
  'packs.removeSigner': write('packs.removeSigner', (context, input) => {
    const { txId } = context.ledger.write(
      { action: 'packs.removeSigner', actor: context.actor.name, params: { id: input.id } },
      (tx) => removeSigner(tx, input),
    )
    return { id: input.id, txId }
  }),
}
