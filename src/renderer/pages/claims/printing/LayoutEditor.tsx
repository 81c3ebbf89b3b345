import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { fileRef } from '../../../../shared/contract/files.ts'
import type { LayoutView } from '../../../../shared/contract/papers.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskLeave } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { PdfView } from '../../../components/pdf/PdfView.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useJob } from '../../../state/jobs.ts'

const previewed = z.object({
  file: fileRef.nullable(),
  problem: z.object({ text: z.string(), line: z.int().nullable() }).nullable(),
})
/** The preview follows so long after the last key. */
const PAUSE_MS = 700

/** A layout's definition beside what it prints, with made-up people; saved as the office's own. */
export function LayoutEditor({ id, onDone }: { id: string; onDone: () => void }) {
  const layout = useQuery(api.papers.layout.queryOptions({ input: { id } }))
  if (!layout.data) return <Problem error={layout.error} />
  return <Editor key={layout.data.id} layout={layout.data} onDone={onDone} />
}

function Editor({ layout, onDone }: { layout: LayoutView & { definition: string }; onDone: () => void }) {
  const { message } = App.useApp()
  const askLeave = useAskLeave()
  const [name, setName] = useState(layout.own ? layout.name : `${layout.name}（本单位）`)
  const [definition, setDefinition] = useState(layout.definition)
  const area = useRef<HTMLTextAreaElement>(null)
  const job = useJob(previewed)
  const [shown, setShown] = useState<z.infer<typeof previewed> | null>(null)
  const { start } = job
  const asked = useRef(0)
  const { basedOn } = layout
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again when the words change, not when the job does
  useEffect(() => {
    const round = ++asked.current
    const timer = setTimeout(
      () => {
        void start(() => client.papers.preview({ basedOn, definition })).then((made) => {
          if (made && round === asked.current) setShown(made)
        })
      },
      shown === null ? 0 : PAUSE_MS,
    )
    return () => clearTimeout(timer)
  }, [definition, basedOn])
  const goTo = (line: number) => {
    const box = area.current
    if (!box) return
    const lines = definition.split('\n')
    const from = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    box.focus()
    box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
    const height = box.scrollHeight / lines.length
    box.scrollTop = Math.max(0, (line - 4) * height)
  }
  const save = async () => {
    try {
      await client.papers.saveLayout({
        ...(layout.own ? { id: layout.id } : {}),
        basedOn,
        name: name.trim(),
        definition,
      })
      message.success(`版式“${name.trim()}”已保存`)
      onDone()
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  const leave = async () => {
    if (definition === layout.definition || (await askLeave())) onDone()
  }
  return (
    <>
      <div className="toolbar row-wrap">
        <Button onClick={() => void leave()}>返回版式</Button>
        <Input
          aria-label="版式名称"
          style={{ width: 300 }}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <span className="spring" />
        <RoleButton
          needs="reviewer"
          type="primary"
          disabled={name.trim() === '' || shown === null || shown.problem !== null}
          onClick={() => void save()}
        >
          {layout.own ? '保存版式' : '存为本单位版式'}
        </RoleButton>
      </div>
      <div style={{ display: 'flex', flex: 1, minHeight: 0 }}>
        <div style={{ display: 'flex', flexDirection: 'column', width: '42%', minWidth: 0 }}>
          <textarea
            ref={area}
            aria-label="版式内容"
            spellCheck={false}
            wrap="off"
            className="mono"
            style={{
              flex: 1,
              resize: 'none',
              padding: 12,
              border: 0,
              borderRight: '1px solid var(--line, #d9d9d9)',
              background: 'transparent',
              color: 'inherit',
              font: '13px/1.5 Consolas, "Noto Sans Mono CJK SC", monospace',
            }}
            value={definition}
            onChange={(event) => setDefinition(event.target.value)}
          />
          {shown?.problem && (
            <div className="action-bar row" role="alert" data-testid="layout-problem">
              <span style={{ flex: 1 }}>{shown.problem.text}</span>
              {shown.problem.line !== null && (
                <Button size="small" onClick={() => goTo(shown.problem?.line ?? 1)}>
                  到第 {shown.problem.line} 行
                </Button>
              )}
            </div>
          )}
          <Problem error={job.error} />
        </div>
        <div style={{ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }}>
          {shown?.file && <PdfView key={shown.file.token} file={shown.file} label="版式预览" mixed />}
          {shown?.problem && !shown.file && (
            <div className="quiet" style={{ padding: 40 }}>
              改正左边的错误后，这里显示用虚构人员打印的样子。
            </div>
          )}
        </div>
      </div>
    </>
  )
}
