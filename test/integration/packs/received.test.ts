/** 收到的政策包: what comes with a partner's bundle waits, is looked at like a chosen file, and changes nothing by itself. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { packsInForce } from '../../../src/main/core/entitlements/packs.ts'
import { activatePack } from '../../../src/main/core/packs/activations.ts'
import { inspectPack, installPack } from '../../../src/main/core/packs/install.ts'
import { packsOverview } from '../../../src/main/core/packs/overview.ts'
import { receivedFile, setAside } from '../../../src/main/core/packs/received.ts'
import { trustSigner } from '../../../src/main/core/packs/signers.ts'
import { newSigningKey } from '../../../src/main/core/security/signing-key.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { successorPack } from '../../fixtures/successor-county.ts'
import { ManyLedgers } from '../../fixtures/sync/many-ledgers.ts'
import { Office } from '../../fixtures/sync/office.ts'

const context = { resources }
const DAY = '2026-06-30'
const { privatePem, publicKey } = newSigningKey()
const pack = { name: 'HLJ-2026.llpack', bytes: successorPack(privatePem), acceptReason: '县里下发' }
let many: ManyLedgers
let county: Office
let station: Office
let clock: number

beforeAll(async () => {
  many = await ManyLedgers.begin()
})
afterAll(() => many.end())
beforeEach(async () => {
  clock = Date.parse('2026-06-01T01:00:00Z')
  const now = () => {
    clock += 1000
    return clock
  }
  const ledger = (id: string, node: string) => many.ledger(id, node, now)
  const open = async (name: string, id: string, node: string) =>
    Office.open(name, await ledger(id, node), many.folder, now)
  county = await open('讷河市人社局', '01M7ZGC0A0248AHXPMAD7FAT00', 'AAAAAAAAAA')
  station = await open('兴旺镇站', '01M7ZGC0A0248AHXPMAD7FAT01', 'BBBBBBBBBB')
  county.trust(station, EVERYTHING)
  station.trust(county, EVERYTHING)
})
afterEach(() => {
  for (const { ledger } of [county, station]) many.remove(ledger)
})

const by = { action: 'test', actor: '审核人' }
const install = (at: Office, file = pack) =>
  at.ledger.write(by, (tx) => installPack(context, tx, file, '审核人')).result
const overview = (at: Office) => packsOverview(context, at.ledger.reader, DAY)

describe('a pack that a partner has installed and activated', () => {
  it('comes as a file that waits: not installed, not in force, its signer judged here', async () => {
    const id = install(county)
    county.ledger.write(by, (tx) => {
      trustSigner(tx, { name: '省就业局', publicKey }, '审核人')
      activatePack(context, tx, { id, from: '2026-01-01', reason: '新文件施行' }, '审核人')
    })
    expect(packsInForce(county.ledger.reader, DAY)).toEqual([id])
    const before = overview(station).documents
    await station.take(await county.send(station))
    const seen = overview(station)
    expect(seen.received).toMatchObject([
      {
        fileName: 'HLJ-2026.llpack',
        sequence: 1,
        pack: { issuer: '虚构示例办公室', trust: 'unknown', signer: null },
        problem: null,
      },
    ])
    expect([seen.packs, seen.activations, seen.signers]).toEqual([[], [], []])
    expect(seen.documents).toEqual(before)
    expect(packsInForce(station.ledger.reader, DAY)).toEqual([])
  })

  it('is looked at and installed like a chosen file, and then waits no more', async () => {
    install(county)
    await station.take(await county.send(station))
    const [waiting] = overview(station).received
    const file = receivedFile(station.ledger.reader, waiting?.id ?? '')
    expect(Buffer.compare(file.bytes, pack.bytes)).toBe(0)
    expect(inspectPack(context, station.ledger.reader, file.name, file.bytes)).toMatchObject({
      trust: 'unknown',
      installedAs: null,
      problems: [],
    })
    expect(() => install(station, { ...file, acceptReason: undefined } as never)).toThrow(/指纹/)
    station.ledger.write(by, (tx) => trustSigner(tx, { name: '省就业局', publicKey }, '审核人'))
    expect(overview(station).received[0]?.pack).toMatchObject({ trust: 'trusted', signer: '省就业局' })
    const id = install(station, { ...file, acceptReason: undefined } as never)
    expect(overview(station).received).toEqual([])
    expect(overview(station).packs).toMatchObject([{ id, signer: '省就业局', activeFrom: null }])
    // It comes again with everything, and is known.
    await station.take(await county.send(station, 'full'))
    expect(overview(station).received).toEqual([])
    station.ledger.write(by, (tx) =>
      activatePack(context, tx, { id, from: '2026-01-01', reason: '新文件施行' }, '审核人'),
    )
    expect(packsInForce(station.ledger.reader, DAY)).toEqual([id])
  })

  it('can be set aside, with the reason', async () => {
    install(county)
    await station.take(await county.send(station))
    const id = overview(station).received[0]?.id ?? ''
    station.ledger.write(by, (tx) => setAside(tx, { id, reason: '不是本省的' }, '审核人'))
    expect(overview(station).received).toEqual([])
    expect(() => receivedFile(station.ledger.reader, id)).toThrow(/已经定了不装/)
    await station.take(await county.send(station, 'full'))
    expect(overview(station).received).toEqual([])
  })

  it('is not in the file of whoever gets no policy, and in a handover as what it is', async () => {
    const id = install(county)
    county.ledger.write(by, (tx) =>
      activatePack(context, tx, { id, from: '2026-01-01', reason: '新文件施行' }, '审核人'),
    )
    county.trust(station, { ...EVERYTHING, groups: ['registry'] })
    const without = await station.take(await county.send(station))
    expect(without.packs).toEqual([])
    const handover = await station.take(await county.send(station, 'handover'))
    expect(handover.packs).toEqual([])
    expect(packsInForce(station.ledger.reader, DAY)).toEqual([id])
    expect(overview(station).received).toEqual([])
  })
})
