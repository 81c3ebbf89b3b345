import { App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { client } from '../../client.ts'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'

const undone = z.object({ importId: z.string(), restored: z.int(), removed: z.int() })

/** Takes a whole import back, after saying what that does. */
export function UndoImport({
  importId,
  words,
  size = 'middle',
}: {
  importId: string
  words: string
  size?: 'small' | 'middle'
}) {
  const { modal } = App.useApp()
  const undo = useJob(undone)
  const [done, setDone] = useState(false)
  const ask = () =>
    modal.confirm({
      title: '撤销这次导入',
      icon: null,
      content: `这次导入${words}。撤销后，新增的会拿掉，变更的恢复成导入前的样子；导入以后又被改过的，会告诉您而不会动。`,
      okText: '撤销导入',
      cancelText: '不撤销',
      okButtonProps: { danger: true },
      onOk: async () => {
        if (await undo.start(() => client.imports.undo({ importId }))) setDone(true)
      },
    })
  if (done && undo.result)
    return (
      <span className="good">
        ✓ 已撤销：拿掉 {count(undo.result.removed)}，恢复 {count(undo.result.restored)}
      </span>
    )
  return (
    <>
      <Button size={size} disabled={undo.running} onClick={ask}>
        撤销这次导入
      </Button>
      {undo.running && (
        <div style={{ minWidth: 320 }}>
          <JobProgress job={undo.job} />
        </div>
      )}
      <Problem error={undo.error} />
    </>
  )
}
