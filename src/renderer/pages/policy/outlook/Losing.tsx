import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useMemo, useRef } from 'react'
import type { LosingRow } from '../../../../shared/contract/outlook.ts'
import { LOSS_REASON_TEXT } from '../../../../shared/text/outlook.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { ColumnPicker } from '../../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, Money } from '../../../components/values.tsx'
import { ExplainPanel } from '../ExplainPanel.tsx'
import { LOSING_COLUMNS } from './columns.tsx'
import { losingFilterOf, useAddress } from './filter.ts'
import { NarrowedBy, Narrowing } from './Narrowing.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useOpen } from './use-open.ts'

/** What is lost unless something is done, the most urgent first: days left, why, and what to do. */
export function Losing({ asOf }: { asOf: string }) {
  const address = useAddress()
  const { params, set } = address
  const filter = useMemo(() => losingFilterOf(params), [params])
  const filterKey = JSON.stringify(filter)
  const columns = useColumns('outlook.losing', LOSING_COLUMNS)
  const table = useRef<TableHandle>(null)
  const { open, setOpen, close } = useOpen<LosingRow>(table, filterKey)
  const list = useWindows<LosingRow>(filterKey, (offset, limit) =>
    api.outlook.losing.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const totals = useQuery({
    ...api.outlook.losingTotals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  // Of every reason, also while one is chosen: the buttons are the way from one to the next.
  const { reason: _, ...others } = filter
  const all = useQuery({
    ...api.outlook.losingTotals.queryOptions({ input: others }),
    placeholderData: (before) => before,
  })
  const total = list.total ?? 0
  const narrowed = [...params.keys()].some((key) => key !== 'view')
  return (
    <>
      <div className="outlook-band outlook-reasons">
        <ul aria-label="按原因">
          {(all.data?.byReason ?? []).map((one) => (
            <li key={one.reason}>
              <button
                type="button"
                aria-pressed={filter.reason === one.reason}
                aria-label={`${LOSS_REASON_TEXT[one.reason]} ${one.count}`}
                onClick={() => set({ reason: filter.reason === one.reason ? null : one.reason })}
              >
                <b className="digits door">{count(one.count)}</b>
                <span>{LOSS_REASON_TEXT[one.reason]}</span>
              </button>
            </li>
          ))}
        </ul>
        {totals.data && totals.data.count > 0 && (
          <p className="outlook-sum">
            <b className="digits">{count(totals.data.count)}</b> 项，
            <span className="digits">{count(totals.data.people)}</span> 人，牵涉{' '}
            <b>
              <Money fen={totals.data.amountFen} />
            </b>{' '}
            元
          </p>
        )}
      </div>
      <Narrowing address={address} benefits={all.data?.benefits ?? []} onDown={() => table.current?.focus()}>
        <Segmented
          aria-label="还剩几天"
          value={filter.within === undefined ? '' : String(filter.within)}
          options={[
            { value: '', label: '全部' },
            { value: '30', label: '30 天内' },
            { value: '90', label: '90 天内' },
            { value: '365', label: '一年内' },
          ]}
          onChange={(days) => set({ within: days })}
        />
        <span className="spring" />
        <ColumnPicker all={LOSING_COLUMNS} columns={columns} />
        <TakeAway shown={{ view: 'losing', filter }} total={total} />
      </Narrowing>
      <NarrowedBy
        address={address}
        more={
          filter.reason
            ? [
                {
                  key: 'reason',
                  text: LOSS_REASON_TEXT[filter.reason],
                  onRemove: () => set({ reason: null }),
                },
              ]
            : []
        }
      />
      <Problem error={totals.error ?? all.error} />
      <div className="list-area">
        <WindowTable
          label="快要失去"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(row) => row.key}
          openId={open?.key ?? null}
          onOpen={setOpen}
          empty={
            <EmptyTeach
              title={narrowed ? '这个范围里没有快要失去的' : '没有快要失去的'}
              actions={
                narrowed ? (
                  <Button
                    onClick={() =>
                      set({
                        reason: null,
                        within: null,
                        benefit: null,
                        search: null,
                        homeCounty: null,
                        payee: null,
                        doc: null,
                      })
                    }
                  >
                    去掉筛选条件
                  </Button>
                ) : undefined
              }
            >
              断保、离岗、合同到期、文件到期、申领期截止，会让人失去快要到手的补贴。有这样的，会在这里按剩余天数排出来。
            </EmptyTeach>
          }
        />
        {open && (
          <ExplainPanel
            key={open.key}
            row={open}
            asOf={asOf}
            onClose={close}
            head={
              <ul className="loss-list">
                {open.losses.map((loss) => (
                  <li key={loss.reason}>
                    <b>{LOSS_REASON_TEXT[loss.reason]}</b>
                    <p>{loss.why}</p>
                    <p className="loss-todo">{loss.todo}</p>
                  </li>
                ))}
              </ul>
            }
          />
        )}
      </div>
    </>
  )
}
