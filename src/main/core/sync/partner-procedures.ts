import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { type Implementations, type OutputOf, query, readerJob, write } from '../procedure.ts'
import { ensureOfficeKeys, newOfficeKeys, ownCard, replaceOfficeKeys } from './office-keys.ts'
import {
  inspectCard,
  listPartners,
  type Partner,
  replacePartner,
  revokePartner,
  setPartnerScope,
  trustPartner,
} from './partners.ts'

/** PDF and fonts weigh as much as all the rest: loaded only where something is printed. */
const papers = () => import('./exchange-papers.ts')

/** 伙伴与钥匙. */
export const partnerProcedures: Implementations = {
  'partners.overview': query('partners.overview', ({ ledger }) => ({
    own: shownCard(ledger) ?? null,
    partners: listPartners(ledger).map(shownPartner),
  })),
  'partners.makeKeys': write('partners.makeKeys', async ({ ledger, actor }) => {
    await ensureOfficeKeys(ledger, actor.name)
    return cardAtHand(ledger.reader)
  }),
  'partners.replaceKeys': write('partners.replaceKeys', async ({ ledger, actor }, { reason }) => {
    const fresh = await newOfficeKeys()
    ledger.write({ action: 'partners.replaceKeys', actor: actor.name, params: { reason } }, (tx) =>
      replaceOfficeKeys(tx, fresh),
    )
    return cardAtHand(ledger.reader)
  }),
  'partners.readCard': query('partners.readCard', ({ ledger }, { card }) => {
    const seen = inspectCard(ledger, card)
    return { ...seen, partner: seen.partner === null ? null : shownPartner(seen.partner) }
  }),
  'partners.trust': write('partners.trust', ({ ledger, actor }, input) => {
    const { result, txId } = ledger.write({ action: 'partners.trust', actor: actor.name }, (tx) =>
      trustPartner(tx, input, actor.name),
    )
    return { id: result, txId }
  }),
  'partners.replace': write('partners.replace', ({ ledger, actor }, input) => {
    const { result, txId } = ledger.write(
      { action: 'partners.replace', actor: actor.name, params: { partner: input.id } },
      (tx) => replacePartner(tx, input, actor.name),
    )
    return { id: result, txId }
  }),
  'partners.revoke': write('partners.revoke', ({ ledger, actor }, input) => {
    const { txId } = ledger.write(
      { action: 'partners.revoke', actor: actor.name, params: { partner: input.id, reason: input.reason } },
      (tx) => revokePartner(tx, input, actor.name),
    )
    return { id: input.id, txId }
  }),
  'partners.printCard': readerJob('partners.printCard', async (context) =>
    (await papers()).printKeyCard(context),
  ),
  'partners.printCover': readerJob('partners.printCover', async (context, input) =>
    (await papers()).printCover(context, input),
  ),
  'partners.setScope': write('partners.setScope', ({ ledger, actor }, input) => {
    const { txId } = ledger.write(
      { action: 'partners.setScope', actor: actor.name, params: { partner: input.id } },
      (tx) => setPartnerScope(tx, input),
    )
    return { id: input.id, txId }
  }),
}

function shownCard(ledger: Pick<ReadLedger, 'prepare'>): OutputOf<'partners.makeKeys'> | undefined {
  const own = ownCard(ledger)
  if (own === undefined) return undefined
  const { card, text, fingerprint, madeAt, retired } = own
  return { office: card.name, text, fingerprint, madeAt, retired }
}

function cardAtHand(ledger: Pick<ReadLedger, 'prepare'>): OutputOf<'partners.makeKeys'> {
  const card = shownCard(ledger)
  if (card === undefined) throw new Refusal('office-keys.none', '本单位还没有钥匙。请先制作钥匙。')
  return card
}

/** What a screen needs of an entry: the keys themselves are compared by their fingerprint. */
function shownPartner({ node, ageRecipient, signingKey, ...shown }: Partner) {
  return shown
}
