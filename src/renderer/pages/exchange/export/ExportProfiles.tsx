import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import type { ExportProfileView } from '../../../../shared/contract/exports.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count, momentText } from '../../../components/values.tsx'
import { useHasUnsaved } from '../../../state/unsaved.ts'
import { ExportProfile } from './ExportProfile.tsx'

/** The profiles at the left; the chosen one with what it writes, and the button that writes it. */
export function ExportProfiles() {
  const profiles = useQuery(api.exports.profiles.queryOptions({ input: {} }))
  const [params, setParams] = useSearchParams()
  const unsaved = useHasUnsaved()
  const list = profiles.data ?? []
  const asked = params.get('profile')
  const chosen = list.find(({ id }) => id === asked) ?? list[0]
  const choose = (id: string) => setParams({ profile: id }, { replace: true })
  return (
    <>
      <Problem error={profiles.error} retry={() => void profiles.refetch()} />
      {profiles.isPending && <Skeleton active />}
      <div className="doc-layout export-layout">
        <nav className="doc-nav" aria-label="导出格式">
          {list.map((one) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one.id === chosen?.id}
              disabled={unsaved && one.id !== chosen?.id}
              title={unsaved && one.id !== chosen?.id ? '先保存或放弃改动' : undefined}
              onClick={() => choose(one.id)}
            >
              <b>{one.name}</b>
              <div className="quiet">
                {one.own ? '本单位' : one.receiver} · <span className="digits">{standing(one)}</span>
              </div>
            </button>
          ))}
        </nav>
        {chosen && <ExportProfile key={chosen.id} profile={chosen} onSaved={choose} />}
      </div>
    </>
  )
}

/** Where a profile stands, in a few words. */
function standing(one: ExportProfileView): string {
  if (one.problems > 0) return `写得不对 ${one.problems} 处`
  if (one.source === 'results') return '收到文件时自动用'
  return one.lastAt === null
    ? '没有导出过'
    : `${momentText(one.lastAt).slice(5)} ${count(one.lastRows ?? 0)} 行`
}
