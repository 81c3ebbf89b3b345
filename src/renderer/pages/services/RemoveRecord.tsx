import { App, Button } from 'antd'
import { useAskReason } from '../../components/ask.tsx'
import { problemOf } from '../../components/problem.ts'
import { useDone } from '../../frame/undo.ts'

/** Deletes one record of the form it stands in, with a reason; it can be taken back. */
export function RemoveRecord({
  what,
  remove,
  onDone,
}: {
  what: string
  remove: (reason: string) => Promise<{ txId: string }>
  onDone: () => void
}) {
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const ask = async () => {
    const reason = await askReason({
      title: `删除“${what}”`,
      effect: '删除后，履职清单和目标任务不再数这一条；可以撤销。',
      okText: '删除',
    })
    if (reason === null) return
    try {
      const { txId } = await remove(reason)
      done(txId, `删除 ${what}`)
      onDone()
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <div style={{ textAlign: 'right', marginBottom: 8 }}>
      <Button danger type="text" size="small" onClick={() => void ask()}>
        删除这一条…
      </Button>
    </div>
  )
}
