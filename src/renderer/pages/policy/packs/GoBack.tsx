import type { PackView } from '../../../../shared/contract/packs.ts'
import { client } from '../../../client.ts'
import { RemoveButton } from './RemoveButton.tsx'

/** 退回旧版: every day is calculated as before the pack; the pack stays installed. */
export function GoBack({ pack, strong = false }: { pack: PackView; strong?: boolean }) {
  const ids = pack.documents.map(({ id }) => id).join('、')
  return (
    <RemoveButton
      strong={strong}
      what="退回旧版"
      title={`退回旧版：不再用 ${ids}`}
      effect="各天的测算回到启用以前，请重新测算一次。已生成的申领按当时的文件冻结，不变；政策包还在，可以再次启用。"
      act={(reason) => client.packs.deactivate({ id: pack.id, reason })}
      done={`退回旧版 ${ids}`}
    />
  )
}
