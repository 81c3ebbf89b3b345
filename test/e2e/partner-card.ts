/** The key card of an invented office, and its fingerprint in groups. */
import { cardFingerprint, writeCard } from '../../src/main/core/sync/key-card.ts'
import { newOfficeKeys } from '../../src/main/core/sync/office-keys.ts'

const { ageRecipient, signingKey } = await newOfficeKeys()
const card = {
  kind: 'office' as const,
  name: '乙县就业服务中心（虚构）',
  ledgerId: '01JD5Z0M4Q8V7T1K2B3C4D5E6F',
  node: '7ZQ4M1K9XA',
  ageRecipient,
  signingKey,
}
process.stdout.write(JSON.stringify({ text: writeCard(card), fingerprint: cardFingerprint(card) }))
