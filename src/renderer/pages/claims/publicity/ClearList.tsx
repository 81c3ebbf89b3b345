import { App, Button } from 'antd'
import { useState } from 'react'
import type { PublicListView } from '../../../../shared/contract/batches.ts'
import { client } from '../../../client.ts'
import { problemOf } from '../../../components/problem.ts'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'

/** 办结公示, from the day after its last one; before, the button says which day that is. */
export function ClearList({ list, small = false }: { list: PublicListView; small?: boolean }) {
  const { message } = App.useApp()
  const done = useDone()
  const [busy, setBusy] = useState(false)
  const early = list.daysLeft > 0
  const clear = async () => {
    setBusy(true)
    try {
      const made = await client.publicity.clear({ id: list.id })
      done(made.txId, `公示无异议，${count(made.count)} 份进入下一步`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      type="primary"
      size={small ? 'small' : 'middle'}
      disabled={early || list.openObjections > 0}
      title={
        early ? `公示到 ${list.to} 为止，次日起才能办结` : list.openObjections > 0 ? '先处理异议' : undefined
      }
      loading={busy}
      onClick={() => void clear()}
    >
      {early ? `公示到 ${list.to}，次日可办结` : '公示期满无异议，办结'}
    </Button>
  )
}
