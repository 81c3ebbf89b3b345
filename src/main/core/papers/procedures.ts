import { type Implementations, query, readerJob, type WriterSteps, write } from '../procedure.ts'
import { listPapers, markPapers } from './paper-log.ts'

/** PDF and fonts weigh as much as all the rest: loaded only where something is printed. */
const printing = () => import('./printing.ts')
const preview = () => import('./preview.ts')
const layouts = () => import('./layouts.ts')
const orders = () => import('./order.ts')

export const paperProcedures: Implementations = {
  'papers.plan': query('papers.plan', async (context, order) =>
    (await orders()).planOrder(context, context.ledger, order),
  ),
  'papers.print': readerJob('papers.print', async (context, order) =>
    (await printing()).printPapers(context, order),
  ),
  'papers.list': query('papers.list', (context, filter) => listPapers(context.ledger, filter)),
  'papers.mark': write('papers.mark', ({ ledger, actor }, input) => {
    const done = ledger.write(
      { action: 'papers.mark', actor: actor.name, params: { state: input.state, papers: input.ids.length } },
      (tx) => markPapers(tx, input),
    )
    return { changed: done.result, txId: done.txId }
  }),
  'papers.layouts': query('papers.layouts', async (context) =>
    (await layouts()).listLayouts(context, context.ledger),
  ),
  'papers.layout': query('papers.layout', async (context, { id }) =>
    (await layouts()).findLayout(context, context.ledger, id),
  ),
  'papers.preview': readerJob('papers.preview', async (context, input) =>
    (await preview()).previewLayout(context, input),
  ),
  'papers.saveLayout': write('papers.saveLayout', async (context, input) => {
    const { saveLayout } = await layouts()
    const done = context.ledger.write(
      { action: 'papers.saveLayout', actor: context.actor.name, params: { name: input.name } },
      (tx) => saveLayout(context, tx, input),
    )
    return { id: done.result, txId: done.txId }
  }),
  'papers.removeLayout': write('papers.removeLayout', async (context, { id, reason }) => {
    const { removeLayout } = await layouts()
    const done = context.ledger.write(
      { action: 'papers.removeLayout', actor: context.actor.name, params: { id, reason } },
      (tx) => removeLayout(context, tx, id, reason),
    )
    return { txId: done.txId }
  }),
  'papers.setOffset': write('papers.setOffset', async (context, input) => {
    const { findLayout, saveOffset } = await layouts()
    const done = context.ledger.write(
      { action: 'papers.setOffset', actor: context.actor.name, params: input },
      (tx) => {
        findLayout(context, tx, input.layout)
        saveOffset(tx, input)
      },
    )
    return { txId: done.txId }
  }),
  'papers.calibration': readerJob('papers.calibration', async (context, input) =>
    (await preview()).printCalibration(context, input),
  ),
}

export const paperSteps: Pick<WriterSteps, 'prints.store'> = {
  'prints.store': async (
    context,
    payload: Parameters<Awaited<ReturnType<typeof printing>>['storeSlips']>[1],
  ) => (await printing()).storeSlips(context, payload),
}
