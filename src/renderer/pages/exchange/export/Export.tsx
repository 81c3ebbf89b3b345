import { Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { ExportProfiles } from './ExportProfiles.tsx'
import { ExportRuns } from './ExportRuns.tsx'

const VIEWS = [
  { value: 'profiles', label: '格式和导出' },
  { value: 'runs', label: '导出记录' },
] as const

/** 报送导出: workbooks for systems that are not ours, and what went out before. */
export function Export() {
  const [params, setParams] = useSearchParams()
  const view = params.get('view') === 'runs' ? 'runs' : 'profiles'
  return (
    <>
      <div className="toolbar">
        <Segmented
          aria-label="看什么"
          size="small"
          value={view}
          options={[...VIEWS]}
          onChange={(next) => setParams(next === 'runs' ? { view: 'runs' } : {}, { replace: true })}
        />
        <span className="quiet">
          {view === 'profiles'
            ? '自带的格式是我们自拟的，不是对方系统的官方格式；照对方的模板复制一份来改。'
            : '每一份报出去的工作簿：谁、什么时候、多少行、文件的校验值。'}
        </span>
      </div>
      <div className="own-scroll">{view === 'profiles' ? <ExportProfiles /> : <ExportRuns />}</div>
    </>
  )
}
