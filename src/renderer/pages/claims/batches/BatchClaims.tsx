import { App, Button, Checkbox } from 'antd'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import type { ClaimRow } from '../../../../shared/contract/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { problemOf } from '../../../components/problem.ts'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { NOTHING, type Selection, selectedCount, selectedIds } from '../../../components/table/selection.ts'
import { WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { ClaimPanel } from '../ClaimPanel.tsx'
import { BATCH_CLAIM_COLUMNS } from './columns.tsx'

/** The claims of a batch; chosen ones are taken out with a reason. */
export function BatchClaims({ batch }: { batch: BatchDetail }) {
  const [params, setParams] = useSearchParams()
  const [search, setSearch] = useState('')
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const [openId, setOpenId] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const held = params.get('held') === '1'
  const filter = { batchId: batch.id, search, ...(held ? { held: true } : {}) }
  const filterKey = JSON.stringify(filter)
  const list = useWindows<ClaimRow>(filterKey, (offset, limit) =>
    api.claims.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list; nothing unseen stays chosen
  useEffect(() => setSelection(NOTHING), [filterKey])
  const chosen = selectedCount(selection, list.total ?? 0)
  const mayLeave = batch.state !== 'sent' && batch.state !== 'paid' && batch.state !== 'dissolved'
  const takeOut = async () => {
    const reason = await askReason({
      title: `移出 ${count(chosen)} 份申领`,
      effect:
        batch.state === 'open'
          ? '移出后回到等待编批，可以再编入这个或别的批次。批次的人数和金额随之减少，写明的数也要改。'
          : '批次已锁定，只能移出正在暂缓的。移出后等待重新编批，要另行公示。',
      okText: `移出 ${count(chosen)} 份`,
    })
    if (reason === null) return
    setBusy(true)
    try {
      const ids = await selectedIds(
        selection,
        (offset, limit) => client.claims.list({ ...filter, offset, limit }),
        (claim) => claim.id,
      )
      const out = await client.batches.takeOut({ batchId: batch.id, ids, reason })
      setSelection(NOTHING)
      setOpenId(null)
      done(out.txId, `移出 ${count(out.takenOut)} 份申领`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="card batch-claims" aria-label="批次里的申领">
      <div className="toolbar">
        <b>申领</b>
        <SearchBox
          label="在批次里查找"
          placeholder="编号、姓名"
          width={170}
          value={search}
          onChange={setSearch}
        />
        <Checkbox
          checked={held}
          onChange={(event) => setParams(event.target.checked ? { held: '1' } : {}, { replace: true })}
        >
          只看暂缓
        </Checkbox>
        <span className="quiet digits">{count(list.total ?? 0)} 份</span>
        <span className="spring" />
        {chosen > 0 && (
          <Button size="small" danger loading={busy} disabled={!mayLeave} onClick={() => void takeOut()}>
            移出 {count(chosen)} 份
          </Button>
        )}
      </div>
      <div className="list-area">
        <WindowTable
          label="批次里的申领"
          columns={BATCH_CLAIM_COLUMNS}
          list={list}
          rowId={(claim) => claim.id}
          openId={openId}
          onOpen={(claim) => setOpenId(claim.id)}
          {...(mayLeave ? { selection, onSelect: setSelection } : {})}
          empty={
            <EmptyTeach title={search || held ? '没有这样的申领' : '批次里没有申领'}>
              {search || held ? '换个条件再看。' : '从“更多”里再编入申领，或解散批次。'}
            </EmptyTeach>
          }
        />
        {openId && <ClaimPanel key={openId} id={openId} onClose={() => setOpenId(null)} />}
      </div>
    </section>
  )
}
