import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import type { ReferralCount, ReferralRow } from '../../../shared/contract/services.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../shared/text/policy.ts'
import { REFERRAL_RESULT_TEXT } from '../../../shared/text/services.ts'
import { api } from '../../api.ts'
import { useAskLeave } from '../../components/ask.tsx'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { count, Digits, Door, Money } from '../../components/values.tsx'
import { hasUnsaved } from '../../state/unsaved.ts'
import { useLedgerOfficer } from './officer.ts'
import { ReferralForm } from './ReferralForm.tsx'
import { YearSelect } from './YearSelect.tsx'

/** Rows whose money another office pays: who was referred, and what came of it. */
export function Referrals() {
  const [year, setYear] = useState<number>()
  const rows = useQuery({
    ...api.services.referralRows.queryOptions({ input: year === undefined ? {} : { year } }),
    placeholderData: (before) => before,
  })
  const [open, setOpen] = useState<string | null>(null)
  const askLeave = useAskLeave()
  // Known before a form asks for it.
  useLedgerOfficer()
  if (rows.error) return <Problem error={rows.error} retry={() => void rows.refetch()} />
  if (!rows.data) return <Skeleton active style={{ padding: 16 }} />
  const leave = async (then: () => void) => {
    if (!hasUnsaved() || (await askLeave())) then()
  }
  const shown = rows.data.find(({ id }) => id === open)
  const sum = (of: 'count' | 'granted' | 'amountFen') => rows.data.reduce((total, row) => total + row[of], 0)
  return (
    <>
      <div className="toolbar">
        <YearSelect all value={year} onChange={setYear} />
        <span className="quiet">
          这些钱由别的部门办，台账不算金额，只记转介给谁、结果怎样。共转介 {count(sum('count'))} 次，已享受{' '}
          {count(sum('granted'))} 次，
          <Money fen={sum('amountFen')} /> 元。
        </span>
      </div>
      <div className="list-area">
        <div className="duty-scroll">
          <table className="plain-table" aria-label="转介">
            <thead>
              <tr>
                <th>条款</th>
                <th>项目</th>
                <th>转介谁</th>
                <th className="num">转介</th>
                <th className="num">办理中</th>
                <th className="num">已享受</th>
                <th className="num">未享受</th>
                <th className="num">金额（元）</th>
                <th>最近一次</th>
              </tr>
            </thead>
            <tbody>
              {rows.data.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  open={row.id === open}
                  onOpen={() => {
                    if (row.id !== open) void leave(() => setOpen(row.id))
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
        {shown && (
          <SidePanel
            key={shown.id}
            title={shown.name}
            subtitle={`${shown.id} ${shown.docTitle} ${shown.clause}`}
            onClose={() => void leave(() => setOpen(null))}
          >
            <Recorded row={shown} year={year} />
          </SidePanel>
        )}
      </div>
    </>
  )
}

function Row({ row, open, onOpen }: { row: ReferralCount; open: boolean; onOpen: () => void }) {
  return (
    <tr
      className={open ? 'clickable duty-open' : 'clickable'}
      onClick={onOpen}
      data-testid={`referral-${row.id}`}
    >
      <td className="nowrap">
        <span className="faint digits">{row.id}</span> <span className="faint">{row.clause}</span>
      </td>
      <td>
        <button type="button" className="as-link" onClick={onOpen}>
          {row.name}
        </button>
        <div className="quiet">{row.wording}</div>
      </td>
      <td className="nowrap">{BENEFICIARY_KIND_TEXT[row.beneficiary]}</td>
      <td className="num">{count(row.count)}</td>
      <td className="num">{row.waiting === 0 ? '' : count(row.waiting)}</td>
      <td className="num">{row.granted === 0 ? '' : count(row.granted)}</td>
      <td className="num">{row.refused === 0 ? '' : count(row.refused)}</td>
      <td className="num">{row.amountFen === 0 ? '' : <Money fen={row.amountFen} />}</td>
      <td className="nowrap">{row.lastOn ? <Digits>{row.lastOn}</Digits> : ''}</td>
    </tr>
  )
}

/** What was recorded under one row, and the form that records one more. */
function Recorded({ row, year }: { row: ReferralCount; year: number | undefined }) {
  const [editing, setEditing] = useState<ReferralRow | 'new' | null>(null)
  const list = useQuery(
    api.services.referrals.queryOptions({
      input: { benefit: row.id, offset: 0, limit: 200, ...(year === undefined ? {} : { year }) },
    }),
  )
  return (
    <div className="stack">
      <div style={{ lineHeight: 1.65 }}>{row.wording}</div>
      <Problem error={list.error} />
      {editing === null ? (
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')} style={{ alignSelf: 'flex-start' }}>
          登记转介
        </Button>
      ) : (
        <ReferralForm
          key={editing === 'new' ? 'new' : editing.id}
          row={row}
          referral={editing === 'new' ? null : editing}
          onDone={() => setEditing(null)}
        />
      )}
      {list.data?.total === 0 && (
        <div className="quiet">还没有登记过。符合条件的人或单位，送去有关部门后登记在这里。</div>
      )}
      <ul className="evidence">
        {list.data?.rows.map((one) => (
          <li key={one.id}>
            <span className="evidence-day digits">{one.on}</span>
            <span className="evidence-what">
              {one.person ? (
                <Door to={`/people/${one.person.id}`}>{one.person.name}</Door>
              ) : (
                one.employer?.name
              )}{' '}
              <span className="quiet">→ {one.office}</span>{' '}
              <button type="button" className="as-link" onClick={() => setEditing(one)}>
                {REFERRAL_RESULT_TEXT[one.result]}
              </button>
              {one.note && <span className="faint"> {one.note}</span>}
            </span>
            {one.amountFen !== null && <Money fen={one.amountFen} />}
          </li>
        ))}
      </ul>
    </div>
  )
}
