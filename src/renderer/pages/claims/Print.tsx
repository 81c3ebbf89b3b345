import { FileExcelOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, InputNumber, Select } from 'antd'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { printResult } from '../../../shared/contract/claims.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { PdfView } from '../../components/pdf/PdfView.tsx'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { count, Money } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'
import { type ClaimsFilter, filterOf } from './filter.ts'
import { choosePrint, useChosenForPrint } from './to-print.ts'

/** Application forms and rosters of the chosen claims: made as files, seen here, then saved or printed. */
export function Print() {
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const ids = useChosenForPrint()
  const layouts = useQuery(api.printing.layouts.queryOptions({ input: {} }))
  const job = useJob(printResult)
  const [layout, setLayout] = useState<string | null>(null)
  const [perFile, setPerFile] = useState(500)
  const [shownFile, setShownFile] = useState(0)
  const filter = useMemo<ClaimsFilter>(() => {
    const base = filterOf(params)
    return ids ? { ids: [...ids] } : { ...base, state: base.state ?? 'drafted' }
  }, [params, ids])
  const totals = useQuery({
    ...api.claims.totals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  const everything = useQuery(api.claims.totals.queryOptions({ input: { state: 'drafted' } }))
  const total = totals.data
  const none = total?.count === 0
  const which = layout ?? layouts.data?.[0]?.id ?? 'individual-application'
  const set = (key: string, value: string | null | undefined) => {
    choosePrint(null)
    job.reset()
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true },
    )
  }
  const save = (file: { token: string; name: string; size: number; mime: string }) =>
    void saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  const forms = () => {
    setShownFile(0)
    void job.start(() => client.printing.forms({ filter, layout: which, pagesPerFile: perFile }))
  }
  const roster = async (format: 'xlsx' | 'pdf') => {
    setShownFile(0)
    const made = await job.start(() => client.printing.roster({ filter, format, pagesPerFile: perFile }))
    if (made && format === 'xlsx') for (const file of made.files) save(file)
  }
  const result = job.result
  const shown = result?.files[shownFile]
  return (
    <>
      <div className="toolbar">
        {ids ? (
          <span className="row">
            手选的 <b className="digits">{count(ids.length)}</b> 份
            <Button
              size="small"
              onClick={() => {
                choosePrint(null)
                job.reset()
              }}
            >
              改按条件选
            </Button>
          </span>
        ) : (
          <>
            <Select
              allowClear
              style={{ width: 150 }}
              placeholder="全部项目"
              aria-label="项目"
              value={filter.benefit ?? null}
              options={(everything.data?.byBenefit ?? []).map((one) => ({
                value: one.benefit,
                label: `${one.benefit}（${count(one.count)} 份）`,
              }))}
              onChange={(id: string | null | undefined) => set('benefit', id)}
            />
            <Select
              allowClear
              style={{ width: 110 }}
              placeholder="是否打印过"
              aria-label="是否打印过"
              value={filter.printed === undefined ? null : filter.printed ? '1' : '0'}
              options={[
                { value: '0', label: '未打印' },
                { value: '1', label: '已打印' },
              ]}
              onChange={(value: string | null | undefined) => set('printed', value)}
            />
          </>
        )}
        {total && (
          <span className="nowrap">
            <b className="digits" data-testid="print-count">
              {count(total.count)}
            </b>{' '}
            份，
            <Money fen={total.amountFen} /> 元
          </span>
        )}
        <span className="spring" />
        {(layouts.data?.length ?? 0) > 1 && (
          <Select
            style={{ width: 150 }}
            aria-label="版式"
            value={which}
            options={(layouts.data ?? []).map((one) => ({
              value: one.id,
              label: one.local ? `${one.name}（本单位）` : one.name,
            }))}
            onChange={(id: string) => setLayout(id)}
          />
        )}
        <span className="row nowrap">
          每份文件
          <InputNumber
            aria-label="每份文件最多页数"
            min={1}
            max={2000}
            style={{ width: 72 }}
            value={perFile}
            onChange={(pages) => setPerFile(pages ?? 500)}
          />
          页
        </span>
        <Button
          icon={<FileExcelOutlined />}
          disabled={none || job.running}
          onClick={() => void roster('xlsx')}
        >
          花名册
        </Button>
        <Button icon={<FilePdfOutlined />} disabled={none || job.running} onClick={() => void roster('pdf')}>
          花名册（纸）
        </Button>
        <Button type="primary" icon={<PrinterOutlined />} disabled={none || job.running} onClick={forms}>
          申请表{total ? ` ${count(total.count)} 份` : ''}
        </Button>
      </div>
      <Problem error={job.error ?? totals.error ?? layouts.error} />
      {job.running && (
        <div style={{ padding: 16 }}>
          <JobProgress job={job.job} onCancel={job.cancel} />
        </div>
      )}
      {result && (
        <div className="action-bar row-wrap" data-testid="printed">
          <span>
            ✓ {count(result.claims)} 份，{count(result.pages)} 页，
            <Money fen={result.amountFen} /> 元，
            {result.seconds.toFixed(1)} 秒
          </span>
          {result.files.length > 1 && (
            <Select
              size="small"
              style={{ width: 260 }}
              aria-label="文件"
              value={shownFile}
              options={result.files.map((file, at) => ({ value: at, label: file.name }))}
              onChange={setShownFile}
            />
          )}
          {result.files.length > 1 && (
            <Button size="small" onClick={() => result.files.forEach(save)}>
              全部保存（{result.files.length} 份文件）
            </Button>
          )}
          {shown && shown.mime !== 'application/pdf' && (
            <Button size="small" onClick={() => save(shown)}>
              再存一次 {shown.name}
            </Button>
          )}
        </div>
      )}
      {shown?.mime === 'application/pdf' && <PdfView key={shown.token} file={shown} />}
      {!result && !job.running && none && (
        <EmptyTeach
          title="没有要打印的申领"
          actions={
            <Link to="/policy/results?outcome=eligible&unclaimed=1">
              <Button type="primary">去生成申领</Button>
            </Link>
          }
        >
          先在测算结果里生成申领草稿，再到这里打印申请表和花名册。
        </EmptyTeach>
      )}
      {!result && !job.running && total && !none && (
        <EmptyTeach title={`${count(total.count)} 份申领可以打印`}>
          选好项目后点“申请表”，先在这里看样子，再保存或打印。每份申请表带申领编号的二维码；打印会记入每份申领的经过。
        </EmptyTeach>
      )}
    </>
  )
}
