import { Button, Checkbox, InputNumber } from 'antd'
import { useState } from 'react'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { useDone } from '../../frame/undo.ts'
import { useDay } from '../../state/day.ts'
import { useSaveKey } from '../../state/save-key.ts'
import { OrgSelect } from './OrgSelect.tsx'

/** Insured months of one year, by employer and county. */
export function InsuredForm({ person, onDone }: { person: PersonDetail; onDone: () => void }) {
  const { today } = useDay()
  const done = useDone()
  const latest = [...person.spells].sort((a, b) => b.from.localeCompare(a.from))[0]
  const [employerId, setEmployer] = useState<string | null>(latest?.employerId ?? null)
  const [county, setCounty] = useState<string | null>(latest?.county ?? null)
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const before = person.insured.find(
    (one) =>
      one.year === year && one.county === county && one.employerName === (latest?.employerName ?? null),
  )
  const [months, setMonths] = useState<number | null>(null)
  const [problem, setProblem] = useState<unknown>()
  const mask = months ?? before?.months ?? 0
  const save = async () => {
    if (!county) return
    setProblem(undefined)
    try {
      const saved = await client.people.saveInsured({
        personId: person.id,
        employerId,
        county,
        year,
        months: mask,
      })
      done(saved.txId, `登记 ${person.name} ${year} 年参保月份`)
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  useSaveKey(() => void save())
  return (
    <div className="stack">
      <div className="two">
        <div className="stack" style={{ gap: 4 }}>
          参保单位
          <OrgSelect
            of="employers"
            value={employerId}
            name={latest?.employerName ?? null}
            onChange={setEmployer}
          />
        </div>
        <div className="stack" style={{ gap: 4 }}>
          参保县（区）
          <RegionSelect value={county} onChange={setCounty} />
        </div>
      </div>
      <span className="row">
        年度
        <InputNumber
          aria-label="年度"
          min={1990}
          max={2100}
          value={year}
          onChange={(next) => {
            setYear(next ?? year)
            setMonths(null)
          }}
        />
        <span className="quiet">
          已勾 {[...Array(12).keys()].filter((month) => mask & (1 << month)).length} 个月
        </span>
      </span>
      <div className="month-grid">
        {[...Array(12).keys()].map((month) => (
          <Checkbox
            key={month}
            checked={(mask & (1 << month)) !== 0}
            onChange={() => setMonths(mask ^ (1 << month))}
          >
            {month + 1} 月
          </Checkbox>
        ))}
      </div>
      <Problem error={problem} />
      <div className="row">
        <Button type="primary" disabled={!county} onClick={() => void save()}>
          保存（Ctrl+S）
        </Button>
        <Button onClick={onDone}>取消</Button>
        {!county && <span className="quiet">先选参保县（区）</span>}
      </div>
    </div>
  )
}
