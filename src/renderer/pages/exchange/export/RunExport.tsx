import { ExportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { type ExportProfileView, exportResult } from '../../../../shared/contract/exports.ts'
import type { FileRef } from '../../../../shared/contract/files.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { count, momentText } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import { ExportOutcome } from './ExportOutcome.tsx'

type Extent = 'none' | 'last' | 'day'

/** How much goes out, what changed since the last time, and the button that writes it. */
export function RunExport({ profile }: { profile: ExportProfileView }) {
  const { message } = App.useApp()
  const changes = useQuery(api.exports.changes.queryOptions({ input: { profile: profile.id } }))
  const job = useJob(exportResult)
  const [asked, setAsked] = useState<Extent>()
  const [day, setDay] = useState('')
  const [remember, setRemember] = useState(true)
  const { data } = changes
  const before = data?.lastAt ?? null
  const extent: Extent = asked ?? (profile.changedOnly && before !== null ? 'last' : 'none')
  const rows = data === undefined ? undefined : extent === 'last' ? data.changed : data.chosen
  const gone = data?.gone.count ?? 0
  const nothing = rows === 0 && !(extent === 'last' && gone > 0)
  const dayMissing = extent === 'day' && !/^\d{4}-\d{2}-\d{2}$/.test(day)
  const save = (file: FileRef) =>
    saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  const run = async () => {
    const result = await job.start(() =>
      client.exports.run({ profile: profile.id, since: extent === 'day' ? day : extent, remember }),
    )
    if (result) void save(result.file)
  }
  return (
    <section className="card" aria-label="导出" data-testid="run-export">
      <div className="row row-wrap" style={{ gap: 16 }}>
        <Radio.Group value={extent} onChange={(event) => setAsked(event.target.value as Extent)}>
          <Radio value="none">
            全部 <span className="digits quiet">{data ? count(data.chosen) : ''}</span>
          </Radio>
          <Radio value="last" disabled={before === null}>
            上次以来变动的{' '}
            <span className="digits quiet">{data && before !== null ? count(data.changed) : ''}</span>
          </Radio>
          <Radio value="day">某日以来变动的</Radio>
        </Radio.Group>
        {extent === 'day' && (
          <Input
            aria-label="从哪一天起"
            placeholder="2022-06-30"
            style={{ width: 120 }}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        )}
        {extent !== 'day' && (
          <Checkbox checked={remember} onChange={(event) => setRemember(event.target.checked)}>
            记为已报
          </Checkbox>
        )}
        <span style={{ flex: 1 }} />
        <RoleButton
          needs="clerk"
          type="primary"
          icon={<ExportOutlined />}
          loading={job.running}
          disabled={nothing || dayMissing || profile.problems > 0 || rows === undefined}
          onClick={() => void run()}
        >
          {extent === 'day' || rows === undefined ? '导出' : `导出 ${count(rows)} 行`}
        </RoleButton>
      </div>
      <p className="quiet" style={{ margin: '6px 0 0' }}>
        {before === null
          ? '这种格式还没有导出过，第一次导出全部。'
          : `上次 ${momentText(before)}，以后变动的 ${count(data?.changed ?? 0)} 行。`}
        {gone > 0 && (
          <>
            {' '}
            上次报过、现在不再符合条件的 <b>{count(gone)}</b> 行：{data?.gone.first.slice(0, 5).join('、')}
            {gone > 5 && '……'}，导出时写进旁边的说明。
          </>
        )}
        {extent === 'day' && ' 按日期导出不改变“上次”。'}
        {extent !== 'day' && !remember && ' 不记为已报：下次“上次以来”仍从前一次算起。'}
        {profile.template !== null && ` 填进模板“${profile.template}”。`}
      </p>
      <Problem error={changes.error} retry={() => void changes.refetch()} />
      {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
      <Problem error={job.error} onClose={job.reset} />
      {job.result && (
        <ExportOutcome result={job.result} onSave={(file) => void save(file)} onClose={job.reset} />
      )}
    </section>
  )
}
