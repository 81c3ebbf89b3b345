import { App, Button } from 'antd'
import { useState } from 'react'
import type { ExportProfileView } from '../../../../shared/contract/exports.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Attachments } from '../../../components/attachments/Attachments.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSaveKey } from '../../../state/save-key.ts'
import { useUnsaved } from '../../../state/unsaved.ts'
import { DefinitionAndPreview } from './DefinitionAndPreview.tsx'
import { RunExport } from './RunExport.tsx'

/** A copy needs a name of its own, and is the office's. */
function copyOf({ definition, name }: ExportProfileView): string {
  return definition
    .replace(/^name:.*$/m, `name: ${name}（本单位）`)
    .replace(/^owner:.*$/m, 'owner: 本单位按接收方的要求修改')
}

/** One profile: what it is, its export, its definition beside the first rows, the receiver's template. */
export function ExportProfile({
  profile,
  onSaved,
}: {
  profile: ExportProfileView
  onSaved: (id: string) => void
}) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [draft, setDraft] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const changed = draft !== undefined && draft !== profile.definition
  useUnsaved(changed)
  const save = async () => {
    if (draft === undefined || busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      const saved = await client.exports.save({
        ...(profile.own ? { id: profile.id } : { basedOn: profile.id }),
        definition: draft,
      })
      done(saved.txId, '保存导出格式')
      setDraft(undefined)
      onSaved(saved.id)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => void save())
  const remove = async () => {
    const reason = await askReason({
      title: `删除导出格式“${profile.name}”`,
      effect: '已经导出的工作簿和记录不受影响；以后不能再用这种格式导出。',
      okText: '删除导出格式',
    })
    if (reason === null) return
    try {
      const { txId } = await client.exports.remove({ id: profile.id, reason })
      done(txId, `删除导出格式 ${profile.name}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <div className="stack" style={{ minWidth: 0 }}>
      <div className="row">
        <b className="nowrap" style={{ fontSize: 15 }}>
          {profile.name}
        </b>
        <span className="quiet cut" title={profile.owner}>
          第 {profile.version} 版 · 每行一{UNITS[profile.source]} · {profile.columns} 列 · {profile.owner}
        </span>
        {draft !== undefined ? (
          <>
            <Button onClick={() => setDraft(undefined)}>{changed ? '放弃改动' : '不改了'}</Button>
            <Button type="primary" loading={busy} disabled={!changed} onClick={() => void save()}>
              {profile.own ? '保存' : '另存为本单位的格式'}
            </Button>
          </>
        ) : profile.own ? (
          <>
            <RoleButton needs="reviewer" onClick={() => setDraft(profile.definition)}>
              修改
            </RoleButton>
            <RoleButton needs="reviewer" danger type="text" onClick={() => void remove()}>
              删除…
            </RoleButton>
          </>
        ) : (
          <RoleButton needs="reviewer" onClick={() => setDraft(copyOf(profile))}>
            复制一份来改
          </RoleButton>
        )}
      </div>
      <Problem error={problem} />
      {draft === undefined && profile.source !== 'results' && <RunExport profile={profile} />}
      <DefinitionAndPreview
        definition={draft ?? profile.definition}
        onChange={draft === undefined ? undefined : setDraft}
      />
      {profile.own && profile.source !== 'results' && draft === undefined && (
        <section className="card" aria-label="接收方的模板">
          <h2>
            接收方的模板 <span className="quiet">最后附上的 .xlsx；没有就用我们的表头</span>
          </h2>
          <Attachments
            owner={{ kind: 'export-profile', id: profile.id }}
            empty="对方给了带表头的空表，就附在这里：导出时保留它表头以上的样子，把内容写在对得上的表头下面；对不上的表头，在定义的 aliases 里写上对方的叫法。"
          />
        </section>
      )}
    </div>
  )
}

const UNITS: Readonly<Record<ExportProfileView['source'], string>> = {
  people: '人',
  spells: '段务工',
  'insured-months': '段参保',
  vacancies: '条岗位',
  claims: '份申领',
  results: '行结果',
}
