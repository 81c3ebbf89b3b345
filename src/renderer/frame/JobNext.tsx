import { App, Button } from 'antd'
import { useNavigate } from 'react-router'
import { draftResult } from '../../shared/contract/claims.ts'
import type { FileRef } from '../../shared/contract/files.ts'
import { fileRef } from '../../shared/contract/files.ts'
import { importResult } from '../../shared/contract/imports.ts'
import type { JobView } from '../../shared/contract/jobs.ts'
import { paperResult } from '../../shared/contract/papers.ts'
import { runView } from '../../shared/contract/policy.ts'
import { problemOf } from '../components/problem.ts'
import { saveFile } from '../components/save-file.ts'
import { count } from '../components/values.tsx'
import { useUndo } from './undo.ts'

/** The result of a finished job in a few words, with what can be done with it next. */
export function JobNext({ job, onGo }: { job: JobView; onGo: () => void }) {
  const navigate = useNavigate()
  const undo = useUndo()
  const { message } = App.useApp()
  if (job.state !== 'done') return null
  const go = (to: string) => () => {
    onGo()
    navigate(to)
  }
  const save = (file: FileRef) => () =>
    void saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))

  const imported = job.procedure === 'imports.run' ? importResult.safeParse(job.result).data : undefined
  if (imported)
    return (
      <div className="row row-wrap">
        <span className="quiet">
          新增 {count(imported.newCount)}，变更 {count(imported.changedCount)}，退回{' '}
          {count(imported.refusedCount)}
        </span>
        {imported.errorFile && (
          <Button size="small" onClick={save(imported.errorFile)}>
            下载错误工作簿
          </Button>
        )}
        {!imported.dryRun && (
          <Button size="small" onClick={go('/exchange/history')}>
            查看或撤销
          </Button>
        )}
      </div>
    )
  const run = job.procedure === 'policy.evaluate' ? runView.safeParse(job.result).data : undefined
  if (run)
    return (
      <Button size="small" onClick={go('/policy/run')}>
        查看结果（截至 {run.asOf}）
      </Button>
    )
  const drafted = job.procedure === 'claims.draft' ? draftResult.safeParse(job.result).data : undefined
  if (drafted)
    return (
      <div className="row">
        <Button size="small" onClick={go('/claims/list')}>
          查看 {count(drafted.drafted)} 份草稿
        </Button>
        {drafted.txId && (
          <Button
            size="small"
            onClick={() => drafted.txId && undo.of(drafted.txId, `生成申领 ${count(drafted.drafted)} 份`)}
          >
            撤销
          </Button>
        )}
      </div>
    )
  const printed = job.procedure === 'papers.print' ? paperResult.safeParse(job.result).data : undefined
  if (printed)
    return (
      <div className="row row-wrap">
        {printed.files.map((file) => (
          <Button key={file.token} size="small" onClick={save(file)}>
            保存 {file.name}
          </Button>
        ))}
      </div>
    )
  const file = fileRef.safeParse(job.result).data
  if (file)
    return (
      <Button size="small" onClick={save(file)}>
        保存 {file.name}
      </Button>
    )
  if (job.procedure === 'ledger.doctor')
    return (
      <Button size="small" onClick={go('/system/doctor')}>
        查看体检结果
      </Button>
    )
  return null
}
