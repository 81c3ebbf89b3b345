import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { BenefitSum } from '../../../../shared/contract/outlook.ts'
import { BENEFICIARY_KINDS, type BeneficiaryKind } from '../../../../shared/domain/policy.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { type Chip, FilterChips } from '../../../components/FilterChips.tsx'
import { RegionSelect } from '../../../components/RegionSelect.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { TownshipSelect } from '../../../components/TownshipSelect.tsx'
import type { Address } from './filter.ts'

/** Search, benefit, home and payee: what every view of the outlook can be narrowed to. */
export function Narrowing({
  address: { params, set },
  benefits,
  onDown,
  children,
}: {
  address: Address
  /** those of the list as it is narrowed otherwise */
  benefits: readonly BenefitSum[]
  onDown: () => void
  children?: ReactNode
}) {
  const benefit = params.get('benefit')
  const payee = params.get('payee')
  const listed = benefits.map((one) => ({ value: one.benefit, label: `${one.benefit} ${one.name}` }))
  if (benefit && !listed.some((one) => one.value === benefit))
    listed.unshift({ value: benefit, label: benefit })
  return (
    <div className="toolbar">
      <SearchBox
        label="查找名单"
        placeholder="姓名、拼音、单位"
        width={150}
        value={params.get('search') ?? ''}
        onChange={(text) => set({ search: text })}
        onDown={onDown}
      />
      <Select
        allowClear
        showSearch
        optionFilterProp="label"
        style={{ width: 160 }}
        placeholder="全部项目"
        aria-label="项目"
        value={benefit}
        options={listed}
        onChange={(id: string | null | undefined) => set({ benefit: id })}
      />
      <RegionSelect
        label="户籍地"
        placeholder="户籍县"
        style={{ width: 128 }}
        value={params.get('homeCounty')}
        onChange={(code) => set({ homeCounty: code, homeTownship: null })}
      />
      <TownshipSelect
        style={{ width: 128 }}
        county={params.get('homeCounty')}
        value={params.get('homeTownship')}
        onChange={(township) => set({ homeTownship: township })}
      />
      <Select<BeneficiaryKind>
        allowClear
        style={{ width: 96 }}
        placeholder="给谁"
        aria-label="给谁"
        value={(payee as BeneficiaryKind | null) ?? null}
        options={BENEFICIARY_KINDS.map((kind) => ({ value: kind, label: BENEFICIARY_KIND_TEXT[kind] }))}
        onChange={(kind: BeneficiaryKind | null | undefined) => set({ payee: kind })}
      />
      {children}
    </div>
  )
}

/** The filters in words; `more` are those of one view. */
export function NarrowedBy({ address: { params, set }, more }: { address: Address; more: readonly Chip[] }) {
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const doc = params.get('doc')
  const township = params.get('homeTownship')
  const chips: Chip[] = [...more]
  if (doc)
    chips.push({
      key: 'doc',
      text: `文件：${documents.data?.find((one) => one.id === doc)?.title ?? doc}`,
      onRemove: () => set({ doc: null }),
    })
  if (township) chips.push({ key: 'township', text: township, onRemove: () => set({ homeTownship: null }) })
  return (
    <FilterChips
      chips={chips}
      onClear={() => {
        for (const chip of chips) chip.onRemove()
      }}
    />
  )
}
