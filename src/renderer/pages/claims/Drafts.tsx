import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { ClaimRow } from '../../../shared/contract/claims.ts'
import { CLAIM_STATES } from '../../../shared/domain/claim-states.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { useAskReason } from '../../components/ask.tsx'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { ColumnPicker } from '../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../components/table/columns.ts'
import { NOTHING, type Selection, selectedCount, selectedIds } from '../../components/table/selection.ts'
import { type TableHandle, WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count, Money } from '../../components/values.tsx'
import { useDone } from '../../frame/undo.ts'
import { ClaimPanel } from './ClaimPanel.tsx'
import { CLAIM_COLUMNS } from './columns.tsx'
import { addressOf, filterOf } from './filter.ts'
import { choosePrint } from './to-print.ts'

/** Drafted claims with their sum; chosen ones are printed or withdrawn. */
export function Drafts() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => filterOf(params), [params])
  const filterKey = JSON.stringify(filter)
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const [busy, setBusy] = useState(false)
  const columns = useColumns('claims', CLAIM_COLUMNS)
  const table = useRef<TableHandle>(null)
  const openId = params.get('open')
  const list = useWindows<ClaimRow>(filterKey, (offset, limit) =>
    api.claims.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const totals = useQuery({
    ...api.claims.totals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list; nothing unseen stays chosen
  useEffect(() => setSelection(NOTHING), [filterKey])
  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          edit(next)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const set = (key: string, value: string | null | undefined) =>
    change((next) => (value ? next.set(key, value) : next.delete(key)))
  const close = useCallback(() => {
    change((next) => next.delete('open'))
    table.current?.focus()
  }, [change])
  useEffect(() => {
    if (!openId) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-modal-wrap'))
        close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [openId, close])
  const open = useCallback((claim: ClaimRow) => change((next) => next.set('open', claim.id)), [change])

  const total = list.total ?? 0
  const chosen = selectedCount(selection, total)
  const chosenIds = () =>
    selectedIds(
      selection,
      (offset, limit) => client.claims.list({ ...filter, offset, limit }),
      (claim) => claim.id,
    )
  const withdraw = async () => {
    const reason = await askReason({
      title: `撤回 ${count(chosen)} 份申领草稿`,
      effect: '撤回后，这些人的这一项可以重新生成申领。已打印的纸质表请一并作废。',
      okText: `撤回 ${count(chosen)} 份`,
    })
    if (reason === null) return
    setBusy(true)
    try {
      const result = await client.claims.withdraw({ ids: await chosenIds(), reason })
      setSelection(NOTHING)
      done(result.txId, `撤回 ${count(result.withdrawn)} 份申领草稿`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    } finally {
      setBusy(false)
    }
  }
  const print = async () => {
    if (selection.mode === 'all' && selection.except.size === 0) {
      choosePrint(null)
      navigate(`/claims/print?${addressOf(filter)}`)
      return
    }
    choosePrint(await chosenIds())
    navigate('/claims/print')
  }
  const benefits = totals.data?.byBenefit ?? []
  return (
    <>
      <div className="toolbar">
        <SearchBox
          label="查找申领"
          placeholder="编号、姓名、单位"
          width={200}
          value={filter.search ?? ''}
          onChange={(text) => set('search', text)}
          onDown={() => table.current?.focus()}
        />
        <Select
          allowClear
          style={{ width: 150 }}
          placeholder="全部项目"
          aria-label="项目"
          value={filter.benefit ?? null}
          options={[
            ...new Set([...benefits.map((one) => one.benefit), ...(filter.benefit ? [filter.benefit] : [])]),
          ].map((id) => ({ value: id, label: id }))}
          onChange={(id: string | null | undefined) => set('benefit', id)}
        />
        <Select
          allowClear
          style={{ width: 110 }}
          placeholder="全部状态"
          aria-label="状态"
          value={filter.state ?? null}
          options={CLAIM_STATES.map((state) => ({ value: state, label: CLAIM_STATE_TEXT[state] }))}
          onChange={(state: string | null | undefined) => set('state', state)}
        />
        <Select
          allowClear
          style={{ width: 110 }}
          placeholder="是否打印"
          aria-label="是否打印"
          value={filter.printed === undefined ? null : filter.printed ? '1' : '0'}
          options={[
            { value: '0', label: '未打印' },
            { value: '1', label: '已打印' },
          ]}
          onChange={(value: string | null | undefined) => set('printed', value)}
        />
        {totals.data && (
          <span>
            <b className="digits">{count(totals.data.count)}</b> 份，共{' '}
            <b>
              <Money fen={totals.data.amountFen} />
            </b>{' '}
            元
          </span>
        )}
        <span className="spring" />
        <ColumnPicker all={CLAIM_COLUMNS} columns={columns} />
        <Link to={`/claims/print?${addressOf(filter)}`}>
          <Button icon={<PrinterOutlined />} disabled={total === 0}>
            打印这些
          </Button>
        </Link>
      </div>
      {chosen > 0 && (
        <div className="action-bar">
          <span>
            已选 <b className="digits">{count(chosen)}</b> 份
          </span>
          <Button size="small" loading={busy} onClick={() => void print()}>
            打印 {count(chosen)} 份
          </Button>
          <Button size="small" danger loading={busy} onClick={() => void withdraw()}>
            撤回 {count(chosen)} 份
          </Button>
          <Button size="small" type="text" onClick={() => setSelection(NOTHING)}>
            不选了
          </Button>
        </div>
      )}
      <Problem error={totals.error} />
      <div className="list-area">
        <WindowTable
          label="申领草稿"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(claim) => claim.id}
          openId={openId}
          onOpen={open}
          selection={selection}
          onSelect={setSelection}
          empty={
            <EmptyTeach
              title="没有申领"
              actions={
                <Link to="/policy/results?outcome=eligible&unclaimed=1">
                  <Button type="primary">看可领而未申领的</Button>
                </Link>
              }
            >
              在“政策测算 › 结果名单”里把可领的生成申领草稿，再到这里打印。
            </EmptyTeach>
          }
        />
        {openId && <ClaimPanel key={openId} id={openId} onClose={close} />}
      </div>
    </>
  )
}
