import { Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { Layouts } from './Layouts.tsx'
import { PaperLog } from './PaperLog.tsx'
import { PrintOrder } from './PrintOrder.tsx'

const VIEWS = [
  { value: 'order', label: '打印' },
  { value: 'log', label: '打印记录' },
  { value: 'layouts', label: '版式' },
]

/** 打印中心: what to print of what, what was printed, and the layouts it is printed with. */
export function Printing() {
  const [params, setParams] = useSearchParams()
  const view = params.get('view') ?? 'order'
  const choose = (
    <Segmented
      aria-label="打印中心"
      options={VIEWS}
      value={view}
      onChange={(next) =>
        setParams(
          (before) => {
            const after = new URLSearchParams(before)
            if (next === 'order') after.delete('view')
            else after.set('view', next)
            return after
          },
          { replace: true },
        )
      }
    />
  )
  if (view === 'log') return <PaperLog choose={choose} />
  if (view === 'layouts') return <Layouts choose={choose} />
  return <PrintOrder choose={choose} />
}
