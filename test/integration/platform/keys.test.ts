/** 更换钥匙 of the platform and of an office, seen from both sides. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { readCard, writeCard } from '../../../src/main/core/sync/key-card.ts'
import { newOfficeKeys } from '../../../src/main/core/sync/office-keys.ts'
import {
  partnerBySigner,
  partnerOfLedger,
  replacePartner,
  revokePartner,
  trustPartner,
} from '../../../src/main/core/sync/partners.ts'
import { issueBundles } from '../../../src/main/platform/issue/issue.ts'
import { revokeOffice, trustOffice } from '../../../src/main/platform/offices.ts'
import { ownCard, renewKeys } from '../../../src/main/platform/own-keys.ts'
import { receiveBundles } from '../../../src/main/platform/receive.ts'
import type { OpenPlatform } from '../../../src/main/platform/store/open-store.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { CONTEXT, PaperOffice, receive } from '../../fixtures/platform/paper-office.ts'
import { freshStores, NOW } from '../../fixtures/platform/stores.ts'
import { Office } from '../../fixtures/sync/office.ts'

const stores = freshStores()
const WHOLE = {
  ...EVERYTHING,
  counties: 'all' as const,
  groups: [...EVERYTHING.groups],
  fields: [...EVERYTHING.fields],
}
const opened: TestLedger[] = []
afterAll(() => {
  for (const ledger of opened) ledger.cleanup()
})

/** A real ledger that knows the platform by its card alone, as the exchange itself looks it up. */
class Station {
  readonly office: Office
  readonly #platform: OpenPlatform
  #revoked: string | undefined
  readonly #folder = mkdtempSync(join(stores.folder, 'station-'))

  static async at(platform: OpenPlatform): Promise<Station> {
    let clock = NOW - 3_600_000
    const now = () => {
      clock += 1000
      return clock
    }
    const ledger = await createTestLedger({ now })
    opened.push(ledger)
    return new Station(platform, await Office.open('荣丁镇站', ledger.ledger, stores.folder, now))
  }

  private constructor(platform: OpenPlatform, office: Office) {
    this.#platform = platform
    this.office = office
  }

  card(): string {
    const { ledgerId, node } = this.office.ledger
    const { recipient, signer } = this.office.keys
    return writeCard({
      kind: 'office',
      name: this.office.name,
      ledgerId,
      node,
      ageRecipient: recipient,
      signingKey: signer.publicKey,
    })
  }

  trust(card: string, fingerprint: string): void {
    this.#write((tx) => trustPartner(tx, { card, fingerprint, scope: WHOLE }, '甲'))
  }

  replace(card: string, fingerprint?: string): void {
    const id = this.#revoked ?? this.partner().id
    this.#write((tx) =>
      replacePartner(tx, { id, card, ...(fingerprint === undefined ? {} : { fingerprint }) }, '甲'),
    )
  }

  revoke(): void {
    const { id } = this.partner()
    this.#revoked = id
    this.#write((tx) => revokePartner(tx, { id, reason: '钥匙丢了' }, '甲'))
  }

  partner() {
    return partnerOfLedger(this.office.ledger.reader, this.#platform.identity.ledgerId)
  }

  add(name: string): void {
    const person = { name, nameFolded: name, pinyin: 'x', initials: 'x', source: 'entry' }
    this.#write((tx) => tx.insert(people, person))
  }

  /** Sends under the card that it has, and gives what the platform says. */
  async send() {
    const { name, ageRecipient, signingKey } = this.partner()
    const { ledgerId, node } = this.#platform.identity
    this.office.trust({
      name,
      ledger: { ledgerId, node },
      keys: { signer: { publicKey: signingKey }, recipient: ageRecipient },
    } as unknown as Office)
    const path = await this.office.send({
      name,
      ledger: { ledgerId, node },
      keys: { signer: { publicKey: signingKey }, recipient: ageRecipient },
    } as unknown as Office)
    const file = { name: basename(path), source: path, bytes: async () => readFileSync(path) }
    return (await receiveBundles(this.#platform, [file], CONTEXT))[0]
  }

  /** Takes what the platform has for it. */
  async take(): Promise<string> {
    const [issued] = await issueBundles(this.#platform, this.#folder, { now: () => NOW })
    if (issued === undefined) throw new Error('nothing was issued')
    return this.takeFile(join(this.#folder, issued.file))
  }

  async takeFile(path: string): Promise<string> {
    const { reader } = this.office.ledger
    try {
      const taken = await this.office.take(path, {
        senderOf: (signer) => {
          const partner = partnerBySigner(reader, signer)
          return (
            partner && {
              name: partner.name,
              ledgerId: partner.ledgerId,
              revoked: partner.state === 'revoked',
            }
          )
        },
      })
      return taken.state
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  }

  get folder(): string {
    return this.#folder
  }

  #write(body: (tx: Parameters<Parameters<typeof this.office.ledger.write>[1]>[0]) => unknown): void {
    this.office.ledger.write({ action: 'test', actor: '甲' }, (tx) => {
      body(tx)
    })
  }
}

const renewal = (lost: boolean) => ({ at: new Date(NOW).toISOString(), reason: '换人', lost })

describe.each(['sqlite', 'postgres'] as const)('keys of a platform on %s', (kind) => {
  const meet = async () => {
    const platform = await stores.platform(kind)
    const station = await Station.at(platform)
    await trustOffice(platform.store, station.card(), readCard(station.card()).fingerprint)
    const { text } = await ownCard(platform)
    station.trust(text, readCard(text).fingerprint)
    station.add('吉克阿依')
    expect(await station.send()).toMatchObject({ state: 'applied' })
    return { platform, station }
  }

  test('are renewed: offices take the new card without a call, and what was under way still opens', async () => {
    const { platform, station } = await meet()
    await renewKeys(platform, renewal(false))
    const { text, former } = await ownCard(platform)
    expect(former).toMatchObject([{ reason: '换人', lost: false }])
    // Still encrypted to the former key.
    station.add('沙马木果')
    expect(await station.send()).toMatchObject({ state: 'applied' })
    expect(await station.take()).toBe('bundle.unknown-sender')
    station.replace(text)
    expect(await station.take()).toBe('applied')
    station.add('阿余日作')
    expect(await station.send()).toMatchObject({ state: 'applied' })
  })

  test('that were lost are not vouched for: the fingerprint is compared, and the old key falls', async () => {
    const { platform, station } = await meet()
    const [before] = await issueBundles(platform, station.folder, { now: () => NOW })
    await renewKeys(platform, renewal(true))
    const { text } = await ownCard(platform)
    expect(readCard(text).formerKey).toBeNull()
    expect(() => station.replace(text)).toThrow(/指纹/)
    station.replace(text, readCard(text).fingerprint)
    expect(await station.takeFile(join(station.folder, before?.file ?? ''))).toBe('bundle.revoked-sender')
    expect(await station.take()).toBe('applied')
    // Renewed once more in the ordinary way.
    await renewKeys(platform, renewal(false))
    station.replace((await ownCard(platform)).text)
    expect((await ownCard(platform)).former).toMatchObject([{ lost: false }, { lost: true }])
  })

  test('revoked by an office count for nothing there, until it has taken the new card', async () => {
    const { platform, station } = await meet()
    station.revoke()
    expect(await station.take()).toBe('bundle.revoked-sender')
    await renewKeys(platform, renewal(false))
    const { text } = await ownCard(platform)
    // The word of a revoked key counts for nothing.
    expect(() => station.replace(text)).toThrow(/指纹/)
    station.replace(text, readCard(text).fingerprint)
    expect(await station.take()).toBe('applied')
  })

  test('of an office: vouched for by the former one, which counts on; revoked ones are never taken again', async () => {
    const platform = await stores.platform(kind)
    const office = await PaperOffice.join(platform, '甲县', 'A')
    const one = await office.bundle()
    const card = readCard(office.card())
    const fresh = await newOfficeKeys()
    const renewed = { ...card, ageRecipient: fresh.ageRecipient, signingKey: fresh.signingKey }
    const unvouched = writeCard(renewed)
    const { fingerprint } = readCard(unvouched)
    await expect(trustOffice(platform.store, unvouched, fingerprint)).rejects.toMatchObject({
      code: 'platform.card-changed',
    })
    await trustOffice(platform.store, unvouched, fingerprint, { replace: true })
    expect(await receive(platform, one)).toMatchObject([{ code: 'bundle.revoked-sender' }])
    await expect(
      trustOffice(platform.store, office.card(), card.fingerprint, { replace: true }),
    ).rejects.toMatchObject({ code: 'platform.key-revoked' })
    await revokeOffice(platform.store, '甲县', '2026-11-22T00:00:00.000Z')
    await expect(
      trustOffice(platform.store, unvouched, fingerprint, { replace: true }),
    ).rejects.toMatchObject({ code: 'platform.key-revoked' })
  })
})
