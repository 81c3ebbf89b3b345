import { DatePicker, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import type { DocumentView } from '../../../../shared/contract/policy.ts'
import type { Changeable } from '../../../../shared/contract/scenarios.ts'
import type { WhatIfForm } from './form.ts'
import { ValueField } from './ValueField.tsx'

/** Left of the page: which benefit, what of it would be otherwise, on which day, against which budget. */
export function ScenarioForm({
  form,
  onChange,
  documents,
  changeable,
  baseDay,
}: {
  form: WhatIfForm
  onChange: (form: WhatIfForm) => void
  documents: readonly DocumentView[]
  changeable: readonly Changeable[]
  baseDay: string
}) {
  const set = (part: Partial<WhatIfForm>) => onChange({ ...form, ...part })
  const setValue = (one: Changeable) => (value: WhatIfForm['values'][string] | undefined) => {
    const { [one.key]: _, ...others } = form.values
    set({ values: value === undefined ? others : { ...others, [one.key]: value } })
  }
  const main = changeable.filter(isMain)
  const more = changeable.filter((one) => !isMain(one))
  const dated = changeable.some(
    (one) => ['amount', 'ceiling', 'threshold'].includes(one.kind) && form.values[one.key] !== undefined,
  )
  const moreSet = more.some((one) => form.values[one.key] !== undefined)
  return (
    <form className="what-if-form" aria-label="情景" onSubmit={(event) => event.preventDefault()}>
      <div className="what-if-label">
        项目
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="项目"
          placeholder="选择一项补贴"
          value={form.benefit}
          options={documents.map((document) => ({
            label: document.title,
            options: document.benefits
              .filter(({ treatment }) => treatment === 'computed' || treatment === 'needs-standard')
              .map(({ id, name }) => ({ value: id, label: `${id} ${name}` })),
          }))}
          onChange={(benefit: string) => set({ benefit, values: {}, from: null })}
        />
      </div>
      {form.benefit !== null && (
        <>
          <h3>改什么</h3>
          {main.map((one) => (
            <ValueField key={one.key} one={one} value={form.values[one.key]} onChange={setValue(one)} />
          ))}
          {dated && (
            <div className="what-if-label">
              从哪天起改（不填：整个有效期）
              <DatePicker
                aria-label="从哪天起改"
                placeholder="整个有效期"
                value={form.from === null ? null : dayjs(form.from)}
                onChange={(day) => set({ from: day ? day.format('YYYY-MM-DD') : null })}
              />
            </div>
          )}
          {more.length > 0 && (
            <details className="what-if-more" open={moreSet || undefined}>
              <summary>执行口径、名单和文件日期（{more.length}）</summary>
              {more.map((one) => (
                <ValueField key={one.key} one={one} value={form.values[one.key]} onChange={setValue(one)} />
              ))}
            </details>
          )}
          <h3>哪一天</h3>
          <div className="what-if-field">
            <div className="row spread">
              <span>测算日</span>
              <span className="quiet digits" title="现在">
                {baseDay}
              </span>
            </div>
            <div className={form.asOf === null ? 'row' : 'row what-if-changed'}>
              <span aria-hidden="true" className="faint">
                →
              </span>
              <DatePicker
                aria-label="测算日 改为"
                style={{ flex: 1 }}
                placeholder={baseDay}
                value={form.asOf === null ? null : dayjs(form.asOf)}
                onChange={(day) => set({ asOf: day ? day.format('YYYY-MM-DD') : null })}
              />
            </div>
          </div>
          <h3>预算</h3>
          <div className="row">
            <InputNumber
              aria-label="预算"
              style={{ flex: 1 }}
              min={0}
              precision={2}
              step={10_000}
              suffix="元"
              placeholder="不设"
              value={form.budgetFen === null ? null : form.budgetFen / 100}
              onChange={(yuan) => set({ budgetFen: yuan === null ? null : Math.round(Number(yuan) * 100) })}
            />
            <Select
              aria-label="预算年度"
              style={{ width: 104 }}
              value={form.budgetYear ?? 0}
              options={[
                { value: 0, label: '全部应付' },
                ...yearsAround(form.asOf ?? baseDay).map((year) => ({ value: year, label: `${year}年` })),
              ]}
              onChange={(year: number) => set({ budgetYear: year === 0 ? null : year })}
            />
          </div>
          <p className="faint what-if-hint">选年度：只算当年满足条件的，并扣去当年已发放的。</p>
        </>
      )}
    </form>
  )
}

function yearsAround(day: string): number[] {
  const year = Number(day.slice(0, 4))
  return [year + 1, year, year - 1, year - 2, year - 3, year - 4]
}

/** Money and thresholds stand open; readings, lists of places and dates of the document are folded away. */
function isMain(one: Changeable): boolean {
  return one.kind !== 'parameter' && one.kind !== 'document' && one.input !== 'counties'
}
