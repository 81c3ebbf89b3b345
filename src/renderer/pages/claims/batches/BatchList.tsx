import { FolderAddOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { BatchRow } from '../../../../shared/contract/batches.ts'
import { BATCH_STATES, type BatchState } from '../../../../shared/domain/claim-states.ts'
import { BATCH_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { ColumnPicker } from '../../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count } from '../../../components/values.tsx'
import { BATCH_COLUMNS } from './columns.tsx'
import { NewBatch } from './NewBatch.tsx'

/** All batches; a click opens the workspace of one. */
export function BatchList() {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [making, setMaking] = useState(false)
  const table = useRef<TableHandle>(null)
  const columns = useColumns('batches', BATCH_COLUMNS)
  const search = params.get('search') ?? ''
  const asked = params.get('state')
  const state = BATCH_STATES.find((one) => one === asked)
  const benefit = params.get('benefit') ?? undefined
  const filter = {
    search,
    ...(state === undefined ? {} : { state }),
    ...(benefit === undefined ? {} : { benefit }),
  }
  const list = useWindows<BatchRow>(JSON.stringify(filter), (offset, limit) =>
    api.batches.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const waiting = useQuery(api.batches.waiting.queryOptions({ input: {} }))
  const waits = (waiting.data ?? []).reduce((sum, row) => sum + row.count, 0)
  const set = (key: string, value: string | null | undefined) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true },
    )
  const open = (batch: BatchRow) => navigate(`/claims/batches/${batch.id}`)
  return (
    <>
      <div className="toolbar">
        <SearchBox
          label="查找批次"
          placeholder="编号、名称"
          width={200}
          value={search}
          onChange={(text) => set('search', text)}
          onDown={() => table.current?.focus()}
        />
        <Select
          allowClear
          style={{ width: 130 }}
          placeholder="全部状态"
          aria-label="批次状态"
          value={state ?? null}
          options={BATCH_STATES.map((one) => ({ value: one, label: BATCH_STATE_TEXT[one] }))}
          onChange={(one: BatchState | null | undefined) => set('state', one)}
        />
        {benefit && (
          <button type="button" className="chip" onClick={() => set('benefit', null)} title="去掉这个条件">
            项目 {benefit} ✕
          </button>
        )}
        <span>
          <b className="digits">{count(list.total ?? 0)}</b> 个批次
        </span>
        <span className="spring" />
        {waiting.data && (
          <span className="quiet">
            等待编批 <b className="digits">{count(waits)}</b> 份
          </span>
        )}
        <ColumnPicker all={BATCH_COLUMNS} columns={columns} />
        <Button
          type="primary"
          icon={<FolderAddOutlined />}
          disabled={waits === 0}
          title={waits === 0 ? '没有办完审核、等着编批的申领' : undefined}
          onClick={() => setMaking(true)}
        >
          新批次
        </Button>
      </div>
      <div className="list-area">
        <WindowTable
          label="批次"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(batch) => batch.id}
          onOpen={open}
          empty={
            <EmptyTeach
              title="没有批次"
              actions={
                waits > 0 ? (
                  <Button type="primary" onClick={() => setMaking(true)}>
                    编第一个批次（{count(waits)} 份在等）
                  </Button>
                ) : waiting.isPending ? null : (
                  <Link to="/claims/list">
                    <Button type="primary">去办理申领</Button>
                  </Link>
                )
              }
            >
              申领办完收件和各级审核后，在这里编成批次，一起公示、审批、送财政、发放。批次的人数和金额由程序逐份数出，与公示表、花名册上写的随时对照。
            </EmptyTeach>
          }
        />
      </div>
      {making && (
        <NewBatch
          waiting={waiting.data ?? []}
          onClose={() => setMaking(false)}
          onMade={(id) => navigate(`/claims/batches/${id}`)}
        />
      )}
    </>
  )
}
