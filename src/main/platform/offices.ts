/** Offices whose key cards the platform has compared and trusts, and those that others' files spoke of. */
import { sql } from 'drizzle-orm'
import { Refusal } from '../../shared/domain/refusal.ts'
import { readCard } from '../core/sync/key-card.ts'
import type { Store } from './store/store.ts'
import type { Row } from './store/tables.ts'

export type Office = Row<'offices'> & { readonly node: string; readonly name: string }
/** One whose files are taken and that is answered. */
export type KnownOffice = Office & {
  readonly ledger_id: string
  readonly signer: string
  readonly recipient: string
  readonly acked_sequence: number
  readonly acked_ordinal: number
}

export async function listOffices(store: Store): Promise<Office[]> {
  const { offices } = store.tables
  return store.all<Office>(sql`SELECT * FROM ${offices} ORDER BY name, node`)
}

/** Offices with a trusted card. */
export async function knownOffices(store: Store): Promise<KnownOffice[]> {
  return (await listOffices(store)).filter((office): office is KnownOffice => office.signer !== null)
}

/** What is thought of a signing key (base64): for `openBundle`. Former keys of an office count on until they are revoked. */
export function trustAmong(
  offices: readonly KnownOffice[],
): (signer: string) => 'trusted' | 'unknown' | 'revoked' {
  return (signer) => {
    const office = officeBySigner(offices, signer)
    if (office === undefined) return 'unknown'
    return office.revoked_at === null && !revokedKeys(office).includes(signer) ? 'trusted' : 'revoked'
  }
}

export function officeBySigner(offices: readonly KnownOffice[], signer: string): KnownOffice | undefined {
  return offices.find((office) =>
    [office.signer, ...formerKeys(office), ...revokedKeys(office)].includes(signer),
  )
}

/**
 * Trusts the office of a key card. `fingerprint`: as heard by phone. `county`: whose people it is told about; kept where not
 * given again. Where nobody vouches for new keys, or the office was revoked, the former ones are never taken again.
 * @returns the office's name and the fingerprint to compare by phone
 * @throws Refusal `key-card.*`, `platform.fingerprint`, `platform.key-revoked`, `platform.card-changed` where other keys are known and the card does not prove that it
 *   takes their place (`replace` says that somebody asked)
 */
export async function trustOffice(
  store: Store,
  text: string,
  fingerprint: string,
  options: { readonly county?: string | undefined; readonly replace?: boolean } = {},
): Promise<{ name: string; node: string; fingerprint: string; standing: 'new' | 'same' | 'replaced' }> {
  const card = readCard(text)
  if (digits(card.fingerprint) !== digits(fingerprint))
    throw new Refusal(
      'platform.fingerprint',
      `指纹对不上：这张卡不是“${card.name}”电话里念的那一张，没有登记。请让对方再念一遍；仍对不上的，这张卡可能被人换过，请另要一张。`,
      { office: card.name },
    )
  const { offices } = store.tables
  const before = (await listOffices(store)).find(({ node }) => node === card.node)
  const known = before?.signer ?? null
  const same = known === card.signingKey && before?.revoked_at === null
  const revoked = before === undefined ? [] : revokedKeys(before)
  if (revoked.includes(card.signingKey) || (known === card.signingKey && !same))
    throw new Refusal(
      'platform.key-revoked',
      `“${card.name}”的这把钥匙已经停用，不能再登记。请让对方换一把新钥匙（liaison keys renew），再发来新的钥匙卡。`,
      { office: card.name },
    )
  const vouched = known !== null && before?.revoked_at === null && card.formerKey === known
  if (known !== null && !same && !vouched && options.replace !== true)
    throw new Refusal(
      'platform.card-changed',
      `“${card.name}”原来登记的是另一把钥匙，这张卡也没有旧钥匙的签名。请打电话核对指纹 ${card.fingerprint}，确实换了钥匙的，加 --replace 再登记。`,
      { office: card.name },
    )
  const former = before === undefined ? [] : formerKeys(before)
  if (known !== null && !same) former.push(known)
  const fall = known !== null && !same && !vouched
  await store.transaction(async () => {
    await store.run(sql`DELETE FROM ${offices} WHERE ${offices.node} = ${card.node}`)
    await store.insert('offices', [
      [
        card.node,
        card.ledgerId,
        card.name,
        options.county ?? before?.county ?? null,
        card.signingKey,
        JSON.stringify(fall ? [] : former),
        card.ageRecipient,
        null,
        before?.acked_sequence ?? 0,
        before?.acked_hash ?? null,
        before?.acked_ordinal ?? 0,
        JSON.stringify(fall ? [...revoked, ...former] : revoked),
      ],
    ])
  })
  return {
    name: card.name,
    node: card.node,
    fingerprint: card.fingerprint,
    standing: same ? 'same' : known === null ? 'new' : 'replaced',
  }
}

/** Takes no more files of an office. @throws Refusal `platform.office-unknown` */
export async function revokeOffice(store: Store, named: string, at: string): Promise<KnownOffice> {
  const office = await findOffice(store, named)
  const { offices } = store.tables
  await store.run(sql`UPDATE ${offices} SET revoked_at = ${at} WHERE ${offices.node} = ${office.node}`)
  return office
}

/** By name, node or ledger. @throws Refusal `platform.office-unknown`, `platform.office-ambiguous` */
export async function findOffice(store: Store, named: string): Promise<KnownOffice> {
  const found = (await knownOffices(store)).filter((office) =>
    [office.name, office.node, office.ledger_id].includes(named),
  )
  const [office] = found
  if (found.length > 1)
    throw new Refusal(
      'platform.office-ambiguous',
      `有 ${found.length} 个单位叫“${named}”。请改用台账编号指明。`,
    )
  if (office === undefined)
    throw new Refusal(
      'platform.office-unknown',
      `名单里没有“${named}”。请先用 platform trust 登记它的钥匙卡。`,
    )
  return office
}

/** Writes down the offices that a bundle spoke of. */
export async function meetOffices(store: Store, names: ReadonlyMap<string, string>): Promise<void> {
  const known = new Set((await listOffices(store)).map(({ node }) => node))
  const strangers = [...names].filter(([node]) => !known.has(node))
  await store.insert(
    'offices',
    strangers.map(([node, name]) => [node, null, name, null, null, null, null, null, 0, null, 0, null]),
  )
}

function digits(text: string): string {
  return text.replace(/\D/g, '')
}

function formerKeys({ former }: Pick<Office, 'former'>): string[] {
  return former === null ? [] : (JSON.parse(former) as string[])
}

function revokedKeys({ revoked_keys }: Pick<Office, 'revoked_keys'>): string[] {
  return revoked_keys === null ? [] : (JSON.parse(revoked_keys) as string[])
}
