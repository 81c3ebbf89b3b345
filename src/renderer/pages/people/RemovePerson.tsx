import { DeleteOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { client } from '../../client.ts'
import { useAskReason } from '../../components/ask.tsx'
import { problemOf } from '../../components/problem.ts'
import { useDone } from '../../frame/undo.ts'

/** Takes a person out of the ledger, with a reason; can be undone. */
export function RemovePerson({ person, onRemoved }: { person: PersonDetail; onRemoved: () => void }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const remove = async () => {
    const reason = await askReason({
      title: `把 ${person.name} 从台账删除`,
      effect: `名下有 ${person.spells.length} 段务工经历、${person.claims.length} 份申领。删除后不再出现在名单和测算里；可以撤销。`,
      okText: '删除此人',
    })
    if (reason === null) return
    try {
      const { txId } = await client.people.remove({ id: person.id, reason })
      done(txId, `删除 ${person.name}`)
      onRemoved()
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <Button
      size="small"
      type="text"
      icon={<DeleteOutlined />}
      aria-label="删除此人"
      title="删除此人"
      onClick={() => void remove()}
    />
  )
}
