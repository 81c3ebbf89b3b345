import { App, Button } from 'antd'
import { useAskReason } from '../../../components/ask.tsx'
import { problemOf } from '../../../components/problem.ts'
import { useDone } from '../../../frame/undo.ts'

/** A small act that asks for its reason first and can be undone. */
export function RemoveButton({
  what,
  title,
  effect,
  act,
  done: doneWords,
  strong = false,
}: {
  what: string
  title: string
  effect: string
  act: (reason: string) => Promise<{ txId: string }>
  done: string
  /** the one act of its page, not one among the links of a row */
  strong?: boolean
}) {
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const run = async () => {
    const reason = await askReason({ title, effect, okText: what })
    if (reason === null) return
    try {
      done((await act(reason)).txId, doneWords)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  if (strong)
    return (
      <Button danger onClick={() => void run()}>
        {what}
      </Button>
    )
  return (
    <button type="button" className="as-link" onClick={() => void run()}>
      {what}
    </button>
  )
}
