import { FileAddOutlined } from '@ant-design/icons'
import { Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { type PackInspection, packInspection } from '../../../../shared/contract/packs.ts'
import { PACK_TRUST_TEXT } from '../../../../shared/text/packs.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useJob } from '../../../state/jobs.ts'

/** A file that was chosen, or a pack that came with a bundle. */
type Source = { readonly token: string } | { readonly received: string }

/** Shows what is in a pack file and who signed it, and takes it in; `received`: it came with a bundle, none is chosen. */
export function InstallPack({
  onInstalled,
  received,
}: {
  onInstalled: (id: string) => void
  received?: string
}) {
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [source, setSource] = useState<Source>()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const look = useJob(packInspection)
  const install = useJob(z.object({ id: z.string(), txId: z.string() }))
  const done = useDone()
  const take = async (sourceOf: () => Promise<Source>) => {
    setOpen(true)
    setReason('')
    setProblem(undefined)
    look.reset()
    install.reset()
    try {
      const from = await sourceOf()
      setSource(from)
      await look.start(() => client.packs.inspect(from))
    } catch (error) {
      setProblem(error)
    }
  }
  const takeFile = (file: File | undefined) =>
    file === undefined ? undefined : take(async () => ({ token: (await client.files.put({ file })).token }))
  const seen = look.result
  const needsReason = seen !== undefined && seen.trust !== 'trusted'
  const ready =
    seen !== undefined &&
    seen.problems.length === 0 &&
    seen.installedAs === null &&
    (!needsReason || reason.trim().length >= 2)
  const run = async () => {
    if (!source || !seen) return
    const made = await install.start(() =>
      client.packs.install({ ...source, ...(needsReason ? { acceptReason: reason.trim() } : {}) }),
    )
    if (!made) return
    done(made.txId, `安装政策包 ${seen.documents.map(({ id }) => id).join('、')}`)
    setOpen(false)
    onInstalled(made.id)
  }
  return (
    <>
      {received === undefined ? (
        <>
          <RoleButton
            needs="reviewer"
            type="primary"
            icon={<FileAddOutlined />}
            onClick={() => input.current?.click()}
          >
            安装政策包
          </RoleButton>
          <input
            ref={input}
            type="file"
            accept=".llpack"
            hidden
            aria-label="政策包文件"
            onChange={(event) => {
              void takeFile(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </>
      ) : (
        <RoleButton needs="reviewer" size="small" onClick={() => void take(async () => ({ received }))}>
          查看、安装
        </RoleButton>
      )}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        width={640}
        title="安装政策包"
        destroyOnHidden
        footer={
          <>
            <Button onClick={() => setOpen(false)}>不安装</Button>
            <Button
              type="primary"
              danger={needsReason}
              disabled={!ready}
              loading={install.running}
              onClick={() => void run()}
            >
              {needsReason ? '仍然安装（不启用）' : '安装（不启用）'}
            </Button>
          </>
        }
      >
        <div className="stack">
          <Problem error={problem ?? look.error ?? install.error} />
          {look.running && <JobProgress job={look.job} onCancel={look.cancel} />}
          {seen && <Inspected seen={seen} />}
          {seen && needsReason && seen.problems.length === 0 && seen.installedAs === null && (
            <div className="ask-field">
              <span>仍要安装的原因（写入操作记录）</span>
              <Input.TextArea
                aria-label="仍要安装的原因"
                rows={2}
                maxLength={200}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </div>
          )}
        </div>
      </Modal>
    </>
  )
}

function Inspected({ seen }: { seen: PackInspection }) {
  return (
    <>
      <dl className="facts" data-testid="pack-inspection">
        {seen.documents.map((document) => (
          <FactsOf key={document.id} document={document} />
        ))}
        <dt>制作</dt>
        <dd className="wide">
          {seen.issuer}，<Digits>{seen.madeOn}</Digits>
        </dd>
        <dt>签名</dt>
        <dd className="wide">
          {seen.trust === 'trusted' ? (
            <span className="good">✓ {seen.signer}</span>
          ) : (
            <span className="bad">✗ {PACK_TRUST_TEXT[seen.trust]}</span>
          )}
        </dd>
        {seen.fingerprint && (
          <>
            <dt>指纹</dt>
            <dd className="wide digits">{seen.fingerprint}</dd>
          </>
        )}
      </dl>
      {seen.installedAs !== null && <div className="notice">这个政策包已经安装过，不用再装。</div>}
      {seen.installedAs === null && seen.trust === 'unknown' && (
        <div className="notice">
          请打电话给签发人，逐组核对上面的指纹；对得上的，先在“可信的签发人”中登记他的公钥，再来安装。
          <div className="digits pack-key">{seen.publicKey}</div>
        </div>
      )}
      {seen.installedAs === null && seen.trust === 'unsigned' && (
        <div className="notice">
          没有签名的文件说不清是谁做的，也看不出有没有被人改过。最好向签发人要签过名的。
        </div>
      )}
      {seen.problems.length > 0 && (
        <div className="notice" role="alert">
          里面有 {seen.problems.length} 处错误，不能安装。请把下面的话转给制作人：
          <ul className="pack-problems">
            {seen.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function FactsOf({ document }: { document: PackInspection['documents'][number] }) {
  return (
    <>
      <dt>文件</dt>
      <dd className="wide">
        <b className="digits">{document.id}</b> {document.title}{' '}
        <span className="faint">{document.number}</span>
      </dd>
      <dt>版本</dt>
      <dd>
        <Digits>{document.version}</Digits>
        {document.replaces !== null && `，替换现有的 ${document.replaces} 版`}
      </dd>
      <dt>有效期</dt>
      <dd>
        <Digits>
          {document.inForceFrom} 至 {document.inForceTo}
        </Digits>
      </dd>
      <dt>内容</dt>
      <dd className="wide">
        {document.rows} 条{document.supersedes.length > 0 && `；取代 ${document.supersedes.join('、')}`}
      </dd>
    </>
  )
}
