import { describe, expect, it } from 'vitest'
import { shippedPacks } from '../../../../../src/main/core/entitlements/packs.ts'
import { policyLibrary } from '../../../../../src/main/core/entitlements/policy-library.ts'
import { documentView } from '../../../../../src/shared/contract/policy.ts'
import { regions, resources } from '../../../../fixtures/small-ledger.ts'

const library = policyLibrary(shippedPacks({ resources }), regions)

describe('the policy library', () => {
  it('shows every row once: benefits, and everything that nobody is paid by', () => {
    const ids = library.flatMap(({ benefits, others }) => [...benefits, ...others].map(({ id }) => id))
    expect(ids).toHaveLength(223)
    expect(new Set(ids).size).toBe(223)
    expect(library.map(({ id, benefits, others }) => [id, benefits.length, others.length])).toEqual([
      ['GZ-2021', 18, 53],
      ['HLJ-2021', 11, 40],
      ['JH-2021', 15, 22],
      ['SX-2018', 12, 22],
      ['ZJ-2021', 5, 25],
    ])
  })

  it('keeps to the contract', () => {
    for (const document of library) expect(documentView.parse(document)).toEqual(document)
  })

  it('says how a target, limit, duty and referral is followed', () => {
    const other = (id: string) => library.flatMap(({ others }) => others).find((row) => row.id === id)
    expect(other('SX-15')).toMatchObject({
      treatment: 'target',
      unit: '人',
      amountText: '2018年不少于 1784 人',
      followedBy: '台账计数：吸纳就业人数',
    })
    expect(other('GZ-23')).toMatchObject({ treatment: 'limit', followedBy: '核对公益性岗位协议的期限' })
    expect(other('ZJ-24')).toMatchObject({ treatment: 'duty', followedBy: '台账计数：招聘会场次' })
    expect(other('GZ-11')).toMatchObject({ treatment: 'referral', amountText: null, followedBy: null })
    expect(other('SX-18')?.readings).toHaveLength(1)
  })

  it('says which document carries out which, row by row, and whom other rows concern', () => {
    const jinhua = library.find(({ id }) => id === 'JH-2021')
    expect(jinhua?.relations.map(({ kind, target, rows }) => [kind, target, rows.length])).toEqual([
      ['implements', 'ZJ-2021', 7],
      ['supersedes', '金人社发〔2019〕47号', 0],
    ])
    expect(jinhua?.relations[0]?.rows).toContainEqual({ from: 'ZJ-01', to: 'JH-06' })
    const other = (id: string) => library.flatMap(({ others }) => others).find((row) => row.id === id)
    expect(other('GZ-11')).toMatchObject({ whom: '用人单位', funds: ['失业保险基金'] })
    expect(other('GZ-23')?.amounts.length).toBeGreaterThan(0)
  })
})
