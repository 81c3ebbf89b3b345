import { type KeyCard, writeCard } from '../core/sync/key-card.ts'
import { type NewKeys, newOfficeKeys } from '../core/sync/office-keys.ts'
import type { OpenPlatform } from './store/open-store.ts'

const NAME = 'own-keys'

/** The platform's own keys, as an office has them; made when they are first asked for. Sealed in the store. */
export async function ownKeys(platform: OpenPlatform): Promise<NewKeys> {
  const kept = await platform.kept(NAME)
  if (kept !== undefined) return JSON.parse(kept) as NewKeys
  const fresh = await newOfficeKeys()
  await platform.keep(NAME, JSON.stringify(fresh))
  return fresh
}

/** The platform's key card, which offices trust as they trust one another's. */
export async function ownCard(platform: OpenPlatform): Promise<{ card: KeyCard; text: string }> {
  const keys = await ownKeys(platform)
  const card: KeyCard = {
    kind: 'platform',
    ...platform.identity,
    ageRecipient: keys.ageRecipient,
    signingKey: keys.signingKey,
  }
  return { card, text: writeCard(card) }
}
