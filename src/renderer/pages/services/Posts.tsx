import { Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { Fairs } from './Fairs.tsx'
import { Seekers } from './Seekers.tsx'
import { Vacancies } from './Vacancies.tsx'

const LISTS = [
  { value: 'vacancies', label: '岗位' },
  { value: 'fairs', label: '招聘会' },
  { value: 'seekers', label: '求职登记' },
]

/** Vacancies, fairs and job seekers: three lists, one shown at a time. */
export function Posts() {
  const [params, setParams] = useSearchParams()
  const of = params.get('of') ?? 'vacancies'
  const chooser = (
    <Segmented
      aria-label="看哪一类"
      options={LISTS}
      value={of}
      onChange={(next) => setParams(next === 'vacancies' ? {} : { of: next }, { replace: true })}
    />
  )
  if (of === 'fairs') return <Fairs chooser={chooser} />
  if (of === 'seekers') return <Seekers chooser={chooser} />
  return <Vacancies chooser={chooser} />
}
