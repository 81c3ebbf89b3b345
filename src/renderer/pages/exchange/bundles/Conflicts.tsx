import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import type { ConflictView } from '../../../../shared/contract/sync.ts'
import { api, client } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Moment } from '../../../components/values.tsx'
import { ConflictHead } from './ConflictHead.tsx'
import { RemovalConflict } from './RemovalConflict.tsx'

const MOST = 200
export type Decide = (
  ids: string[],
  choice: 'earlier' | 'later' | 'other',
  with_?: { readonly value?: string; readonly reason?: string },
) => Promise<void>
const WHY = { filled: '另一边是空的', later: '这一边改得晚' } as const

/** 冲突: one field changed in two offices. Both values side by side; the later stands until somebody decides. */
export function Conflicts() {
  const [state, setState] = useState<'open' | 'decided'>('open')
  const list = useQuery(api.sync.conflicts.queryOptions({ input: { state, limit: MOST } }))
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const decide: Decide = async (ids, choice, { value, reason } = {}) => {
    setBusy(true)
    try {
      const { decided } = await client.sync.decide({
        ids,
        choice,
        ...(value === undefined ? {} : { value }),
        ...(reason === undefined ? {} : { reason }),
      })
      message.success(`已裁定 ${decided} 条`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    } finally {
      setBusy(false)
      void list.refetch()
    }
  }
  const rows = list.data?.rows ?? []
  const suggested = rows.filter((row) => row.decision === null && row.suggestion !== null)
  const follow = async () => {
    for (const choice of ['earlier', 'later'] as const) {
      const ids = suggested.filter((row) => row.suggestion?.choice === choice).map(({ id }) => id)
      if (ids.length > 0) await decide(ids, choice)
    }
  }
  return (
    <div className="stack" style={{ maxWidth: 1180 }}>
      <div className="row spread">
        <Segmented
          aria-label="看哪些冲突"
          size="small"
          value={state}
          options={[
            { value: 'open', label: '等待裁定' },
            { value: 'decided', label: '已裁定' },
          ]}
          onChange={setState}
        />
        {state === 'open' && suggested.length > 1 && (
          <RoleButton needs="clerk" loading={busy} onClick={() => void follow()}>
            有建议的 {suggested.length} 条都按建议办
          </RoleButton>
        )}
      </div>
      <Problem error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? (
        <Skeleton active />
      ) : rows.length === 0 ? (
        <EmptyTeach title={state === 'open' ? '没有要裁定的冲突' : '还没有裁定过'}>
          两个单位在交换之前改了同一个人的同一项，或者一个单位删掉了另一个单位正在改的人，就会列在这里：两边的内容、谁改的、什么时候改的。裁定之前先用后改的、删了的先不出现，别的工作不受影响；裁定会随下一份交换文件告诉对方。
        </EmptyTeach>
      ) : (
        rows.map((row) =>
          row.removal === null ? (
            <Conflict key={row.id} row={row} busy={busy} decide={decide} />
          ) : (
            <RemovalConflict key={row.id} row={row} removal={row.removal} busy={busy} decide={decide} />
          ),
        )
      )}
      {(list.data?.total ?? 0) > rows.length && (
        <div className="quiet">
          先列出 {rows.length} 条，共 {list.data?.total} 条；裁定以后接着列出后面的。
        </div>
      )}
    </div>
  )
}

function Conflict({ row, busy, decide }: { row: ConflictView; busy: boolean; decide: Decide }) {
  const [other, setOther] = useState<string>()
  const chosen = row.decision?.choice
  const typed = !row.atClaim && typeof row.earlier.value === 'string'
  return (
    <section className="card conflict" aria-label={`${row.title} ${row.fieldText}`} data-testid="conflict">
      <ConflictHead row={row}>原来是 {row.baseText}</ConflictHead>
      <div className="conflict-sides">
        {(['earlier', 'later'] as const).map((which) => {
          const side = row[which]
          const suggestion = row.suggestion?.choice === which ? row.suggestion : undefined
          return (
            <div key={which} className={chosen === which ? 'conflict-side conflict-kept' : 'conflict-side'}>
              <div className="conflict-value">{side.text}</div>
              <div className="quiet">
                {side.office === '' ? (which === 'earlier' ? '保留下来的一条' : '合进来的一条') : side.office}
                {side.own && '（本单位）'} {side.by}{' '}
                <span className="digits">
                  <Moment at={side.at} />
                </span>
              </div>
              {row.decision === null && !(row.atClaim && which === 'earlier') && (
                <div className="row">
                  <RoleButton
                    needs="clerk"
                    size="small"
                    type={suggestion === undefined ? 'default' : 'primary'}
                    disabled={busy}
                    onClick={() => void decide([row.id], which)}
                  >
                    {row.atClaim ? '以现在的为准' : `用这个`}
                  </RoleButton>
                  {suggestion !== undefined && <span className="quiet">建议：{WHY[suggestion.why]}</span>}
                </div>
              )}
            </div>
          )
        })}
      </div>
      {row.atClaim && row.decision === null && (
        <div className="quiet">
          办理进度不能直接改写：要改的，请打开这份申领办理，再回来点“以现在的为准”。
        </div>
      )}
      {row.decision === null && typed && (
        <div className="row">
          {other === undefined ? (
            <Button type="text" size="small" onClick={() => setOther('')}>
              都不对，另填一个
            </Button>
          ) : (
            <>
              <Input
                size="small"
                style={{ width: 260 }}
                autoFocus
                aria-label="另填的内容"
                value={other}
                onChange={(event) => setOther(event.target.value)}
                onPressEnter={() =>
                  other.trim() !== '' && void decide([row.id], 'other', { value: other.trim() })
                }
              />
              <Button
                size="small"
                disabled={busy || other.trim() === ''}
                onClick={() => void decide([row.id], 'other', { value: other.trim() })}
              >
                用这个
              </Button>
            </>
          )}
        </div>
      )}
      {row.decision !== null && (
        <div className="quiet">
          {row.decision.by} <Moment at={row.decision.at} /> 裁定：
          {{ earlier: '用先改的', later: '用后改的', other: '另填了一个' }[row.decision.choice]}
          {row.decision.reason !== null && `（${row.decision.reason}）`}；现在是 {row.now}
        </div>
      )}
    </section>
  )
}
