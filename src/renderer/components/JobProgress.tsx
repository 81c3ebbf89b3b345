import { Button, Progress } from 'antd'
import type { JobView } from '../../shared/contract/jobs.ts'
import { useNow } from '../state/now.ts'
import { paceOf } from './pace.ts'

/** A running job in one line: step, share done, speed, time left, cancel. */
export function JobProgress({
  job,
  onCancel,
}: {
  job: JobView | undefined
  onCancel?: (() => void) | undefined
}) {
  const now = useNow(1000)
  if (!job) return <Progress percent={0} status="active" size="small" format={() => '正在开始'} />
  const { percent, words } = paceOf(job, now)
  return (
    <div className="job-progress" aria-live="polite">
      <div className="job-line">
        <span>{job.step || job.label}</span>
        <span className="digits quiet">{words}</span>
        {onCancel && (
          <Button size="small" onClick={onCancel}>
            取消
          </Button>
        )}
      </div>
      <Progress
        percent={percent ?? 100}
        status="active"
        size="small"
        showInfo={percent !== null}
        aria-label={`${job.label} 进度`}
      />
    </div>
  )
}
