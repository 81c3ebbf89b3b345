/** 交换伙伴: whose keys this office has compared and trusts, and what each may receive. */
import { Refusal } from '../../../shared/domain/refusal.ts'
import { missingInScope, NOTHING, type SyncScope } from '../../../shared/domain/sync-scope.ts'
import { GUARDED_FIELD_TEXT, SCOPE_GROUP_TEXT } from '../../../shared/text/partners.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { partners } from '../db/schema/sync.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import { type ReadCard, readCard } from './key-card.ts'
import { ledgerNames } from './office-keys.ts'

type Reading = Pick<ReadLedger, 'prepare'>

export type PartnerState = 'trusted' | 'replaced' | 'revoked'

/** A trusted key, or one that was. An office that changed its keys has several entries. */
export type Partner = OutputOf<'partners.overview'>['partners'][number] & {
  readonly node: string
  /** `age1…` */
  readonly ageRecipient: string
  /** base64 */
  readonly signingKey: string
}

type Row = Omit<Partner, 'scope' | 'state'> & { readonly scope: string; readonly replaced: number }

/** Every entry, those that files go to first, by name. */
export function listPartners(ledger: Reading): Partner[] {
  const rank = { trusted: 0, replaced: 1, revoked: 2 }
  return rows(ledger, '').sort((a, b) => rank[a.state] - rank[b.state])
}

/** What the office thinks of a signing key (base64): for `openBundle`. */
export function trustOf(ledger: Reading): (signer: string) => 'trusted' | 'unknown' | 'revoked' {
  return (signer) => {
    const partner = partnerBySigner(ledger, signer)
    if (partner === undefined) return 'unknown'
    return partner.state === 'revoked' ? 'revoked' : 'trusted'
  }
}

/** Whose signing key (base64) this is. */
export function partnerBySigner(ledger: Reading, signer: string): Partner | undefined {
  // A revoked entry outweighs another of the same key, which only a merge could have brought in.
  const found = rows(ledger, 'AND p.signing_key = ?', signer)
  return found.find(({ state }) => state === 'revoked') ?? found[0]
}

/** The entry by which files go to a partner's ledger. @throws Refusal `partner.unknown`, `partner.revoked` */
export function partnerOfLedger(ledger: Reading, ledgerId: string): Partner {
  return currentOf(rows(ledger, 'AND p.ledger_id = ?', ledgerId), '这个台账')
}

/**
 * The partner that somebody means: by id, ledger, or name.
 * @throws Refusal `partner.unknown`, `partner.revoked`, `partner.ambiguous`
 */
export function findPartner(ledger: Reading, named: string): Partner {
  const found = rows(ledger, 'AND ? IN (p.id, p.ledger_id, p.name)', named)
  const ledgers = new Set(found.filter(({ state }) => state === 'trusted').map(({ ledgerId }) => ledgerId))
  if (ledgers.size > 1)
    throw new Refusal(
      'partner.ambiguous',
      `有 ${ledgers.size} 个伙伴叫“${named}”。请改用台账编号指明是哪一个。`,
      {
        named,
      },
    )
  return currentOf(found, `“${named}”`)
}

/** A card before anything is decided on it. @throws Refusal `key-card.*` */
export function inspectCard(
  ledger: Reading,
  text: string,
): Omit<OutputOf<'partners.readCard'>, 'partner'> & { partner: Partner | null } {
  const card = readCard(text)
  const { standing, partner } = standingOf(ledger, card)
  const { kind, name, ledgerId, fingerprint } = card
  return { kind, name, ledgerId, fingerprint, standing, partner, vouchedFor: isVouchedFor(card, partner) }
}

/**
 * Takes a new partner's key on the list, its fingerprint having been compared.
 * @throws Refusal `key-card.*`, `partner.ourselves`, `partner.known`, `partner.revoked-key`, `partner.other-key`,
 *   `partner.fingerprint`, `partner.scope`
 */
export function trustPartner(tx: WriteTx, input: InputOf<'partners.trust'>, trustedBy: string): string {
  const card = readCard(input.card)
  const { standing, partner } = standingOf(tx, card)
  refuseUsedKey(standing, partner)
  if (standing === 'other')
    throw new Refusal(
      'partner.other-key',
      `这个台账已登记为“${partner?.name}”，用的是另一把钥匙。若对方换了钥匙，请在该伙伴处“登记新钥匙”。`,
      { name: partner?.name ?? '' },
    )
  refuseOtherFingerprint(card, input.fingerprint)
  const scope = input.scope ?? NOTHING
  refuseBrokenScope(scope)
  return tx.insert(partners, {
    ...entryOf(card, tx.at, trustedBy),
    name: input.name ?? card.name,
    scope: JSON.stringify(scope),
    note: input.note ?? null,
  })
}

/**
 * Takes the new key of a known office. Where the former key signed the card, that key still counts for files under way;
 * else the fingerprint has to be compared, and the former key is revoked: nobody knows who holds it.
 * @throws Refusal as `trustPartner`, and `partner.gone`, `partner.other-office`, `partner.revoked`
 */
export function replacePartner(tx: WriteTx, input: InputOf<'partners.replace'>, trustedBy: string): string {
  const former = entry(tx, input.id)
  const card = readCard(input.card)
  if (card.ledgerId !== former.ledgerId || card.kind !== former.kind)
    throw new Refusal(
      'partner.other-office',
      `这张钥匙卡不是“${former.name}”这个台账的（卡上写的是“${card.name}”）。新伙伴请另行登记。`,
      { name: former.name },
    )
  const { standing, partner } = standingOf(tx, card)
  refuseUsedKey(standing, partner)
  const vouched = isVouchedFor(card, former)
  if (!vouched) refuseOtherFingerprint(card, input.fingerprint ?? '')
  if (!vouched && former.state !== 'revoked')
    revoke(tx, former.id, '已换新钥匙，旧钥匙没有为新钥匙作保', trustedBy)
  return tx.insert(partners, {
    ...entryOf(card, tx.at, trustedBy),
    name: former.name,
    replaces: former.id,
    scope: JSON.stringify(former.scope),
    note: former.note,
  })
}

/**
 * From now on nothing signed by this key, or by those that it took the place of, is taken, and nothing is encrypted to it.
 * @throws Refusal `partner.gone`
 */
export function revokePartner(tx: WriteTx, input: InputOf<'partners.revoke'>, revokedBy: string): void {
  const partner = entry(tx, input.id)
  if (partner.state === 'revoked')
    throw new Refusal('partner.gone', `“${partner.name}”的这把钥匙已经停用，没有再改。`, {
      name: partner.name,
    })
  for (let one: Partner | undefined = partner; one !== undefined; one = formerOf(tx, one))
    if (one.state !== 'revoked') revoke(tx, one.id, input.reason, revokedBy)
}

/** @throws Refusal `partner.gone`, `partner.scope` */
export function setPartnerScope(tx: WriteTx, input: InputOf<'partners.setScope'>): void {
  entry(tx, input.id)
  refuseBrokenScope(input.scope)
  tx.update(partners, input.id, {
    scope: JSON.stringify(input.scope),
    ...(input.note === undefined ? {} : { note: input.note }),
  })
}

function rows(ledger: Reading, where: string, ...params: readonly string[]): Partner[] {
  return ledger
    .prepare<Row>(
      `SELECT p.id, p.name, p.kind, p.ledger_id AS ledgerId, p.node, p.age_recipient AS ageRecipient,
              p.signing_key AS signingKey, p.fingerprint, p.trusted_at AS trustedAt, p.trusted_by AS trustedBy,
              p.revoked_at AS revokedAt, p.revoked_by AS revokedBy, p.revoked_reason AS revokedReason, p.replaces,
              p.scope, p.note,
              EXISTS (SELECT 1 FROM partners n WHERE n.replaces = p.id AND n.deleted_at IS NULL) AS replaced
       FROM partners p WHERE p.deleted_at IS NULL ${where} ORDER BY p.name, p.trusted_at DESC, p.id DESC`,
    )
    .all(...params)
    .map(({ replaced, scope, ...row }) => ({
      ...row,
      scope: JSON.parse(scope) as Partner['scope'],
      state: row.revokedAt !== null ? 'revoked' : replaced !== 0 ? 'replaced' : 'trusted',
    }))
}

function entry(ledger: Reading, id: string): Partner {
  const [found] = rows(ledger, 'AND p.id = ?', id)
  if (found === undefined) throw new Refusal('partner.gone', '这个伙伴已不在名单中，请刷新。')
  return found
}

function formerOf(ledger: Reading, { replaces }: Partner): Partner | undefined {
  return replaces === null ? undefined : rows(ledger, 'AND p.id = ?', replaces)[0]
}

function currentOf(found: readonly Partner[], named: string): Partner {
  const current = found.find(({ state }) => state === 'trusted')
  if (current !== undefined) return current
  const [last] = found
  if (last === undefined)
    throw new Refusal('partner.unknown', `${named}不在伙伴名单中。请先要来对方的钥匙卡并登记。`)
  throw new Refusal(
    'partner.revoked',
    `“${last.name}”的钥匙已停用（${last.revokedReason ?? '未写原因'}），不能收发。请要来对方的新钥匙卡，在该伙伴处“登记新钥匙”。`,
    { name: last.name },
  )
}

function standingOf(
  ledger: Reading,
  card: ReadCard,
): { standing: OutputOf<'partners.readCard'>['standing']; partner: Partner | null } {
  const same = partnerBySigner(ledger, card.signingKey)
  if (card.ledgerId === ledgerNames(ledger).ledgerId) return { standing: 'ourselves', partner: null }
  if (same !== undefined) return { standing: same.state === 'revoked' ? 'revoked' : 'known', partner: same }
  const ofLedger = rows(ledger, 'AND p.ledger_id = ?', card.ledgerId)
  const other = ofLedger.find(({ state }) => state === 'trusted') ?? ofLedger[0]
  return other === undefined ? { standing: 'new', partner: null } : { standing: 'other', partner: other }
}

/** Whether the key that is trusted for this partner, and not revoked, says that the card takes its place. */
function isVouchedFor(card: ReadCard, partner: Partner | null): boolean {
  return partner !== null && partner.state === 'trusted' && card.formerKey === partner.signingKey
}

function refuseUsedKey(standing: OutputOf<'partners.readCard'>['standing'], partner: Partner | null): void {
  const name = partner?.name ?? ''
  if (standing === 'ourselves')
    throw new Refusal('partner.ourselves', '这是本单位自己的钥匙卡。请用对方给的那一张。')
  if (standing === 'known')
    throw new Refusal('partner.known', `这把钥匙已经登记，名称是“${name}”，没有重复登记。`, { name })
  if (standing === 'revoked')
    throw new Refusal(
      'partner.revoked-key',
      `这把钥匙是“${name}”已停用的，不能再登记。请让对方换新钥匙后重做钥匙卡。`,
      {
        name,
      },
    )
}

function refuseOtherFingerprint(card: ReadCard, heard: string): void {
  const digits = heard.normalize('NFKC').replace(/[\s-]/g, '')
  if (digits === '')
    throw new Refusal(
      'partner.fingerprint',
      `还没有核对指纹。请打电话给“${card.name}”，让对方念出自己屏幕或钥匙卡上的指纹，把听到的数字填进来。`,
      { name: card.name },
    )
  if (digits !== card.fingerprint.replaceAll(' ', ''))
    throw new Refusal(
      'partner.fingerprint',
      `填写的指纹与这张钥匙卡的不同，没有登记。请再念一遍；若仍不同，这张卡就不是“${card.name}”的，请向对方重新要一张。`,
      { name: card.name },
    )
}

function refuseBrokenScope(scope: SyncScope): void {
  const missing = missingInScope(scope)
  if (missing.length === 0) return
  const words = missing.map((part) =>
    part === 'phone' || part === 'bank' ? GUARDED_FIELD_TEXT[part] : SCOPE_GROUP_TEXT[part],
  )
  throw new Refusal(
    'partner.scope',
    `选定的范围还缺${words.map((word) => `“${word}”`).join('、')}，没有它对方看不懂其余内容。请一并勾选，或去掉依赖它的项目。`,
  )
}

function entryOf(card: ReadCard, at: string, by: string) {
  const { kind, name, ledgerId, node, ageRecipient, signingKey, fingerprint } = card
  return {
    kind,
    name,
    ledgerId,
    node,
    ageRecipient,
    signingKey,
    fingerprint,
    trustedAt: at,
    trustedBy: by,
    source: 'entry',
  }
}

function revoke(tx: WriteTx, id: string, reason: string, by: string): void {
  tx.update(partners, id, { revokedAt: tx.at, revokedBy: by, revokedReason: reason })
}
