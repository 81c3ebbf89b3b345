import { App, Button } from 'antd'
import { createElement, useCallback, useMemo } from 'react'
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

const SHOWN_SECONDS = 8

/** The same for what is done to many at once: the notice itself holds the button that takes it back. */
export function useDoneToMany() {
  const { message } = App.useApp()
  const undo = useUndo()
  return useCallback(
    (txId: string | null, label: string) => {
      rememberAction(txId, label)
      const key = txId ?? label
      const takeBack = (one: string) => {
        message.destroy(key)
        takeLastAction()
        undo.of(one, label)
      }
      message.success({
        key,
        duration: SHOWN_SECONDS,
        content: txId
          ? createElement(
              'span',
              null,
              `${label}（Ctrl+Z 撤销）`,
              createElement(
                Button,
                { type: 'link', size: 'small', onClick: () => takeBack(txId) },
                '撤销这一步',
              ),
            )
          : label,
      })
    },
    [message, undo],
  )
}
