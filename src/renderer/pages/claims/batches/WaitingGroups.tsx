import { useQuery } from '@tanstack/react-query'
import { Checkbox, Segmented, Skeleton } from 'antd'
import type { WaitingBy } from '../../../../shared/contract/batches.ts'
import { WAITING_BY_TEXT } from '../../../../shared/text/batches.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count, Money } from '../../../components/values.tsx'

export type Groups = { by: WaitingBy; keys: string[] }

/** Of which places or employers the claims are that go in; nothing ticked means all. */
export function WaitingGroupPicker({
  benefit,
  value,
  onChange,
}: {
  benefit: string
  value: Groups
  onChange: (groups: Groups) => void
}) {
  const found = useQuery(api.batches.waitingGroups.queryOptions({ input: { benefit, by: value.by } }))
  const tick = (key: string, on: boolean) =>
    onChange({
      by: value.by,
      keys: on ? [...value.keys, key] : value.keys.filter((one) => one !== key),
    })
  return (
    <div className="stack" style={{ gap: 6 }}>
      <div className="row">
        <Segmented
          size="small"
          aria-label="按什么分"
          options={(Object.keys(WAITING_BY_TEXT) as WaitingBy[]).map((by) => ({
            value: by,
            label: WAITING_BY_TEXT[by],
          }))}
          value={value.by}
          onChange={(by) => onChange({ by, keys: [] })}
        />
        <span className="quiet">
          {value.keys.length === 0 ? '不勾选就是全部' : `已勾选 ${value.keys.length} 处`}
        </span>
      </div>
      <Problem error={found.error} />
      {found.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {found.data && (
        <div className="group-list">
          {found.data.map((group) => (
            <Checkbox
              key={group.key}
              checked={value.keys.includes(group.key)}
              onChange={(event) => tick(group.key, event.target.checked)}
            >
              <span>{group.name}</span>
              <span className="digits quiet nowrap">
                {count(group.count)} 份，
                <Money fen={group.amountFen} /> 元
                {group.held > 0 && <span className="bad">，暂缓 {count(group.held)}</span>}
              </span>
            </Checkbox>
          ))}
        </div>
      )}
    </div>
  )
}
