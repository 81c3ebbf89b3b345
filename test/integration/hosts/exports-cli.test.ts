import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import { idCheckDigit } from '../../../src/shared/domain/id-number.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { smallLedger } from '../../fixtures/small-ledger.ts'
import { sheetRows } from '../export/export-desk.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
const id = (first17: string) => first17 + idCheckDigit(first17)

describe('export on the command line', () => {
  let t: TestLedger
  beforeAll(async () => {
    t = await createTestLedger()
    const make = smallLedger(t.ledger)
    make.person('吉克·阿依', { idNumber: id('51113319850312004'), homeCounty: '511133' })
    make.person('王明')
    t.ledger.close()
    process.env.LIAISON_DATA = join(t.folder, 'data')
    process.env.LIAISON_FOLDER = join(t.folder, 'documents')
  })
  afterAll(() => {
    delete process.env.LIAISON_DATA
    delete process.env.LIAISON_FOLDER
    t.cleanup()
  })

  async function liaison(...args: string[]) {
    let out = ''
    let err = ''
    const code = await main(
      ['export', ...args],
      {
        out: (text) => {
          out += text
        },
        err: (text) => {
          err += text
        },
        env: { LIAISON_PASSPHRASE: PASSPHRASE },
        interactive: false,
        askSecret: () => Promise.reject(new Error('nobody is asked')),
        onInterrupt: () => () => undefined,
      },
      installation,
    )
    return { code, out, err, json: args.includes('--json') ? JSON.parse(out) : undefined }
  }

  test('profiles lists ours', async () => {
    const { code, json } = await liaison('profiles', '--ledger', t.path, '--json')
    expect(code).toBe(0)
    expect(json.profiles.map((one: { id: string }) => one.id)).toContain('export-work-monitoring')
  })

  test('a profile is written, who was left out beside it, and a second time there is nothing to report', async () => {
    const out = join(t.folder, '人员.xlsx')
    const run = ['--profile', 'export-province-person', '--ledger', t.path, '--out', out]
    const { code, json } = await liaison(...run, '--json')
    expect(code).toBe(0)
    expect(json).toMatchObject({ ok: true, rows: 1, since: 'none', first: true, out, leftOut: { count: 1 } })
    expect((await sheetRows(readFileSync(out)))[1]?.[0]).toBe('吉克·阿依')
    expect(existsSync(join(t.folder, '人员_说明.xlsx'))).toBe(true)
    // Who was left out is still not sent, and not counted as sent.
    const again = await liaison(...run, '--changed-since', 'last')
    expect(again.code).toBe(1)
    expect(again.err).toContain('王明：缺证件号码')
    const all = await liaison(...run, '--changed-since', 'none', '--no-remember')
    expect(all.out).toContain('下次仍从前一次算起')
    expect(all.out).toContain('姓名、证件号码、联系电话（已记入审计）')
  })

  test('wrong use ends with 2, a refusal with 1', async () => {
    expect((await liaison('--ledger', t.path)).code).toBe(2)
    const file = join(t.folder, 'x.xlsx')
    const since = ['--profile', 'export-province-person', '--ledger', t.path, '--out', file]
    expect((await liaison(...since, '--changed-since', 'yesterday')).code).toBe(2)
    const unknown = await liaison('--profile', 'nowhere', '--ledger', t.path, '--out', file, '--json')
    expect(unknown).toMatchObject({ code: 1, json: { ok: false, code: 'exports.no-profile' } })
    expect(existsSync(file)).toBe(false)
  })
})
