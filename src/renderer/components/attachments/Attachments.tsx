import {
  DeleteOutlined,
  FileImageOutlined,
  FileOutlined,
  FilePdfOutlined,
  PaperClipOutlined,
  SaveOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Modal, Select, Skeleton } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import {
  type AttachmentOwner,
  type AttachmentView,
  addedAttachment,
} from '../../../shared/contract/attachments.ts'
import { LARGEST_ATTACHMENT, tooLargeToAttach, viewerOf } from '../../../shared/domain/attachments.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { useDone } from '../../frame/undo.ts'
import { finishedJob } from '../../state/jobs.ts'
import { useAskReason } from '../ask.tsx'
import { Problem } from '../Problem.tsx'
import { problemOf } from '../problem.ts'
import { saveFile } from '../save-file.ts'
import { momentText, sizeText } from '../values.tsx'
import { AttachmentViewer } from './AttachmentViewer.tsx'
import { openAttachment } from './open-attachment.ts'

/**
 * The files of one owner: list, viewer, drop zone, saving a copy, removing with a reason. `items` are the names of a
 * checklist to file them under; `onView` shows a file in a place of the page's own instead of a window over it.
 */
export function Attachments({
  owner,
  items = [],
  empty,
  onView,
  viewed,
}: {
  owner: AttachmentOwner
  items?: readonly string[]
  /** what belongs here, where there is nothing yet */
  empty: ReactNode
  onView?: (attachment: AttachmentView) => void
  /** id of the file that the page shows */
  viewed?: string | undefined
}) {
  const list = useQuery(api.attachments.list.queryOptions({ input: { owner } }))
  const [window, setWindow] = useState<AttachmentView>()
  return (
    <div className="attachments">
      <Problem error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Skeleton active paragraph={{ rows: 1 }} />}
      {list.data?.length === 0 && <div className="quiet">{empty}</div>}
      {list.data && list.data.length > 0 && (
        <ul className="attached" aria-label="附件">
          {list.data.map((one) => (
            <Attached key={one.id} attachment={one} shown={one.id === viewed} onView={onView ?? setWindow} />
          ))}
        </ul>
      )}
      <AddFiles owner={owner} items={items} />
      <Modal
        open={window !== undefined}
        onCancel={() => setWindow(undefined)}
        title={window?.name}
        footer={null}
        width="min(1100px, 94vw)"
        style={{ top: 24 }}
        destroyOnHidden
      >
        <div className="attachment-window">{window && <AttachmentViewer attachment={window} />}</div>
      </Modal>
    </div>
  )
}

function Attached({
  attachment,
  shown,
  onView,
}: {
  attachment: AttachmentView
  shown: boolean
  onView: (attachment: AttachmentView) => void
}) {
  const { id, name, item, held } = attachment
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const attempt = (act: () => Promise<void>) =>
    void act().catch((error: unknown) => message.error(problemOf(error).text, 6))
  const remove = async () => {
    const reason = await askReason({
      title: `移除附件“${name}”`,
      effect: '从这里拿掉。7 天之内可以撤销；之后若没有别处也附着同一份文件，原件会从台账里清除。',
      okText: '移除附件',
    })
    if (reason === null) return
    const { txId } = await client.attachments.remove({ id, reason })
    done(txId, `移除附件 ${name}`)
  }
  const save = async () => {
    const file = await openAttachment(id)
    await saveFile(file)
    await client.files.forget({ token: file.token })
  }
  return (
    <li aria-current={shown || undefined}>
      <TypeIcon mime={attachment.mime} />
      <div className="attached-what">
        {item && <span className="cat">{item}</span>}
        {held ? (
          <button type="button" className="as-link" onClick={() => onView(attachment)}>
            {name}
          </button>
        ) : (
          <span>
            {name} <span className="faint">原件在别的办公室</span>
          </span>
        )}
        <div className="faint digits">
          {sizeText(attachment.size)} · {attachment.addedBy} {momentText(attachment.addedAt)}
        </div>
      </div>
      {held && (
        <Button
          size="small"
          type="text"
          icon={<SaveOutlined />}
          aria-label={`另存 ${name}`}
          title="另存一份（没有加密的副本）"
          onClick={() => attempt(save)}
        />
      )}
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={`移除 ${name}`}
        title="移除"
        onClick={() => attempt(remove)}
      />
    </li>
  )
}

function TypeIcon({ mime }: { mime: string }) {
  const viewer = viewerOf(mime)
  const Icon = viewer === 'pdf' ? FilePdfOutlined : viewer === 'image' ? FileImageOutlined : FileOutlined
  return <Icon aria-hidden className="faint" style={{ fontSize: 16, marginTop: 2 }} />
}

/** Files are taken one after another; what is refused says why and does not hold up the rest. */
function AddFiles({ owner, items }: { owner: AttachmentOwner; items: readonly string[] }) {
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState<string>()
  const [problems, setProblems] = useState<readonly unknown[]>([])
  const [item, setItem] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const done = useDone()
  const take = async (files: readonly File[]) => {
    const failed: unknown[] = []
    for (const file of files) {
      setBusy(file.name)
      try {
        const added = await attach(owner, file, item)
        done(added.txId, `附上 ${file.name}`)
      } catch (error) {
        failed.push(error)
      }
    }
    setBusy(undefined)
    setProblems(failed)
  }
  return (
    <>
      {problems.map((problem, at) => (
        <Problem
          // biome-ignore lint/suspicious/noArrayIndexKey: what was refused in one go, which is replaced whole
          key={at}
          error={problem}
          onClose={() => setProblems((all) => all.filter((one) => one !== problem))}
        />
      ))}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which works by keyboard */}
      <div
        className={over ? 'drop drop-small drop-over' : 'drop drop-small'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void take([...event.dataTransfer.files])
        }}
      >
        {items.length > 0 && (
          <Select
            size="small"
            allowClear
            style={{ minWidth: 150 }}
            placeholder="选名目"
            aria-label="附件名目"
            value={item ?? null}
            options={items.map((one) => ({ value: one, label: one }))}
            onChange={(chosen: string | null | undefined) => setItem(chosen ?? undefined)}
          />
        )}
        <Button
          size="small"
          icon={<PaperClipOutlined />}
          loading={busy !== undefined}
          onClick={() => input.current?.click()}
        >
          {busy === undefined ? '附上文件' : `正在附上 ${busy}`}
        </Button>
        <span className="faint">
          或拖到这里；每个不超过 {LARGEST_ATTACHMENT / 1024 / 1024} MB，加密存在台账里
        </span>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          data-testid="attach"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            void take(files)
          }}
        />
      </div>
    </>
  )
}

async function attach(owner: AttachmentOwner, file: File, item: string | undefined) {
  // Refused before half a minute of copying; the ledger holds to the same limit.
  if (file.size > LARGEST_ATTACHMENT) throw tooLargeToAttach(file.name, file.size)
  const { token } = await client.files.put({ file })
  try {
    const { jobId } = await client.attachments.add({
      owner,
      token,
      ...(item === undefined ? {} : { item }),
    })
    return addedAttachment.parse(await finishedJob(jobId))
  } finally {
    void client.files.forget({ token })
  }
}
