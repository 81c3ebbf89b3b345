import { UnorderedListOutlined } from '@ant-design/icons'
import { App, Button, Popover } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { JobView } from '../../shared/contract/jobs.ts'
import { client } from '../client.ts'
import { JobProgress } from '../components/JobProgress.tsx'
import { momentText } from '../components/values.tsx'
import { clearFinished, isAwaited, isFinished, useJobs } from '../state/jobs.ts'
import { JobNext } from './JobNext.tsx'

const STATE: Readonly<Record<JobView['state'], string>> = {
  waiting: '等待中',
  running: '进行中',
  done: '已完成',
  refused: '没有做',
  failed: '出错',
  cancelled: '已取消',
}

/** Calculated again with every number that is typed: its page shows it, and once done it is nothing to come back to. */
const PASSING: ReadonlySet<string> = new Set(['scenarios.run'])

/** Long work: what runs, how far, how long still, and what came of it. */
export function TaskTray() {
  const jobs = useJobs().filter((job) => !(isFinished(job) && PASSING.has(job.procedure)))
  const [open, setOpen] = useState(false)
  useAnnouncements(jobs, () => setOpen(true))
  const running = jobs.filter((job) => !isFinished(job))
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      content={
        <div className="tray">
          <div className="row spread">
            <b>任务</b>
            {jobs.some(isFinished) && (
              <Button size="small" type="text" onClick={clearFinished}>
                清掉已结束的
              </Button>
            )}
          </div>
          {jobs.length === 0 && (
            <p className="quiet">导入、测算、打印等较长的工作会列在这里，做的时候可以继续用别的页面。</p>
          )}
          <ul>
            {jobs.map((job) => (
              <li key={job.id}>
                {isFinished(job) ? (
                  <>
                    <div className="row spread">
                      <span>
                        {job.label}{' '}
                        <b className={job.state === 'failed' ? 'bad' : 'quiet'}>{STATE[job.state]}</b>
                      </span>
                      <span className="faint digits">
                        {momentText(job.finishedAt ?? job.startedAt).slice(11)}
                      </span>
                    </div>
                    {job.message && <div className="quiet">{job.message}</div>}
                    <JobNext job={job} onGo={() => setOpen(false)} />
                  </>
                ) : (
                  <JobProgress job={job} onCancel={() => void client.jobs.cancel({ jobId: job.id })} />
                )}
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <Button type="text" icon={<UnorderedListOutlined />} aria-label={`任务，${running.length} 项进行中`}>
        任务{running.length > 0 && <b className="digits"> {running.length} 项进行中</b>}
      </Button>
    </Popover>
  )
}

/** The stream may tell of a short job before its page learns the job's id; so long we wait for the page. */
const PAGE_FIRST_MS = 1000

/** Tells of a job that ended while its page was no longer open. */
function useAnnouncements(jobs: readonly JobView[], openTray: () => void): void {
  const { notification } = App.useApp()
  const seen = useRef(new Set<string>())
  const began = useRef(new Date().toISOString())
  const open = useRef(openTray)
  open.current = openTray
  useEffect(() => {
    for (const job of jobs) {
      if (!isFinished(job) || seen.current.has(job.id)) continue
      seen.current.add(job.id)
      if (job.procedure === 'ledger.createDemo' || (job.finishedAt ?? '') < began.current) continue
      setTimeout(() => {
        if (isAwaited(job.id)) return
        notification.open({
          title: `${job.label}：${STATE[job.state]}`,
          description: job.message ?? '结果在任务栏里。',
          onClick: () => open.current(),
          duration: 6,
        })
      }, PAGE_FIRST_MS)
    }
  }, [jobs, notification])
}
