import { FileExcelOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, DatePicker, Input, InputNumber, Select, Spin } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { paperResult } from '../../../../shared/contract/papers.ts'
import {
  PAPER_KIND_SPECS,
  PAPER_KINDS,
  PAPER_SORTS,
  type PaperGrouping,
  type PaperKind,
  type PaperSort,
} from '../../../../shared/domain/papers.ts'
import { PAPER_GROUPING_TEXT, PAPER_KIND_TEXT, PAPER_SORT_TEXT } from '../../../../shared/text/papers.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { PdfView } from '../../../components/pdf/PdfView.tsx'
import { problemOf } from '../../../components/problem.ts'
import { saveFile } from '../../../components/save-file.ts'
import { count, Money } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import { type ClaimsFilter, filterOf } from '../filter.ts'
import { choosePrint, useChosenForPrint } from '../to-print.ts'

/** Kind, of what, how it is split; made as files, seen here, then printed or saved. */
export function PrintOrder({ choose }: { choose: ReactNode }) {
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const ids = useChosenForPrint()
  const job = useJob(paperResult)
  const [shownFile, setShownFile] = useState(0)
  const [perFile, setPerFile] = useState(500)
  const [overprint, setOverprint] = useState(false)
  const [apart, setApart] = useState(false)
  const [reason, setReason] = useState('')
  const kind = kindOf(params.get('kind'))
  const spec = PAPER_KIND_SPECS[kind]
  const groupBy = spec.groupings.find((one) => one === params.get('group')) ?? spec.groupings[0]
  const sortBy = PAPER_SORTS.find((one) => one === params.get('sort')) ?? 'place'
  const month = params.get('month') ?? dayjs().format('YYYY-MM')
  const filter = useMemo<ClaimsFilter>(() => {
    const base = filterOf(params)
    if (ids && spec.needs === 'claims') return { ids: [...ids] }
    if (spec.needs === 'batch') return { ...(base.batchId ? { batchId: base.batchId } : {}) }
    // Without a batch or a state it is what nobody has signed yet that is printed.
    return base.batchId || base.state ? base : { ...base, state: 'drafted' }
  }, [params, ids, spec.needs])
  const layouts = useQuery(api.papers.layouts.queryOptions({ input: {} }))
  const batches = useQuery(api.batches.list.queryOptions({ input: { limit: 200 } }))
  const drafts = useQuery(api.claims.totals.queryOptions({ input: { state: 'drafted' } }))
  const fitting = (layouts.data ?? []).filter((one) => one.kinds.includes(kind))
  const layout = fitting.find(({ id }) => id === params.get('layout')) ?? fitting[0]
  const order = {
    kind,
    filter,
    groupBy,
    sortBy,
    pagesPerFile: perFile,
    apart,
    ...(layout ? { layout: layout.id } : {}),
    ...(spec.needs === 'month' ? { month } : {}),
  }
  const ready = spec.needs !== 'batch' || filter.batchId !== undefined
  const plan = useQuery({
    ...api.papers.plan.queryOptions({ input: order }),
    // Asked before its layout is known it would be asked again, and the button would be gone under a click.
    enabled: ready && !layouts.isPending,
    retry: false,
  })
  const planned = ready && !plan.error ? plan.data : undefined
  const set = (values: Record<string, string | null | undefined>) => {
    job.reset()
    setReason('')
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [key, value] of Object.entries(values)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      },
      { replace: true },
    )
  }
  const save = (file: { token: string; name: string; size: number; mime: string }) =>
    void saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  const print = async (format: 'pdf' | 'xlsx') => {
    setShownFile(0)
    const made = await job.start(() => client.papers.print({ ...order, format, overprint, reason }))
    if (made && format === 'xlsx') for (const file of made.files) save(file)
  }
  const again = (planned?.printedBefore ?? 0) > 0
  const blocked = job.running || planned === undefined || (again && reason.trim().length < 2)
  const result = job.result
  const shown = result?.files[shownFile]
  return (
    <>
      <div className="toolbar row-wrap">
        {choose}
        <Select
          style={{ width: 190 }}
          aria-label="打印什么"
          value={kind}
          options={PAPER_KINDS.map((value) => ({ value, label: PAPER_KIND_TEXT[value] }))}
          onChange={(next: PaperKind) => set({ kind: next, group: null, layout: null })}
        />
        {spec.needs === 'month' ? (
          <DatePicker
            picker="month"
            aria-label="月份"
            allowClear={false}
            value={dayjs(`${month}-01`)}
            onChange={(next) => set({ month: next ? next.format('YYYY-MM') : null })}
          />
        ) : ids && spec.needs === 'claims' ? (
          <span className="row nowrap">
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
          <Select
            allowClear={spec.needs === 'claims'}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 260 }}
            aria-label="批次"
            placeholder={spec.needs === 'batch' ? '选批次' : '不按批次：申领草稿'}
            value={filter.batchId ?? null}
            options={(batches.data?.rows ?? []).map((one) => ({
              value: one.id,
              label: `${one.number} ${one.title}（${count(one.count)} 份）`,
            }))}
            onChange={(id: string | null | undefined) => set({ batch: id })}
          />
        )}
        {spec.needs === 'claims' && !ids && !filter.batchId && (
          <>
            <Select
              allowClear
              style={{ width: 150 }}
              placeholder="全部项目"
              aria-label="项目"
              value={filter.benefit ?? null}
              options={(drafts.data?.byBenefit ?? []).map((one) => ({
                value: one.benefit,
                label: `${one.benefit}（${count(one.count)} 份）`,
              }))}
              onChange={(id: string | null | undefined) => set({ benefit: id })}
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
              onChange={(value: string | null | undefined) => set({ printed: value })}
            />
          </>
        )}
      </div>
      <div className="toolbar row-wrap">
        {spec.groupings.length > 1 && (
          <Select
            style={{ width: 150 }}
            aria-label="怎样分开"
            value={groupBy}
            options={spec.groupings.map((value) => ({ value, label: PAPER_GROUPING_TEXT[value] }))}
            onChange={(next: PaperGrouping) => set({ group: next })}
          />
        )}
        <Select
          style={{ width: 150 }}
          aria-label="顺序"
          value={sortBy}
          options={PAPER_SORTS.map((value) => ({ value, label: PAPER_SORT_TEXT[value] }))}
          onChange={(next: PaperSort) => set({ sort: next })}
        />
        <Select
          style={{ width: 190 }}
          aria-label="版式"
          value={layout?.id ?? null}
          options={fitting.map((one) => ({
            value: one.id,
            label: one.own ? `${one.name}（本单位）` : one.name,
          }))}
          onChange={(id: string) => set({ layout: id })}
        />
        {groupBy !== 'none' && (
          <Checkbox checked={apart} onChange={(event) => setApart(event.target.checked)}>
            每处一份文件
          </Checkbox>
        )}
        <Checkbox checked={overprint} onChange={(event) => setOverprint(event.target.checked)}>
          套打
        </Checkbox>
        <span className="row nowrap">
          每份文件
          <InputNumber
            aria-label="每份文件最多页数"
            min={1}
            max={500}
            style={{ width: 70 }}
            value={perFile}
            onChange={(pages) => setPerFile(pages ?? 500)}
          />
          页
        </span>
        <span className="spring" />
        {kind === 'roster' && (
          <Button
            icon={<FileExcelOutlined />}
            disabled={job.running || planned === undefined}
            onClick={() => void print('xlsx')}
          >
            存为工作簿
          </Button>
        )}
        <Button
          type="primary"
          icon={<PrinterOutlined />}
          disabled={blocked}
          onClick={() => void print('pdf')}
        >
          {PAPER_KIND_TEXT[kind]}
          {planned ? ` ${count(planned.papers)} 份` : ''}
        </Button>
      </div>
      {planned && !result && (
        <div className="action-bar row-wrap">
          <span>
            <b className="digits" data-testid="print-count">
              {count(planned.papers)}
            </b>{' '}
            份{spec.layout === 'individual-application' ? '' : `，含 ${count(planned.claims)} 人次`}，
            <Money fen={planned.amountFen} /> 元
            {planned.groups.length > 1 ? `，分 ${count(planned.groups.length)} 处` : ''}
          </span>
          {again && (
            <span className="row">
              其中 {count(planned.printedBefore)} 份打印过
              <Input
                aria-label="重打的原因"
                placeholder="重打的原因，记入打印记录"
                style={{ width: 220 }}
                maxLength={200}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </span>
          )}
        </div>
      )}
      <Problem error={job.error ?? layouts.error ?? batches.error} />
      {job.running && (
        <div style={{ padding: 16 }}>
          <JobProgress job={job.job} onCancel={job.cancel} />
        </div>
      )}
      {result && (
        <div className="action-bar row-wrap" data-testid="printed">
          <span>
            ✓ {count(result.papers)} 份，{count(result.pages)} 页，
            <Money fen={result.amountFen} /> 元，{result.seconds.toFixed(1)} 秒
          </span>
          {result.files.length > 1 && (
            <>
              <Select
                size="small"
                style={{ width: 280 }}
                aria-label="文件"
                value={shownFile}
                options={result.files.map((file, at) => ({ value: at, label: file.name }))}
                onChange={setShownFile}
              />
              <Button size="small" onClick={() => result.files.forEach(save)}>
                全部保存（{result.files.length} 份文件）
              </Button>
            </>
          )}
          {shown && shown.mime !== 'application/pdf' && (
            <Button size="small" onClick={() => save(shown)}>
              再存一次 {shown.name}
            </Button>
          )}
          <Button size="small" onClick={job.reset}>
            另打一种
          </Button>
        </div>
      )}
      {shown?.mime === 'application/pdf' && <PdfView key={shown.token} file={shown} />}
      {!result && !job.running && !ready && (
        <EmptyTeach title={`${PAPER_KIND_TEXT[kind]}按批次打印`}>
          先在上面选定批次；还没有批次的，请先在“批次”里编批。
        </EmptyTeach>
      )}
      {!result && !job.running && ready && plan.error && (
        <EmptyTeach
          title="没有可打印的"
          actions={
            spec.needs === 'claims' ? (
              <Link to="/policy/results?outcome=eligible&unclaimed=1">
                <Button type="primary">去生成申领</Button>
              </Link>
            ) : undefined
          }
        >
          {problemOf(plan.error).text}
        </EmptyTeach>
      )}
      {!result && !job.running && ready && plan.isPending && <Spin style={{ marginTop: 48 }} />}
      {!result && !job.running && planned && (
        <EmptyTeach title={`${PAPER_KIND_TEXT[kind]} ${count(planned.papers)} 份可以打印`}>
          点右上的按钮，先在这里看样子，再保存或打印。印章和签名处都留空；每份都有编号，打印会记入打印记录。
        </EmptyTeach>
      )}
    </>
  )
}

function kindOf(text: string | null): PaperKind {
  return PAPER_KINDS.find((kind) => kind === text) ?? 'application'
}
