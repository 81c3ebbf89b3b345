import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import type { BankProfileView } from '../../../../shared/contract/payments.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSaveKey } from '../../../state/save-key.ts'
import { useUnsaved } from '../../../state/unsaved.ts'
import { ProfilePreview } from './ProfilePreview.tsx'

/** 银行格式: how a bank wants its file and answers it, beside what the file would look like. */
export function BankProfiles({ chooser }: { chooser: ReactNode }) {
  const profiles = useQuery(api.payments.profiles.queryOptions({ input: {} }))
  const [id, setId] = useState<string>()
  const list = profiles.data ?? []
  const chosen = list.find((one) => one.id === id) ?? list[0]
  return (
    <>
      <div className="toolbar">
        {chooser}
        <span className="quiet">自带的几种是样子，不是哪家银行的正式格式；照开户行的要求复制一份来改。</span>
      </div>
      <div className="own-scroll">
        <Problem error={profiles.error} retry={() => void profiles.refetch()} />
        {profiles.isPending && <Skeleton active />}
        <div className="doc-layout">
          <nav className="doc-nav" aria-label="银行格式">
            {list.map((one) => (
              <button
                key={one.id}
                type="button"
                aria-pressed={one.id === chosen?.id}
                onClick={() => setId(one.id)}
              >
                <b>{one.name}</b>
                <div className="quiet">
                  {one.formatText}，{one.own ? '本单位' : '软件自带'}
                </div>
              </button>
            ))}
          </nav>
          {chosen && <Editor key={chosen.id} profile={chosen} onSaved={setId} />}
        </div>
      </div>
    </>
  )
}

/** A copy needs a name of its own. */
function copyOf(profile: BankProfileView): string {
  return profile.definition
    .replace(/^name:.*$/m, `name: ${profile.name}（本单位）`)
    .replace(/^origin:.*$/m, 'origin: 本单位按开户行的要求修改')
}

function Editor({ profile, onSaved }: { profile: BankProfileView; onSaved: (id: string) => void }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [draft, setDraft] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const text = draft ?? profile.definition
  const editable = profile.own || draft !== undefined
  useUnsaved(draft !== undefined && draft !== profile.definition)
  const save = async () => {
    if (draft === undefined || busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      const saved = await client.payments.saveProfile({
        ...(profile.own ? { id: profile.id } : { basedOn: profile.id }),
        definition: draft,
      })
      done(saved.txId, '保存银行格式')
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
      title: `删除银行格式“${profile.name}”`,
      effect: '已经生成的支付文件不受影响；以后不能再用这种格式。',
      okText: '删除银行格式',
    })
    if (reason === null) return
    try {
      const { txId } = await client.payments.removeProfile({ id: profile.id, reason })
      done(txId, `删除银行格式 ${profile.name}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <div className="stack" style={{ minWidth: 0 }}>
      <div className="row row-wrap">
        <b>{profile.name}</b>
        <span className="quiet">{profile.origin}</span>
        <span style={{ flex: 1 }} />
        {!editable && (
          <RoleButton needs="reviewer" type="primary" onClick={() => setDraft(copyOf(profile))}>
            复制一份来改
          </RoleButton>
        )}
        {draft !== undefined && (
          <>
            <Button onClick={() => setDraft(undefined)}>放弃改动</Button>
            <Button type="primary" loading={busy} onClick={() => void save()}>
              {profile.own ? '保存' : '另存为本单位的格式'}
            </Button>
          </>
        )}
        {profile.own && draft === undefined && (
          <RoleButton needs="reviewer" danger type="text" onClick={() => void remove()}>
            删除…
          </RoleButton>
        )}
      </div>
      <Problem error={problem} />
      <div className="profile-columns">
        <Input.TextArea
          aria-label="银行格式的定义"
          spellCheck={false}
          readOnly={!editable}
          autoSize={{ minRows: 18, maxRows: 30 }}
          value={text}
          onChange={(event) => setDraft(event.target.value)}
        />
        <ProfilePreview definition={text} />
      </div>
    </div>
  )
}
