import { ExportOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { ClaimRow } from '../../../../shared/contract/claims.ts'
import { fileRef } from '../../../../shared/contract/files.ts'
import { asPaperNumber } from '../../../../shared/domain/paper-number.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { FilterChips } from '../../../components/FilterChips.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { SavedViews } from '../../../components/SavedViews.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { ColumnPicker } from '../../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../../components/table/columns.ts'
import { NOTHING, type Selection, selectedCount, selectedIds } from '../../../components/table/selection.ts'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, Money } from '../../../components/values.tsx'
import { useOpenPaper } from '../../../frame/open-paper.ts'
import { useJob } from '../../../state/jobs.ts'
import { useOrganisationName } from '../../organisations/organisation-name.ts'
import type { Chosen } from '../acts/chosen.ts'
import { DeskActs } from '../acts/DeskActs.tsx'
import { ClaimPanel } from '../ClaimPanel.tsx'
import { CLAIM_COLUMNS } from '../columns.tsx'
import { addressOf, chipsOf, FILTER_KEYS, filterOf } from '../filter.ts'
import { choosePrint } from '../to-print.ts'
import { ListFilters } from './ListFilters.tsx'
import { useWaitingSteps } from './waiting-steps.ts'

/** All claims with their sum; chosen ones are moved on, held, sent back, refused, batched, printed. */
export function ClaimList() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const openPaper = useOpenPaper()
  const [params, setParams] = useSearchParams()
  const filter = useMemo(() => filterOf(params), [params])
  const filterKey = JSON.stringify(filter)
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const columns = useColumns('claims', CLAIM_COLUMNS)
  const table = useRef<TableHandle>(null)
  const openId = params.get('open')
  const list = useWindows<ClaimRow>(filterKey, (offset, limit) =>
    api.claims.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const totals = useQuery({
    ...api.claims.totals.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  const chips = useChips(filter)
  const exporting = useJob(fileRef)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list; nothing unseen stays chosen
  useEffect(() => setSelection(NOTHING), [filterKey])
  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          edit(next)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const set = (key: string, value: string | null | undefined) =>
    change((next) => (value ? next.set(key, value) : next.delete(key)))
  const clear = () =>
    change((next) => {
      for (const key of FILTER_KEYS) next.delete(key)
    })
  const close = useCallback(() => {
    change((next) => next.delete('open'))
    table.current?.focus()
  }, [change])
  const open = useCallback((claim: ClaimRow) => change((next) => next.set('open', claim.id)), [change])

  const total = list.total ?? 0
  const chosen = selectedCount(selection, total)
  const chosenIds = () =>
    selectedIds(
      selection,
      (offset, limit) => client.claims.list({ ...filter, offset, limit }),
      (claim) => claim.id,
    )
  const everything = selection.mode === 'all' && selection.except.size === 0
  const chosenClaims = async (): Promise<Chosen> => {
    if (everything) return { filter, count: chosen }
    try {
      return { ids: await chosenIds(), count: chosen }
    } catch (error) {
      message.error(problemOf(error).text, 6)
      throw error
    }
  }
  const doExport = async () => {
    const file = await exporting.start(() => client.claims.exportList(filter))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  const print = async () => {
    if (everything) {
      choosePrint(null)
      navigate(`/claims/print?${addressOf(filter)}`)
      return
    }
    choosePrint(await chosenIds())
    navigate('/claims/print')
  }
  return (
    <>
      <div className="toolbar">
        <SearchBox
          label="查找申领"
          placeholder="编号、姓名、单位"
          width={176}
          value={filter.search ?? ''}
          onChange={(text) => set('search', text)}
          onDown={(text) => {
            const number = asPaperNumber(text)
            if (number === null) table.current?.focus()
            else void openPaper(number)
          }}
        />
        <ListFilters filter={filter} set={set} />
        <SavedViews
          list="claims"
          address={addressOf(filter)}
          onChoose={(address) => setParams(new URLSearchParams(address), { replace: true })}
        />
        {totals.data && (
          <span className="nowrap">
            <b className="digits">{count(totals.data.count)}</b> 份，共{' '}
            <b>
              <Money fen={totals.data.amountFen} />
            </b>{' '}
            元
          </span>
        )}
        <span className="spring" />
        <ColumnPicker all={CLAIM_COLUMNS} columns={columns} />
        <Button
          icon={<ExportOutlined />}
          title="导出列出的这些"
          aria-label="导出列出的这些"
          loading={exporting.running}
          disabled={total === 0}
          onClick={() => void doExport()}
        />
        <Link to={`/claims/print?${addressOf(filter)}`}>
          <Button icon={<PrinterOutlined />} disabled={total === 0}>
            打印这些
          </Button>
        </Link>
      </div>
      <FilterChips
        chips={chips.map(({ key, text }) => ({ key, text, onRemove: () => set(key, null) }))}
        onClear={clear}
      />
      {chosen > 0 && (
        <div className="action-bar row-wrap" role="toolbar" aria-label="办理所选">
          <span>
            已选 <b className="digits">{count(chosen)}</b> 份
          </span>
          <DeskActs
            chosen={chosenClaims}
            step={filter.step}
            counted={chosen}
            onDone={() => setSelection(NOTHING)}
          />
          <Button size="small" icon={<PrinterOutlined />} onClick={() => void print()}>
            打印
          </Button>
          <Button size="small" type="text" onClick={() => setSelection(NOTHING)}>
            不选了
          </Button>
        </div>
      )}
      <Problem error={totals.error ?? exporting.error} />
      <div className="list-area">
        <WindowTable
          label="申领"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(claim) => claim.id}
          openId={openId}
          onOpen={open}
          onOpenFull={(claim) => navigate(`/claims/one/${claim.id}`)}
          selection={selection}
          onSelect={setSelection}
          empty={<Empty filtered={chips.length > 0 || (filter.search ?? '') !== ''} onClear={clear} />}
        />
        {openId && <ClaimPanel key={openId} id={openId} onClose={close} />}
      </div>
    </>
  )
}

/** What is filtered, with the names that the address does not carry. */
function useChips(filter: ReturnType<typeof filterOf>) {
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const procedures = useQuery(api.workflow.procedures.queryOptions({ input: {} }))
  const waiting = useWaitingSteps(filter)
  const counties = useQuery({
    ...api.regions.names.queryOptions({ input: { codes: filter.homeCounty ? [filter.homeCounty] : [] } }),
    enabled: filter.homeCounty !== undefined,
  })
  const organisation = useOrganisationName(filter.organisationId)
  return chipsOf(filter, {
    benefit: (id) => {
      const known = documents.data?.flatMap((one) => one.benefits).find((one) => one.id === id)
      return known === undefined ? id : `${id} ${known.name}`
    },
    // Where none waits there any more, as a procedure names it.
    step: (id) =>
      waiting.get(id)?.name ??
      procedures.data?.flatMap((one) => one.steps).find((step) => step.id === id)?.name ??
      id,
    county: (code) => counties.data?.[code] ?? code,
    organisation: (id) => organisation[id] ?? '……',
  })
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <EmptyTeach title="没有符合条件的申领" actions={<Button onClick={onClear}>去掉筛选条件</Button>}>
        可以输入编号、姓名、拼音、证件号后四位，或用扫码枪扫申请表上的二维码。
      </EmptyTeach>
    )
  return (
    <EmptyTeach
      title="没有申领"
      actions={
        <Link to="/policy/results?outcome=eligible&unclaimed=1">
          <Button type="primary">看可领而未申领的</Button>
        </Link>
      }
    >
      在“政策测算 › 结果名单”里把可领的生成申领草稿，再到这里收件、审核、编批。
    </EmptyTeach>
  )
}
