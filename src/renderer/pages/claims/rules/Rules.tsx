import { Segmented } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { useAskLeave } from '../../../components/ask.tsx'
import { hasUnsaved } from '../../../state/unsaved.ts'
import { CalendarEditor } from './CalendarEditor.tsx'
import { Checklists } from './Checklists.tsx'
import { Procedures } from './Procedures.tsx'

const PARTS = [
  { value: 'procedures', label: '办理程序' },
  { value: 'calendar', label: '办公日历' },
  { value: 'materials', label: '材料清单' },
]

/** 办理规则: what this office puts between a draft and its payment. Written here, never in the program. */
export function Rules() {
  const { part = 'procedures' } = useParams()
  const navigate = useNavigate()
  const askLeave = useAskLeave()
  return (
    <div className="rules">
      <Segmented
        style={{ justifySelf: 'start' }}
        value={part}
        options={PARTS}
        onChange={(next) =>
          void (async () => {
            if (!hasUnsaved() || (await askLeave())) navigate(`/claims/rules/${next}`)
          })()
        }
      />
      {part === 'calendar' ? <CalendarEditor /> : part === 'materials' ? <Checklists /> : <Procedures />}
    </div>
  )
}
