import { CloseOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  IMPORT_KINDS,
  type ImportKind,
  type ImportResult,
  importResult,
  inspection,
} from '../../../shared/contract/imports.ts'
import { IMPORT_KIND_HINT, IMPORT_KIND_TEXT, importCountText } from '../../../shared/text/exchange.ts'
import { client } from '../../client.ts'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count, sizeText } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'
import { ImportOutcome } from './ImportOutcome.tsx'
import { MappingTable } from './MappingTable.tsx'
import { type Inspection, likelySheet, type Plan, planOf } from './plan.ts'

export type ReadyFile = { kind: ImportKind; run: (dryRun: boolean) => Promise<boolean> }

/** One workbook on its way in: what is in it, what will be done with it, what came of it. */
export function FileCard({
  id,
  file,
  onReady,
  onRemove,
}: {
  id: string
  file: File
  onReady: (id: string, ready: ReadyFile | null) => void
  onRemove: () => void
}) {
  const look = useJob(inspection)
  const run = useJob(importResult)
  const [seen, setSeen] = useState<Inspection>()
  const [plan, setPlan] = useState<Plan | null>(null)
  const [problem, setProblem] = useState<unknown>()
  const [mappingShown, setMappingShown] = useState(false)
  const [imported, setImported] = useState<ImportResult>()

  const { start: startLook } = look
  const inspect = useCallback(async () => {
    setProblem(undefined)
    try {
      const ref = await client.files.put({ file })
      const found = await startLook(() => client.imports.inspect({ token: ref.token }))
      if (!found) return
      setSeen(found)
      const sheet = likelySheet(found.sheets)
      if (sheet?.kind) setPlan(planOf(sheet, sheet.kind))
    } catch (error) {
      setProblem(error)
    }
  }, [file, startLook])
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void inspect()
  }, [inspect])

  const token = seen?.file.token
  const { start: startRun } = run
  const perform = useCallback(
    async (dryRun: boolean) => {
      if (!plan || !token) return false
      const result = await startRun(() => client.imports.run({ token, ...plan, dryRun, errorFile: true }))
      if (result && !dryRun) setImported(result)
      return result !== undefined
    },
    [plan, token, startRun],
  )
  useEffect(() => {
    onReady(id, plan && !imported ? { kind: plan.kind, run: perform } : null)
  }, [id, plan, imported, perform, onReady])

  const sheet = seen?.sheets.find((one) => one.name === plan?.sheet)
  const result = run.result
  const choose = (next: Plan | null) => {
    run.reset()
    setPlan(next)
  }
  return (
    <section className="card" aria-label={file.name}>
      <div className="row" style={{ marginBottom: 8 }}>
        <b className="ellipsis">{file.name}</b>
        <span className="faint digits nowrap">{sizeText(file.size)}</span>
        {plan && (
          <span className="cat" data-testid="kind">
            {IMPORT_KIND_TEXT[plan.kind]}
          </span>
        )}
        <span style={{ flex: 1 }} />
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label="收起这份工作簿"
          onClick={onRemove}
        />
      </div>
      <Problem error={problem ?? look.error} retry={() => void inspect()} />
      {!seen && !problem && !look.error && <JobProgress job={look.job} onCancel={look.cancel} />}
      {seen && !imported && (
        <div className="stack">
          <div className="row row-wrap">
            <span className="row">
              工作表
              <Select
                style={{ minWidth: 180 }}
                value={plan?.sheet ?? null}
                placeholder="请选择"
                aria-label="工作表"
                disabled={run.running}
                options={seen.sheets.map((one) => ({
                  value: one.name,
                  label: `${one.name}${one.hidden ? '（隐藏）' : ''}${one.rows === null ? '' : `，${count(one.rows)} 行`}`,
                }))}
                onChange={(name: string) => {
                  const next = seen.sheets.find((one) => one.name === name)
                  if (next) choose(planOf(next, next.kind ?? plan?.kind ?? 'roster'))
                }}
              />
            </span>
            <span className="row">
              当作
              <Select
                style={{ minWidth: 150 }}
                value={plan?.kind ?? null}
                placeholder="没有认出"
                aria-label="当作"
                disabled={run.running}
                options={IMPORT_KINDS.map((kind) => ({ value: kind, label: IMPORT_KIND_TEXT[kind] }))}
                onChange={(kind: ImportKind) => {
                  const base = sheet ?? likelySheet(seen.sheets)
                  if (base) choose({ ...planOf(base, kind) })
                }}
              />
            </span>
            {sheet && plan && (
              <span className="quiet">
                表头在第 {plan.headerRow} 行，认出 {Object.keys(plan.mapping).length} 列
                {sheet.remembered && '（按上次的对应）'}
              </span>
            )}
            {plan && (
              <Button size="small" type="link" onClick={() => setMappingShown(!mappingShown)}>
                {mappingShown ? '收起对应关系' : '查看、修改对应关系'}
              </Button>
            )}
          </div>
          {plan && <div className="quiet">{IMPORT_KIND_HINT[plan.kind]}</div>}
          {sheet?.notes.map((note) => (
            <div key={note} className="notice" style={{ margin: 0 }}>
              {note}
            </div>
          ))}
          {!plan && (
            <div className="notice">没有认出这份工作簿的表头。请在上面选工作表和种类，再逐列对应。</div>
          )}
          {sheet && plan && (mappingShown || sheet.kind === null) && (
            <MappingTable sheet={sheet} plan={plan} onChange={choose} />
          )}
          {run.running && <JobProgress job={run.job} onCancel={run.cancel} />}
          <Problem error={run.error} />
          {result && <ImportOutcome result={result} />}
          <div className="row">
            <Button disabled={!plan || run.running} onClick={() => void perform(true)}>
              {result ? '再试运行一次' : '试运行（不改台账）'}
            </Button>
            <Button type="primary" disabled={!plan || run.running} onClick={() => void perform(false)}>
              {result
                ? `导入：${importCountText(result.kind).new} ${count(result.newCount)}、${importCountText(result.kind).changed} ${count(result.changedCount)}`
                : '直接导入'}
            </Button>
          </div>
        </div>
      )}
      {imported && <ImportOutcome result={imported} />}
    </section>
  )
}
