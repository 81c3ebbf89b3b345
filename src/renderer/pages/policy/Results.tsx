import { ExportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Select } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import type { z } from 'zod'
import { fileRef } from '../../../shared/contract/files.ts'
import type { ResultRow, resultsFilter } from '../../../shared/contract/policy.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { saveFile } from '../../components/save-file.ts'
import { ColumnPicker } from '../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'
import { openOnReturn, rememberOpen } from '../../state/returning.ts'
import { useOrganisationName } from '../organisations/organisation-name.ts'
import { DraftClaims } from './DraftClaims.tsx'
import { DecideAll } from './decisions/DecideAll.tsx'
import { ExplainPanel } from './ExplainPanel.tsx'
import { RESULT_COLUMNS } from './result-columns.tsx'

type Filter = z.input<typeof resultsFilter>

/** Who got which outcome. Each row opens its explanation. */
export function Results() {
  const { message } = App.useApp()
  const [params, setParams] = useSearchParams()
  const run = useQuery(api.policy.latestRun.queryOptions({ input: {} }))
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const columns = useColumns('results', RESULT_COLUMNS)
  const table = useRef<TableHandle>(null)
  // Coming back from its clause shows the record that was open again.
  const { key: place } = useLocation()
  const [open, setOpenRow] = useState<ResultRow | null>(() => openOnReturn<ResultRow>(place))
  const setOpen = useCallback(
    (row: ResultRow | null) => {
      setOpenRow(row)
      rememberOpen(place, row)
    },
    [place],
  )
  const exporting = useJob(fileRef)
  const runId = run.data?.id ?? ''
  const filter = useMemo(() => filterOf(params, runId), [params, runId])
  const list = useWindows<ResultRow>(JSON.stringify(filter), (offset, limit) => ({
    ...api.policy.results.queryOptions({ input: { ...filter, offset, limit } }),
    enabled: runId !== '',
  }))
  const organisation = useOrganisationName(filter.organisationId)
  // Another filter is another list: its record is not open.
  const asked = params.toString()
  const [listed, setListed] = useState(asked)
  if (listed !== asked) {
    setListed(asked)
    setOpenRow(null)
  }
  const change = useCallback(
    (edit: (next: URLSearchParams) => void) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          edit(next)
          return next
        },
        { replace: true },
      )
    },
    [setParams],
  )
  const close = () => {
    setOpen(null)
    table.current?.focus()
  }

  if (run.data === null)
    return (
      <EmptyTeach
        title="还没有测算过"
        actions={
          <Link to="/policy/run">
            <Button type="primary">去测算</Button>
          </Link>
        }
      >
        测算以后，这里是每一个人、每一条政策的结果和原因。
      </EmptyTeach>
    )
  const benefitName = (id: string) =>
    documents.data?.flatMap((one) => one.benefits).find((one) => one.id === id)?.name ?? id
  const docTitle = (id: string) => documents.data?.find((one) => one.id === id)?.title ?? id
  const chips = [
    ...(filter.doc ? [{ key: 'doc', value: filter.doc, text: `文件：${docTitle(filter.doc)}` }] : []),
    ...(filter.benefit
      ? [{ key: 'benefit', value: filter.benefit, text: `${filter.benefit} ${benefitName(filter.benefit)}` }]
      : []),
    ...(filter.outcomes ?? []).map((outcome) => ({
      key: 'outcome',
      value: outcome as string,
      text: OUTCOME_TEXT[outcome],
    })),
    ...(filter.organisationId
      ? [
          {
            key: 'organisation',
            value: filter.organisationId,
            text: `单位：${organisation[filter.organisationId] ?? '……'}`,
          },
        ]
      : []),
    ...(filter.onMonth ? [{ key: 'onMonth', value: filter.onMonth, text: `${filter.onMonth} 满足` }] : []),
    ...(filter.unclaimed ? [{ key: 'unclaimed', value: '1', text: '还没有申领' }] : []),
  ]
  const clear = () =>
    change((next) => {
      for (const chip of chips) next.delete(chip.key)
    })
  const doExport = async () => {
    const file = await exporting.start(() => client.policy.exportResults(filter))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  return (
    <>
      <div className="toolbar">
        <SearchBox
          label="查找结果"
          placeholder="姓名、拼音、单位"
          width={200}
          value={filter.search ?? ''}
          onChange={(text) => change((next) => (text ? next.set('search', text) : next.delete('search')))}
          onDown={() => table.current?.focus()}
        />
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          style={{ width: 230 }}
          placeholder="全部项目"
          aria-label="项目"
          value={filter.benefit ?? null}
          options={(documents.data ?? []).map((document) => ({
            label: document.title,
            options: document.benefits
              .filter((benefit) => benefit.treatment === 'computed' || benefit.treatment === 'needs-standard')
              .map((benefit) => ({ value: benefit.id, label: `${benefit.id} ${benefit.name}` })),
          }))}
          onChange={(id: string | null | undefined) =>
            change((next) => (id ? next.set('benefit', id) : next.delete('benefit')))
          }
        />
        <Select
          mode="multiple"
          allowClear
          maxTagCount={1}
          style={{ width: 170 }}
          placeholder="全部结果"
          aria-label="结果"
          value={filter.outcomes ?? []}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: OUTCOME_TEXT[outcome] }))}
          onChange={(chosen: Outcome[]) =>
            change((next) => {
              next.delete('outcome')
              for (const outcome of chosen) next.append('outcome', outcome)
            })
          }
        />
        <Checkbox
          checked={filter.unclaimed ?? false}
          onChange={(event) =>
            change((next) => (event.target.checked ? next.set('unclaimed', '1') : next.delete('unclaimed')))
          }
        >
          还没有申领
        </Checkbox>
        <span className="quiet digits">
          {list.total === undefined ? '' : `${count(list.total)} 条`}
          {run.data && `，截至 ${run.data.asOf}`}
          {run.data?.stale && '（此后台账有改动）'}
        </span>
        <span className="spring" />
        <ColumnPicker all={RESULT_COLUMNS} columns={columns} />
        <Button
          icon={<ExportOutlined />}
          loading={exporting.running}
          disabled={!list.total}
          onClick={() => void doExport()}
        >
          导出{list.total ? ` ${count(list.total)} 条` : ''}
        </Button>
        {run.data && (
          <DraftClaims
            benefit={filter.benefit ?? null}
            benefitName={benefitName}
            asOf={run.data.asOf}
            documents={documents.data ?? []}
          />
        )}
      </div>
      <FilterChips
        chips={chips.map((chip) => ({
          key: `${chip.key}=${chip.value}`,
          text: chip.text,
          onRemove: () => change((next) => next.delete(chip.key, chip.value)),
        }))}
        onClear={clear}
      />
      {run.data && <DecideAll filter={filter} asOf={run.data.asOf} total={list.total ?? 0} />}
      <Problem error={run.error ?? exporting.error} />
      <div className="list-area">
        <WindowTable
          label="测算结果"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(row) => row.key}
          openId={open?.key ?? null}
          onOpen={setOpen}
          empty={
            <EmptyTeach title="没有符合条件的结果" actions={<Button onClick={clear}>去掉筛选条件</Button>}>
              换一个项目或结果看看。
            </EmptyTeach>
          }
        />
        {open && run.data && <ExplainPanel key={open.key} row={open} asOf={run.data.asOf} onClose={close} />}
      </div>
    </>
  )
}

function filterOf(params: URLSearchParams, runId: string): Filter {
  const filter: Filter = {
    runId,
    search: params.get('search') ?? '',
    outcomes: params
      .getAll('outcome')
      .filter((one): one is Outcome => (OUTCOMES as readonly string[]).includes(one)),
    unclaimed: params.get('unclaimed') === '1',
  }
  for (const key of ['doc', 'benefit', 'homeCounty', 'onMonth'] as const) {
    const value = params.get(key)
    if (value) filter[key] = value
  }
  const organisation = params.get('organisation')
  if (organisation) filter.organisationId = organisation
  return filter
}
