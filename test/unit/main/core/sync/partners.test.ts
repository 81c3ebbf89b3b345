import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveOffice } from '../../../../../src/main/core/registry/office.ts'
import { refuseForeignUndo } from '../../../../../src/main/core/security/undo-rights.ts'
import { readCard, writeCard } from '../../../../../src/main/core/sync/key-card.ts'
import {
  ensureOfficeKeys,
  newOfficeKeys,
  ownCard,
  readOfficeKeys,
  replaceOfficeKeys,
} from '../../../../../src/main/core/sync/office-keys.ts'
import {
  findPartner,
  inspectCard,
  listPartners,
  partnerOfLedger,
  replacePartner,
  revokePartner,
  setPartnerScope,
  trustOf,
  trustPartner,
} from '../../../../../src/main/core/sync/partners.ts'
import { isRefusal } from '../../../../../src/shared/domain/refusal.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

let here: TestLedger
let there: TestLedger

beforeEach(async () => {
  here = await officeOf('甲县劳务站')
  there = await officeOf('乙县就业局')
})
afterEach(() => {
  here.cleanup()
  there.cleanup()
})

async function officeOf(name: string): Promise<TestLedger> {
  const made = await createTestLedger()
  made.ledger.write({ action: 'settings.save', actor: '测试' }, (tx) =>
    saveOffice(tx, { office: name, county: '513432', officer: '阿木' }),
  )
  await ensureOfficeKeys(made.ledger, '阿木')
  return made
}

function cardOf(office: TestLedger): { text: string; fingerprint: string } {
  const own = ownCard(office.ledger.reader)
  if (own === undefined) throw new Error('no card')
  return own
}

async function replaceKeys(office: TestLedger): Promise<void> {
  const fresh = await newOfficeKeys()
  office.ledger.write({ action: 'partners.replaceKeys', actor: '阿木' }, (tx) => replaceOfficeKeys(tx, fresh))
}

const act = <T>(body: (tx: Parameters<typeof trustPartner>[0]) => T): T =>
  here.ledger.write({ action: 'partners.trust', actor: '吉克' }, body).result

const trust = (over: Partial<Parameters<typeof trustPartner>[1]> = {}): string =>
  act((tx) =>
    trustPartner(tx, { card: cardOf(there).text, fingerprint: cardOf(there).fingerprint, ...over }, '吉克'),
  )

function codeOf(body: () => unknown): string {
  try {
    body()
  } catch (error) {
    if (isRefusal(error)) return error.code
    throw error
  }
  return 'done'
}

const signerOf = (office: TestLedger) => readCard(cardOf(office).text).signingKey

describe('the keys of an office', () => {
  it('are made once, stay over a reopening, and are in nobody’s log', async () => {
    const keys = readOfficeKeys(here.ledger.reader)
    expect(await ensureOfficeKeys(here.ledger, '阿木')).toEqual(keys)
    expect(keys?.identities).toHaveLength(1)
    expect(keys?.identities[0]).toMatch(/^AGE-SECRET-KEY-1/)
    const { reader } = here.ledger
    const told = [
      ...reader.prepare<object>('SELECT * FROM audit').all(),
      ...reader.prepare<object>('SELECT * FROM change_log').all(),
    ]
    expect(told.length).toBeGreaterThan(1)
    const all = JSON.stringify(told)
    for (const secret of ['AGE-SECRET', 'PRIVATE KEY', keys?.signer.privatePem.split('\n')[1] ?? '?'])
      expect(all).not.toContain(secret)
    await here.reopen()
  })

  it('that were replaced still open files, and vouch for the new ones', async () => {
    const before = readOfficeKeys(here.ledger.reader)
    await replaceKeys(here)
    const after = readOfficeKeys(here.ledger.reader)
    expect(after?.signer.publicKey).not.toBe(before?.signer.publicKey)
    expect(after?.identities).toEqual([after?.identities[0], before?.identities[0]])
    expect(readCard(cardOf(here).text)).toMatchObject({
      formerKey: before?.signer.publicKey,
      signingKey: after?.signer.publicKey,
    })
    await replaceKeys(here)
    expect(readOfficeKeys(here.ledger.reader)?.identities).toHaveLength(3)
    expect(readCard(cardOf(here).text).formerKey).toBe(after?.signer.publicKey)
  })
})

describe('a partner', () => {
  it('is trusted once its fingerprint was compared, and gets nothing until that is decided', () => {
    expect(trustOf(here.ledger.reader)(signerOf(there))).toBe('unknown')
    const digits = cardOf(there).fingerprint.replaceAll(' ', '')
    const id = trust({ fingerprint: ` ${digits.slice(0, 20)}-${digits.slice(20)} ` })
    expect(trustOf(here.ledger.reader)(signerOf(there))).toBe('trusted')
    expect(listPartners(here.ledger.reader)).toMatchObject([
      {
        id,
        name: '乙县就业局',
        state: 'trusted',
        trustedBy: '吉克',
        scope: { counties: [], groups: [], fields: [] },
      },
    ])
    expect(findPartner(here.ledger.reader, '乙县就业局').id).toBe(id)
    expect(partnerOfLedger(here.ledger.reader, there.ledger.ledgerId).ageRecipient).toMatch(/^age1/)
  })

  it('is not taken with another fingerprint, or none', () => {
    const right = cardOf(there).fingerprint
    const last = right.endsWith('0') ? '1' : '0'
    for (const fingerprint of [
      '',
      ' ',
      right.slice(0, -1) + last,
      right.slice(0, 40),
      cardOf(here).fingerprint,
    ])
      expect(codeOf(() => trust({ fingerprint }))).toBe('partner.fingerprint')
    expect(listPartners(here.ledger.reader)).toEqual([])
  })

  it('is not ourselves, and is on the list once', () => {
    const own = cardOf(here)
    expect(codeOf(() => trust({ card: own.text, fingerprint: own.fingerprint }))).toBe('partner.ourselves')
    expect(inspectCard(here.ledger.reader, own.text).standing).toBe('ourselves')
    trust()
    expect(codeOf(() => trust())).toBe('partner.known')
    expect(inspectCard(here.ledger.reader, cardOf(there).text).standing).toBe('known')
  })

  it('with new keys is taken on the word of the former ones, which still count for files under way', async () => {
    const id = trust({ scope: { counties: ['513432'], by: 'home', groups: ['registry'], fields: [] } })
    const former = signerOf(there)
    await replaceKeys(there)
    const { text, fingerprint } = cardOf(there)
    expect(codeOf(() => trust({ card: text, fingerprint }))).toBe('partner.other-key')
    expect(inspectCard(here.ledger.reader, text)).toMatchObject({
      standing: 'other',
      partner: { id },
      vouchedFor: true,
    })
    const next = act((tx) => replacePartner(tx, { id, card: text }, '吉克'))
    expect(listPartners(here.ledger.reader)).toMatchObject([
      { id: next, state: 'trusted', replaces: id, scope: { groups: ['registry'] }, name: '乙县就业局' },
      { id, state: 'replaced', revokedAt: null },
    ])
    expect(trustOf(here.ledger.reader)(former)).toBe('trusted')
    expect(partnerOfLedger(here.ledger.reader, there.ledger.ledgerId).id).toBe(next)
    act((tx) => revokePartner(tx, { id: next, reason: '电脑被盗' }, '吉克'))
    expect(trustOf(here.ledger.reader)(former)).toBe('revoked')
  })

  it('with new keys that nobody vouches for needs the call, and the former key is revoked', async () => {
    const id = trust()
    const former = signerOf(there)
    await replaceKeys(there)
    await replaceKeys(there)
    const { text, fingerprint } = cardOf(there)
    expect(inspectCard(here.ledger.reader, text).vouchedFor).toBe(false)
    expect(codeOf(() => act((tx) => replacePartner(tx, { id, card: text }, '吉克')))).toBe(
      'partner.fingerprint',
    )
    act((tx) => replacePartner(tx, { id, card: text, fingerprint }, '吉克'))
    expect(trustOf(here.ledger.reader)(former)).toBe('revoked')
    expect(trustOf(here.ledger.reader)(signerOf(there))).toBe('trusted')
  })

  it('that was revoked stays so: its word counts no more, its key is not taken again', async () => {
    const id = trust()
    const first = cardOf(there)
    act((tx) => revokePartner(tx, { id, reason: '优盘和电脑一起丢了' }, '吉克'))
    expect(trustOf(here.ledger.reader)(signerOf(there))).toBe('revoked')
    expect(codeOf(() => partnerOfLedger(here.ledger.reader, there.ledger.ledgerId))).toBe('partner.revoked')
    expect(codeOf(() => trust({ card: first.text, fingerprint: first.fingerprint }))).toBe(
      'partner.revoked-key',
    )
    expect(codeOf(() => act((tx) => revokePartner(tx, { id, reason: '再停一次' }, '吉克')))).toBe(
      'partner.gone',
    )
    await replaceKeys(there)
    const { text, fingerprint } = cardOf(there)
    expect(codeOf(() => act((tx) => replacePartner(tx, { id, card: text }, '吉克')))).toBe(
      'partner.fingerprint',
    )
    const next = act((tx) => replacePartner(tx, { id, card: text, fingerprint }, '吉克'))
    expect(partnerOfLedger(here.ledger.reader, there.ledger.ledgerId).id).toBe(next)
  })

  it('is neither trusted nor revoked by taking something back', () => {
    const { txId } = here.ledger.write({ action: 'partners.trust', actor: '吉克' }, (tx) =>
      trustPartner(tx, { card: cardOf(there).text, fingerprint: cardOf(there).fingerprint }, '吉克'),
    )
    const admin = { name: '吉克', role: 'admin' as const }
    expect(codeOf(() => refuseForeignUndo(here.ledger.reader, txId, admin))).toBe('partner.no-undo')
  })

  it('is not replaced by the card of another office', async () => {
    const id = trust()
    const third = await officeOf('丙县')
    const { text, fingerprint } = cardOf(third)
    third.cleanup()
    expect(codeOf(() => act((tx) => replacePartner(tx, { id, card: text, fingerprint }, '吉克')))).toBe(
      'partner.other-office',
    )
  })

  it('gets a scope that makes sense', () => {
    const id = trust()
    const scope = {
      counties: 'all' as const,
      by: 'either' as const,
      groups: ['payments' as const],
      fields: [],
    }
    expect(codeOf(() => act((tx) => setPartnerScope(tx, { id, scope })))).toBe('partner.scope')
    act((tx) =>
      setPartnerScope(tx, {
        id,
        scope: { ...scope, groups: ['registry', 'claims', 'payments'], fields: ['bank'] },
        note: '只给发放用',
      }),
    )
    expect(findPartner(here.ledger.reader, id)).toMatchObject({
      note: '只给发放用',
      scope: { fields: ['bank'] },
    })
  })

  it('is told apart from another of the same name', async () => {
    trust({ name: '就业局' })
    const third = await officeOf('丙县')
    const { text, fingerprint } = cardOf(third)
    trust({ card: text, fingerprint, name: '就业局' })
    expect(codeOf(() => findPartner(here.ledger.reader, '就业局'))).toBe('partner.ambiguous')
    expect(findPartner(here.ledger.reader, third.ledger.ledgerId).ledgerId).toBe(third.ledger.ledgerId)
    expect(codeOf(() => findPartner(here.ledger.reader, '没有的'))).toBe('partner.unknown')
    third.cleanup()
  })

  it('may be the platform', async () => {
    const keys = await newOfficeKeys()
    const card = {
      kind: 'platform' as const,
      name: '省平台（演示）',
      ledgerId: 'PLATFORM-51',
      node: 'PLATFORM51',
      ...keys,
    }
    const text = writeCard(card)
    trust({ card: text, fingerprint: readCard(text).fingerprint })
    expect(findPartner(here.ledger.reader, 'PLATFORM-51')).toMatchObject({
      kind: 'platform',
      name: '省平台（演示）',
    })
  })
})
