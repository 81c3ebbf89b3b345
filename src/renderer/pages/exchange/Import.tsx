import { FileExcelOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { Fragment, useCallback, useRef, useState } from 'react'
import { fileRef } from '../../../shared/contract/files.ts'
import { IMPORT_KINDS, type ImportKind } from '../../../shared/contract/imports.ts'
import { IMPORT_KIND_HINT, IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { useJob } from '../../state/jobs.ts'
import { FileCard, type ReadyFile } from './FileCard.tsx'
import { inOrder } from './plan.ts'

type Taken = { key: string; file: File; kind: ImportKind | null; ready: ReadyFile | null }

/** Takes workbooks, shows what is in them, tries, then imports. Each file has its own card, in the order of need. */
export function Import() {
  const [files, setFiles] = useState<readonly Taken[]>([])
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { message } = App.useApp()
  const template = useJob(fileRef)
  const saveTemplate = async (kind: ImportKind) => {
    const file = await template.start(() => client.imports.template({ kind }))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  const next = useRef(0)
  const take = (list: FileList | null) => {
    if (!list) return
    const taken = [...list].map((file) => ({ key: `${next.current++}`, file, kind: null, ready: null }))
    setFiles((before) => [...before, ...taken])
  }
  const onReady = useCallback((key: string, ready: ReadyFile | null) => {
    setFiles((before) =>
      before.map((one) => (one.key === key ? { ...one, ready, kind: ready?.kind ?? one.kind } : one)),
    )
  }, [])
  const ordered = inOrder(files)
  const ready = ordered.flatMap((one) => (one.ready ? [one.ready] : []))
  const runAll = async (dryRun: boolean) => {
    setBusy(true)
    try {
      for (const one of ready) if (!(await one.run(dryRun))) break
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which works by keyboard */}
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        <div className="row" style={{ justifyContent: 'center' }}>
          <FileExcelOutlined style={{ fontSize: 20 }} aria-hidden />
          把工作簿拖到这里，或
          <Button type="primary" size="small" onClick={() => input.current?.click()}>
            选择文件
          </Button>
        </div>
        {files.length === 0 && (
          <div style={{ marginTop: 8 }}>
            几份一起放进来也行，会按先后需要排好（.xlsx 或
            .csv）。表头不用改；先试运行看清楚，再导入；导入后还能撤销。
          </div>
        )}
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".xlsx,.xlsm,.csv"
          data-testid="workbooks"
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
      </div>
      {files.length === 0 && (
        <section className="card" aria-label="可以导入的表">
          <h2>可以导入的表</h2>
          <Problem error={template.error} />
          <dl className="facts import-kinds" style={{ gridTemplateColumns: '108px minmax(0, 1fr)' }}>
            {IMPORT_KINDS.map((kind) => (
              <Fragment key={kind}>
                <dt>{IMPORT_KIND_TEXT[kind]}</dt>
                <dd className="wide row spread">
                  <span>{IMPORT_KIND_HINT[kind]}</span>
                  <Button
                    size="small"
                    type="link"
                    disabled={template.running}
                    aria-label={`存一份${IMPORT_KIND_TEXT[kind]}的空表`}
                    onClick={() => void saveTemplate(kind)}
                  >
                    存空表
                  </Button>
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      )}
      {ready.length > 1 && (
        <div className="row">
          <span>{ready.length} 份工作簿，按下面的先后：</span>
          <Button disabled={busy} onClick={() => void runAll(true)}>
            依次试运行
          </Button>
          <Button type="primary" disabled={busy} onClick={() => void runAll(false)}>
            依次导入
          </Button>
        </div>
      )}
      {ordered.map(({ key, file }) => (
        <FileCard
          key={key}
          id={key}
          file={file}
          onReady={onReady}
          onRemove={() => setFiles((before) => before.filter((one) => one.key !== key))}
        />
      ))}
    </div>
  )
}
