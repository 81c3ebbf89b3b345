import { DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Skeleton } from 'antd'
import { useState } from 'react'
import { CALENDAR_KIND_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskLeave } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'
import { useSaveKey } from '../../../state/save-key.ts'
import { hasUnsaved, useUnsaved } from '../../../state/unsaved.ts'
import { type CalendarEntry, merged, readCalendar } from './calendar-text.ts'

/** 办公日历 of a year: weekdays off and weekends worked. Working days of every term are counted by it. */
export function CalendarEditor() {
  const { today } = useDay()
  const askLeave = useAskLeave()
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const answer = useQuery(api.workflow.calendar.queryOptions({ input: { year } }))
  return (
    <section className="card">
      <p className="quiet">
        期限按工作日算时，周一至周五算工作日。这里只录例外：放假的工作日、上班的周末。把放假通知里的安排贴进来即可。
      </p>
      <div className="row" style={{ margin: '10px 0' }}>
        年度
        <InputNumber
          aria-label="年度"
          min={2000}
          max={2100}
          precision={0}
          value={year}
          onChange={(next) =>
            void (async () => {
              if (next !== null && (!hasUnsaved() || (await askLeave()))) setYear(next)
            })()
          }
        />
      </div>
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {answer.data && <Days key={year + JSON.stringify(answer.data)} year={year} stored={answer.data} />}
    </section>
  )
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const

function Days({ year, stored }: { year: number; stored: readonly CalendarEntry[] }) {
  const done = useDone()
  const [days, setDays] = useState(stored)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const dirty = days !== stored
  useUnsaved(dirty)
  const read = readCalendar(text)
  const elsewhere = read.days.filter(({ date }) => !date.startsWith(`${year}-`)).length
  const take = () => {
    setDays(merged(days, read.days))
    setText('')
  }
  const save = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const result = await client.workflow.saveCalendar({ year, days: [...days] })
      done(result.txId, `录入 ${year} 年办公日历，改了 ${result.changed} 天`)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => {
    if (dirty) void save()
  })
  return (
    <div className="two" style={{ gap: '0 24px' }}>
      <div>
        <h3>
          {year} 年已录 {days.length} 天
        </h3>
        {days.length === 0 && <p className="quiet">还没有录入。没有录入时，周一至周五都算工作日。</p>}
        <ul className="calendar-days" aria-label="例外的日子">
          {days.map((day) => (
            <li key={day.date}>
              <Digits>{day.date}</Digits>
              <span className="faint">{WEEKDAYS[new Date(`${day.date}T00:00:00Z`).getUTCDay()]}</span>
              <b className={day.kind === 'off' ? 'good' : ''}>{CALENDAR_KIND_TEXT[day.kind]}</b>
              <span className="quiet">{day.name}</span>
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={`去掉 ${day.date}`}
                onClick={() => setDays(days.filter(({ date }) => date !== day.date))}
              />
            </li>
          ))}
        </ul>
        <div className="row" style={{ marginTop: 10 }}>
          <RoleButton
            needs="admin"
            type="primary"
            disabled={!dirty}
            loading={busy}
            onClick={() => void save()}
          >
            保存 {year} 年的日历
          </RoleButton>
          {dirty && <Button onClick={() => setDays(stored)}>不改了</Button>}
        </div>
        <Problem error={failed} />
      </div>
      <div className="ask-field">
        <span>贴进来，一行一段：日期（或起止日期），放假或上班，节日名称</span>
        <Input.TextArea
          aria-label="贴入放假安排"
          rows={8}
          value={text}
          placeholder={`${year}-10-01 至 ${year}-10-07 国庆节放假\n${year}-10-10 上班`}
          onChange={(event) => setText(event.target.value)}
        />
        {read.faults.map((fault) => (
          <div key={fault.line} className="bad" role="alert">
            第 {fault.line} 行“{fault.text}”：{fault.why}
          </div>
        ))}
        {elsewhere > 0 && (
          <div className="bad" role="alert">
            有 {elsewhere} 天不在 {year} 年，请换到那一年里录入。
          </div>
        )}
        <div>
          <Button disabled={read.days.length === 0 || read.faults.length > 0 || elsewhere > 0} onClick={take}>
            加入左边 {read.days.length} 天
          </Button>
        </div>
      </div>
    </div>
  )
}
