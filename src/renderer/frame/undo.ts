import { App } from 'antd'
import { useCallback, useMemo } from 'react'
import { client } from '../client.ts'
import { problemOf } from '../components/problem.ts'
import { rememberAction, takeLastAction } from '../state/undo.ts'

/** Takes back the last change, and says in words what was taken back. */
export function useUndo(): { run(): void; of(txId: string, label: string): void } {
  const { message } = App.useApp()
  const undo = useCallback(
    async (txId: string, label: string) => {
      try {
        const undone = await client.people.undo({ txId })
        message.success(`已撤销：${label || undone.label}`)
      } catch (error) {
        message.error(problemOf(error).text, 6)
      }
    },
    [message],
  )
  return useMemo(
    () => ({
      run: () => {
        const last = takeLastAction()
        if (last) void undo(last.txId, last.label)
        else message.info('没有可以撤销的操作')
      },
      of: (txId, label) => void undo(txId, label),
    }),
    [undo, message],
  )
}

/** Says that a change is done and offers to take it back. */
export function useDone() {
  const { message } = App.useApp()
  return useCallback(
    (txId: string | null, label: string) => {
      rememberAction(txId, label)
      message.success(txId ? `${label}（Ctrl+Z 撤销）` : label)
    },
    [message],
  )
}
