import { FilterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Popover, Radio, Select } from 'antd'
import { CLAIM_STATES } from '../../../../shared/domain/claim-states.ts'
import { OUTSIDE_STATES } from '../../../../shared/domain/outside-results.ts'
import { CLAIM_STATE_TEXT, OUTSIDE_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { RegionSelect } from '../../../components/RegionSelect.tsx'
import { count } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import type { ClaimsFilter } from '../filter.ts'
import { useWaitingSteps } from './waiting-steps.ts'

/** Conditions to choose from; what is chosen shows as chips in words. */
export function ListFilters({
  filter,
  set,
}: {
  filter: ClaimsFilter
  set: (key: string, value: string | null | undefined) => void
}) {
  const { today } = useDay()
  const everything = useQuery(api.claims.totals.queryOptions({ input: {} }))
  const steps = useWaitingSteps(filter)
  return (
    <>
      <Select
        allowClear
        style={{ width: 124 }}
        placeholder="全部项目"
        aria-label="项目"
        value={filter.benefit ?? null}
        options={(everything.data?.byBenefit ?? []).map((one) => ({
          value: one.benefit,
          label: `${one.benefit}（${count(one.count)}）`,
        }))}
        onChange={(id: string | null | undefined) => set('benefit', id)}
      />
      <Select
        allowClear
        style={{ width: 104 }}
        placeholder="全部状态"
        aria-label="状态"
        value={filter.state ?? null}
        options={CLAIM_STATES.map((state) => ({ value: state, label: CLAIM_STATE_TEXT[state] }))}
        onChange={(state: string | null | undefined) => set('state', state)}
      />
      <Select
        allowClear
        style={{ width: 132 }}
        placeholder="停在哪一步"
        aria-label="停在哪一步"
        value={filter.step ?? null}
        options={[...steps].map(([id, { name, count: n }]) => ({
          value: id,
          label: `${name}（${count(n)}）`,
        }))}
        onChange={(step: string | null | undefined) => set('step', step)}
      />
      <Popover
        trigger="click"
        placement="bottomLeft"
        content={
          <div className="stack" style={{ width: 300 }}>
            <Choice
              label="暂缓"
              value={filter.held === undefined ? '' : filter.held ? '1' : '0'}
              options={[
                ['', '不限'],
                ['1', '正在暂缓'],
                ['0', '没有暂缓'],
              ]}
              onChange={(value) => set('held', value)}
            />
            <Choice
              label="期限"
              value={filter.overdueOn === undefined ? '' : 'late'}
              options={[
                ['', '不限'],
                ['late', '已逾期'],
              ]}
              onChange={(value) => set('overdue', value === 'late' ? today : null)}
            />
            <Choice
              label="打印"
              value={filter.printed === undefined ? '' : filter.printed ? '1' : '0'}
              options={[
                ['', '不限'],
                ['1', '已打印'],
                ['0', '未打印'],
              ]}
              onChange={(value) => set('printed', value)}
            />
            <div className="ask-field">
              <span>报送后对方</span>
              <Select
                allowClear
                size="small"
                placeholder="不限"
                aria-label="报送后对方"
                value={filter.outside ?? null}
                options={OUTSIDE_STATES.map((state) => ({ value: state, label: OUTSIDE_STATE_TEXT[state] }))}
                onChange={(state: string | null | undefined) => set('outside', state)}
              />
            </div>
            <div className="ask-field">
              <span>户籍县（区）</span>
              <RegionSelect
                value={filter.homeCounty ?? null}
                onChange={(code) => set('homeCounty', code)}
                label="户籍县（区）"
              />
            </div>
          </div>
        }
      >
        <Button icon={<FilterOutlined />}>更多条件</Button>
      </Popover>
    </>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}) {
  return (
    <div className="ask-field">
      <span>{label}</span>
      <Radio.Group
        optionType="button"
        size="small"
        value={value}
        options={options.map(([one, text]) => ({ value: one, label: text }))}
        onChange={(event) => onChange(String(event.target.value))}
      />
    </div>
  )
}
