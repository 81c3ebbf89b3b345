import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { BenefitSum, UnclaimedRow } from '../../../../shared/contract/outlook.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { ColumnPicker } from '../../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../../components/table/columns.ts'
import { NOTHING, type Selection, selectedCount } from '../../../components/table/selection.ts'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, Door, Money } from '../../../components/values.tsx'
import { DraftClaims } from '../DraftClaims.tsx'
import { ExplainPanel } from '../ExplainPanel.tsx'
import { UNCLAIMED_COLUMNS } from './columns.tsx'
import { type UnclaimedFilter, unclaimedFilterOf, useAddress } from './filter.ts'
import { NarrowedBy, Narrowing } from './Narrowing.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useOpen } from './use-open.ts'

const STEP = 1000

/** Entitled and never claimed: how many and how much by benefit, and who. Chosen ones become drafts of claims. */
export function Unclaimed({ asOf }: { asOf: string }) {
  const address = useAddress()
  const { params, set } = address
  const filter = useMemo(() => unclaimedFilterOf(params), [params])
  const filterKey = JSON.stringify(filter)
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const columns = useColumns('outlook.unclaimed', UNCLAIMED_COLUMNS)
  const table = useRef<TableHandle>(null)
  const { open, setOpen, close } = useOpen<UnclaimedRow>(table, filterKey)
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const list = useWindows<UnclaimedRow>(filterKey, (offset, limit) =>
    api.outlook.unclaimed.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const totals = useQuery({
    ...api.outlook.unclaimedTotals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  // Of every benefit, also while one is chosen: the bars are the way from one to the next.
  const { benefit: _, ...others } = filter
  const all = useQuery({
    ...api.outlook.unclaimedTotals.queryOptions({ input: others }),
    placeholderData: (before) => before,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list; nothing unseen stays chosen
  useEffect(() => setSelection(NOTHING), [filterKey])
  const total = list.total ?? 0
  const chosen = selectedCount(selection, total)
  const byBenefit = all.data?.byBenefit ?? []
  const nameOf = (id: string) => byBenefit.find((one) => one.benefit === id)?.name ?? id
  const chosenPeople = useCallback(() => peopleOf(filter, selection), [filter, selection])
  const chosenKeys = selection.mode === 'some' ? [...selection.ids] : undefined
  const waiting = totals.data?.waiting
  return (
    <>
      {byBenefit.length > 0 && (
        <div className="outlook-band">
          <p className="outlook-sum">
            <b className="digits">{count(totals.data?.count ?? 0)}</b> 项应享未享，
            <span className="digits">{count(totals.data?.people ?? 0)}</span> 人，共{' '}
            <b>
              <Money fen={totals.data?.amountFen ?? 0} />
            </b>{' '}
            元
            {waiting && waiting.discretionary + waiting.needsStandard > 0 && (
              <span className="quiet outlook-aside">
                另有条件满足、待研究决定{' '}
                <Door to="/policy/results?outcome=discretionary">{count(waiting.discretionary)}</Door>
                ，待定标准{' '}
                <Door to="/policy/results?outcome=needs-standard">{count(waiting.needsStandard)}</Door>
              </span>
            )}
          </p>
          <Bars
            sums={byBenefit}
            chosen={filter.benefit ?? null}
            onChoose={(id) => set({ benefit: id === filter.benefit ? null : id })}
          />
        </div>
      )}
      <Narrowing address={address} benefits={byBenefit} onDown={() => table.current?.focus()}>
        <span className="spring" />
        <ColumnPicker all={UNCLAIMED_COLUMNS} columns={columns} />
        <TakeAway shown={{ view: 'unclaimed', filter }} total={total} />
        <DraftClaims
          benefit={filter.benefit ?? null}
          benefitName={nameOf}
          asOf={asOf}
          documents={documents.data ?? []}
        />
      </Narrowing>
      <NarrowedBy address={address} more={[]} />
      {chosen > 0 && (
        <div className="action-bar">
          <span>
            已选 <b className="digits">{count(chosen)}</b> 项
          </span>
          <DraftClaims
            benefit={filter.benefit ?? null}
            benefitName={nameOf}
            asOf={asOf}
            documents={documents.data ?? []}
            chosen={chosenPeople}
            label={`生成申领 ${count(chosen)} 项`}
            onDrafted={() => setSelection(NOTHING)}
          />
          {chosenKeys && (
            <TakeAway
              small
              shown={{ view: 'unclaimed', filter: { ...filter, keys: chosenKeys } }}
              total={chosen}
            />
          )}
          <Button size="small" type="text" onClick={() => setSelection(NOTHING)}>
            不选了
          </Button>
        </div>
      )}
      <Problem error={totals.error} />
      <div className="list-area">
        <WindowTable
          label="应享未享"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(row) => row.key}
          openId={open?.key ?? null}
          onOpen={setOpen}
          selection={selection}
          onSelect={setSelection}
          empty={
            <EmptyTeach
              title="没有应享未享的"
              actions={
                <Link to="/policy/results">
                  <Button>看全部结果</Button>
                </Link>
              }
            >
              条件全部满足的，都已生成申领或已经发放；也可能是上面的筛选条件太窄。
            </EmptyTeach>
          }
        />
        {open && <ExplainPanel key={open.key} row={open} asOf={asOf} onClose={close} />}
      </div>
    </>
  )
}

/** Sums by benefit, the largest first; a bar opens its rows. */
function Bars({
  sums,
  chosen,
  onChoose,
}: {
  sums: readonly BenefitSum[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const most = Math.max(1, ...sums.map((one) => one.amountFen))
  return (
    <ul className="outlook-bars" aria-label="按项目合计">
      {sums.map((one) => (
        <li key={one.benefit}>
          <button
            type="button"
            aria-pressed={chosen === one.benefit}
            aria-label={`${one.name} ${one.count}`}
            title={`${one.benefit} ${one.name}`}
            onClick={() => onChoose(one.benefit)}
          >
            <span className="ellipsis">
              <span className="faint digits">{one.benefit}</span> {one.name}
            </span>
            <span className="outlook-track">
              <span style={{ width: `${Math.max(1, (one.amountFen / most) * 100)}%` }} />
            </span>
            <span className="digits door">{count(one.count)}</span>
            <span className="digits">
              <Money fen={one.amountFen} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The people of the chosen rows by benefit; employers and schools that are paid for themselves give an empty list. */
async function peopleOf(filter: UnclaimedFilter, selection: Selection): Promise<Map<string, string[]>> {
  const asked = selection.mode === 'some' ? { ...filter, keys: [...selection.ids] } : filter
  const groups = new Map<string, string[]>()
  let total = Number.POSITIVE_INFINITY
  for (let offset = 0; offset < total; offset += STEP) {
    const page = await client.outlook.unclaimed({ ...asked, offset, limit: STEP })
    total = page.total
    for (const row of page.rows) {
      if (selection.mode === 'all' && selection.except.has(row.key)) continue
      const people = groups.get(row.benefit) ?? []
      if (row.personId !== null) people.push(row.personId)
      groups.set(row.benefit, people)
    }
  }
  return groups
}
