import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import { idCheckDigit } from '../../../src/shared/domain/id-number.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { smallLedger } from '../../fixtures/small-ledger.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
const id = (first17: string) => first17 + idCheckDigit(first17)

describe('duplicates on the command line', () => {
  let t: TestLedger
  let ayi: string
  let again: string
  beforeAll(async () => {
    t = await createTestLedger()
    const make = smallLedger(t.ledger)
    ayi = make.person('吉克·阿依', {
      idNumber: id('51113319850312004'),
      birthDate: '1985-03-12',
      sex: 'female',
      phone: '13900000001',
    })
    again = make.person('吉克阿依', {
      idNumber: id('51113319850312006'),
      birthDate: '1985-03-12',
      sex: 'female',
      phone: '13900000002',
    })
    make.spell(again, { employerText: '甲厂', county: '330702' })
    t.ledger.write(make.by, (tx) =>
      tx.allowingTwins(() => {
        for (let i = 0; i < 2; i += 1)
          tx.insert(people, {
            name: '王明',
            nameFolded: '王明',
            pinyin: 'wangming',
            initials: 'wm',
            idNumber: id('51113319900704101'),
          })
      }),
    )
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
      ['duplicates', ...args, '--ledger', t.path],
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

  test('list looks and names the reasons; show compares', async () => {
    const { code, json } = await liaison('list', '--json')
    expect(code).toBe(0)
    expect(json).toMatchObject({ ok: true, total: 2, look: { records: 4 } })
    expect(json.pairs[0].reasons.map(({ reason }: { reason: string }) => reason)).toContain('id-same')
    const shown = await liaison('show', ayi, again)
    expect(shown.out).toMatch(/身份证号（idNumber）.*第 17、18 位不同/)
    expect(shown.out).toContain('转到保留档案名下：务工经历 1')
    expect(shown.out).not.toContain('51113319850312')
  })

  test('dismiss takes a pair off with its note, reopen brings it back', async () => {
    expect((await liaison('dismiss', again, ayi, '--note', '堂姐妹')).out).toContain('已记为“不是同一个”')
    const decided = await liaison('list', '--kept', '--state', 'different', '--json')
    expect(decided.json.pairs[0].verdict.note).toBe('堂姐妹')
    await liaison('reopen', ayi, again)
    expect((await liaison('list', '--kept')).out).toContain('共 2 对')
  })

  test('merge with chosen fields, and undo', async () => {
    const merged = await liaison('merge', ayi, again, '--set', 'phone=other', 'name==吉克·阿依莫', '--json')
    expect(merged.json.effects.fields).toEqual(['姓名', '电话'])
    const undone = await liaison('undo', merged.json.txId)
    expect(undone).toMatchObject({ code: 0, out: expect.stringContaining('已撤销') })
  })

  test('all of one number and one name, seen before', async () => {
    expect((await liaison('merge', '--all', '--dry-run')).out).toContain('可以合并 1 条，没有改动台账')
    expect((await liaison('merge', '--all', '--json')).json.merged).toBe(1)
  })

  test('wrong use is 2, a refusal 1 with its reason', async () => {
    expect((await liaison('list', '--kind', 'dog')).code).toBe(2)
    expect((await liaison('merge', ayi)).code).toBe(2)
    expect((await liaison('merge', ayi, again, '--set', 'dog=other')).code).toBe(2)
    expect(await liaison('later', ayi, 'nobody', '--json')).toMatchObject({
      code: 1,
      json: { ok: false, code: 'duplicates.gone' },
    })
  })
})
