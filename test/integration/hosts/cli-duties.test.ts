import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { smallLedger } from '../../fixtures/small-ledger.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}

describe('duties, targets, limits and referrals on the command line', () => {
  let t: TestLedger
  beforeAll(async () => {
    t = await createTestLedger()
    const make = smallLedger(t.ledger)
    make.employer('用工企业', { county: '522301' })
    const person = make.person('两个岗', { homeCounty: '522301', idNumber: '522301199001010025' })
    for (const employerText of ['护林队', '保洁队'])
      make.spell(person, {
        postKind: 'public-welfare',
        county: '522301',
        employerText,
        toState: 'open',
        contractState: 'no',
      })
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
      [...args, '--ledger', t.path],
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

  test.each([
    ['duties', 116],
    ['targets', 11],
    ['limits', 15],
    ['referrals', 20],
  ])('the list of %s is whole', async (what, total) => {
    expect((await liaison(what, 'list', '--json')).json).toMatchObject({ ok: true, total })
  })

  test('a limit that is broken is told in Chinese', async () => {
    expect((await liaison('limits', 'list', '--doc', 'GZ-2021')).out).toContain(
      '同时在“护林队”和“保洁队”的公益性岗位',
    )
  })

  test('a referral is recorded for a person or an employer, and refused for the wrong one', async () => {
    const add = (...more: string[]) =>
      liaison('referrals', 'add', '--on', '2022-05-01', '--office', '县社保局', '--json', ...more)
    const granted = ['--result', 'granted', '--result-on', '2022-06-01', '--amount', '800.50']
    expect((await add('--row', 'GZ-31', '--person', '522301199001010025', ...granted)).json).toMatchObject({
      ok: true,
    })
    expect((await add('--row', 'GZ-10', '--employer', '用工企业')).json).toMatchObject({ ok: true })
    expect((await add('--row', 'GZ-10', '--person', '522301199001010025')).json).toMatchObject({
      code: 'referral.whom',
    })
    expect((await add('--row', 'GZ-31', '--result', '好')).code).toBe(2)
    const { json } = await liaison('referrals', 'list', '--doc', 'GZ-2021', '--year', '2022', '--json')
    expect(json.referrals.find((row: { id: string }) => row.id === 'GZ-31')).toMatchObject({
      granted: 1,
      amountFen: 80_050,
    })
  })

  test('the checklist becomes a workbook', async () => {
    const out = join(t.folder, 'duties.xlsx')
    expect((await liaison('duties', 'report', '--year', '2022', '--out', out)).code).toBe(0)
    expect((await stat(out)).size).toBeGreaterThan(10_000)
  })

  test('a decision on what is not left to the office is refused', async () => {
    const { code, json } = await liaison(
      ...['decisions', 'record', '--benefit', 'GZ-04', '--as-of', '2022-06-30', '--decision', 'approved'],
      ...[
        '--person',
        '522301199001010025',
        '--on',
        '2022-06-30',
        '--by',
        '局长办公会',
        '--document',
        '1号',
        '--json',
      ],
    )
    expect([code, json.code]).toEqual([1, 'decision.nothing'])
  })
})
