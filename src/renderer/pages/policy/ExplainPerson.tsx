import { useQuery } from '@tanstack/react-query'
import { Select, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api } from '../../api.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { ExplanationView } from '../../components/explanation/ExplanationView.tsx'
import { OutcomeTag } from '../../components/OutcomeTag.tsx'
import { Problem } from '../../components/Problem.tsx'
import { useDay } from '../../state/day.ts'

/** One person, one benefit at a time: for the person standing at the desk. */
export function ExplainPerson() {
  const [params, setParams] = useSearchParams()
  const { asOf } = useDay()
  const personId = params.get('person')
  const person = useQuery({
    ...api.people.get.queryOptions({ input: { id: personId ?? '-' } }),
    enabled: personId !== null,
  })
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const benefits = (documents.data ?? [])
    .flatMap((document) => document.benefits)
    .filter((benefit) => benefit.treatment === 'computed' || benefit.treatment === 'needs-standard')
  const results = person.data?.results ?? []
  const benefit = params.get('benefit') ?? results[0]?.benefit ?? null
  const set = (key: string, value: string | null | undefined) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        if (key !== 'period') next.delete('period')
        return next
      },
      { replace: true },
    )
  return (
    <div className="stack" style={{ maxWidth: 860 }}>
      <div className="row row-wrap">
        <PersonPicker value={personId} name={person.data?.name} onChange={(id) => set('person', id)} />
        <Select
          showSearch
          allowClear
          optionFilterProp="label"
          style={{ width: 300 }}
          placeholder="选择项目"
          aria-label="项目"
          value={benefit}
          options={benefits.map((one) => ({ value: one.id, label: `${one.id} ${one.name}` }))}
          onChange={(id: string | null | undefined) => set('benefit', id)}
        />
        {person.data && <Link to={`/people/${person.data.id}`}>看 {person.data.name} 的全部信息</Link>}
      </div>
      <Problem error={person.error ?? documents.error} />
      {!personId && (
        <EmptyTeach title="当面解释给群众听">
          选一个人、一个项目，就能看到：能不能领、每个条件查到了什么、来自哪里、依据哪一条、还差什么。
        </EmptyTeach>
      )}
      {results.length > 0 && (
        <ul className="chips" style={{ padding: 0, border: 0, background: 'none' }} aria-label="这个人的结果">
          {results.map((result) => (
            <li key={`${result.benefit}-${result.period ?? ''}`}>
              <button
                type="button"
                className="chip chip-clear"
                onClick={() => set('benefit', result.benefit)}
              >
                {result.benefit} {result.period} <OutcomeTag outcome={result.outcome} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {personId && benefit && (
        <Answers personId={personId} benefit={benefit} asOf={asOf} period={params.get('period')} />
      )}
    </div>
  )
}

function Answers({
  personId,
  benefit,
  asOf,
  period,
}: {
  personId: string
  benefit: string
  asOf: string
  period: string | null
}) {
  const answer = useQuery(
    api.policy.explain.queryOptions({ input: { benefit, asOf, personId, ...(period ? { period } : {}) } }),
  )
  if (answer.isPending) return <Skeleton active />
  if (!answer.data) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (answer.data.length === 0) return <p className="quiet">这一项与这个人无关。</p>
  return answer.data.map((one) => (
    <div key={`${one.beneficiaryId}-${one.period ?? ''}`} className="card">
      <ExplanationView explanation={one} />
    </div>
  ))
}

function PersonPicker({
  value,
  name,
  onChange,
}: {
  value: string | null
  name: string | undefined
  onChange: (id: string | null) => void
}) {
  const [text, setText] = useState('')
  const found = useQuery({
    ...api.people.list.queryOptions({ input: { search: text, limit: 12, offset: 0 } }),
    enabled: text.trim() !== '',
    placeholderData: (before) => before,
  })
  const options = (text.trim() ? (found.data?.rows ?? []) : []).map((person) => ({
    value: person.id,
    label: `${person.name} ${person.idMasked?.slice(-4) ?? ''} ${person.homeText}`,
  }))
  if (value && !options.some((option) => option.value === value))
    options.unshift({ value, label: name ?? '…' })
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear
      style={{ width: 300 }}
      placeholder="姓名、拼音、证件号后四位"
      aria-label="人员"
      value={value}
      options={options}
      onChange={(id: string | null | undefined) => onChange(id ?? null)}
    />
  )
}
