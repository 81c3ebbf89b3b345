import { App } from 'antd'
import type { Role } from '../../../../shared/contract/procedure.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useBarredFrom } from '../../../state/permission.ts'

/** A small act that asks for its reason first and can be undone. */
export function RemoveButton({
  what,
  title,
  effect,
  act,
  done: doneWords,
  strong = false,
  needs = 'reviewer',
}: {
  what: string
  title: string
  effect: string
  act: (reason: string) => Promise<{ txId: string }>
  done: string
  /** the one act of its page, not one among the links of a row */
  strong?: boolean
  /** least role that may do it */
  needs?: Role
}) {
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const barred = useBarredFrom(needs)
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
      <RoleButton needs={needs} danger onClick={() => void run()}>
        {what}
      </RoleButton>
    )
  return (
    <button
      type="button"
      className="as-link"
      disabled={barred !== undefined}
      title={barred}
      onClick={() => void run()}
    >
      {what}
    </button>
  )
}
