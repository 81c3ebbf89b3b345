/** conflicts list, resolve: a removal that crossed a change, and packs that came with the same file, by commands. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { installPack } from '../../../src/main/core/packs/install.ts'
import { removePerson } from '../../../src/main/core/registry/remove-person.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { CHEAP_KDF, createTestLedger, PASSPHRASE } from '../../fixtures/ledger.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { successorPack } from '../../fixtures/successor-county.ts'
import { Office } from '../../fixtures/sync/office.ts'

const folder = mkdtempSync(join(tmpdir(), 'liaison-conflicts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function liaison(...args: string[]): Promise<{ code: number; text: string; json: Answer }> {
  let text = ''
  const write = (part: string) => {
    text += part
  }
  const terminal: Terminal = {
    out: write,
    err: write,
    env: { LIAISON_PASSPHRASE: PASSPHRASE },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  const code = await main(args, terminal)
  return { code, text, json: args.includes('--json') ? (JSON.parse(text) as Answer) : {} }
}
type Answer = { received?: { id: string }[]; decided?: number }

test('a removal that crossed a change is listed with both sides and taken back; a pack that came is installed', async () => {
  const now = () => Date.now()
  const [one, two] = [await createTestLedger({ now }), await createTestLedger({ now })]
  const station = await Office.open('荣丁镇站', one.ledger, folder, now)
  const county = await Office.open('县人社局', two.ledger, folder, now)
  station.trust(county, EVERYTHING)
  county.trust(station, EVERYTHING)
  const id = station.ledger.write({ action: 'people.add', actor: '甲' }, (tx) =>
    tx.insert(people, {
      name: '吉克阿依',
      nameFolded: 'x',
      pinyin: 'x',
      initials: 'x',
      phone: '13800000001',
      source: 'entry',
    }),
  ).result
  await county.take(await station.send(county))
  await station.take(await county.send(station))
  county.ledger.write({ action: 'people.update', actor: '乙' }, (tx) => {
    tx.update(people, id, { phone: '13900000002' })
    installPack(
      { resources },
      tx,
      { name: 'HLJ-2026.llpack', bytes: successorPack(), acceptReason: '演示' },
      '乙',
    )
  })
  station.ledger.write({ action: 'people.remove', actor: '甲' }, (tx) => removePerson(tx, id, '重复录入'))
  await station.take(await county.send(station))
  const { path } = station.ledger
  station.ledger.close()
  county.ledger.close()
  try {
    const on = ['--ledger', path]
    const listed = await liaison('conflicts', 'list', ...on)
    expect(listed.text).toContain('人员“吉克阿依”：一边删除了，另一边还在改')
    expect(listed.text).toContain('删除：重复录入')
    expect(listed.text).toContain('改动：联系电话：138****0001 → 139****0002')
    const conflict = /编号 (\S+)/.exec(listed.text)?.[1] ?? ''
    expect((await liaison('conflicts', 'resolve', conflict, ...on, '--choose', 'perhaps')).code).toBe(2)
    const kept = await liaison('conflicts', 'resolve', conflict, ...on, '--choose', 'keep', '--json')
    expect(kept).toMatchObject({ code: 0, json: { decided: 1 } })
    expect((await liaison('conflicts', 'list', ...on, '--decided')).text).toContain('已裁定：恢复了')

    const { received } = (await liaison('policy', 'pack', 'list', ...on, '--json')).json
    expect(received).toMatchObject([{ fileName: 'HLJ-2026.llpack', pack: { trust: 'unsigned' } }])
    const install = ['policy', 'pack', 'install', '--received', received?.[0]?.id ?? '', ...on]
    expect((await liaison(...install, '--accept-unsigned', '电话核对过')).code).toBe(0)
    expect((await liaison('policy', 'pack', 'install', ...on)).code).toBe(2)

    const ledger = await openLedger({
      path,
      secret: { passphrase: PASSPHRASE },
      now,
      kdfCost: CHEAP_KDF,
    })
    expect(ledger.reader.prepare('SELECT deleted_at, phone FROM people WHERE id = ?').get(id)).toEqual({
      deleted_at: null,
      phone: '13900000002',
    })
    ledger.close()
  } finally {
    one.cleanup()
    two.cleanup()
  }
})
