import { Modal, Skeleton } from 'antd'
import { useEffect, useRef } from 'react'
import { mergeAllResult } from '../../../../shared/contract/duplicates.ts'
import { effectsText } from '../../../../shared/text/duplicates.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Door } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { useJob } from '../../../state/jobs.ts'

/** 全部合并身份证号和姓名都相同的: what it would do first, then as one step that can be taken back. */
export function MergeAll({ onClose }: { onClose: () => void }) {
  const preview = useJob(mergeAllResult)
  const work = useJob(mergeAllResult)
  const done = useDoneToMany()
  const { start } = preview
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void start(() => client.duplicates.mergeAll({ dryRun: true }))
  }, [start])
  const shown = preview.result
  const merge = async () => {
    const made = await work.start(() => client.duplicates.mergeAll({ dryRun: false }))
    if (made === undefined) return
    done(made.txId, `已合并 ${count(made.merged)} 条重复档案`)
    onClose()
  }
  return (
    <Modal
      open
      width={620}
      title="合并身份证号和姓名都相同的档案"
      okText={shown ? `合并这 ${count(shown.merged)} 条` : '合并'}
      cancelText="不做了"
      okButtonProps={{ disabled: !shown || shown.merged === 0 || work.running }}
      cancelButtonProps={{ disabled: work.running }}
      closable={!work.running}
      mask={{ closable: false }}
      onOk={() => void merge()}
      onCancel={onClose}
    >
      <p>
        身份证号相同、姓名除间隔点和空格外也相同的，保留最早登记的一条，其余并入；保留档案不知道的从并入的补上，都知道的以保留档案为准。认定过“不是同一人”和“以后再看”的不动。整批是一步，可以一次撤销。
      </p>
      <Problem error={preview.error ?? work.error} />
      {preview.running && <Skeleton active paragraph={{ rows: 2 }} />}
      {shown && !work.running && (
        <div role="status">
          <p>
            <b>将合并 {count(shown.merged)} 条。</b>
            {effectsText(shown.effects)}。
          </p>
          {shown.effects.holds.length > 0 && (
            <ul className="effects scrolling">
              {shown.effects.holds.map(({ claimId, number, reason }) => (
                <li key={claimId} className="bad">
                  ？ 暂缓 <Door to={`/claims/one/${claimId}`}>{number}</Door>：{reason}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {work.running && <JobProgress job={work.job} onCancel={work.cancel} />}
    </Modal>
  )
}
