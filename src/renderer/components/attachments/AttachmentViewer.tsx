import { SaveOutlined } from '@ant-design/icons'
import { Button, Spin } from 'antd'
import { useEffect, useState } from 'react'
import type { AttachmentView } from '../../../shared/contract/attachments.ts'
import type { FileRef } from '../../../shared/contract/files.ts'
import { viewerOf } from '../../../shared/domain/attachments.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../EmptyTeach.tsx'
import { Problem } from '../Problem.tsx'
import { PdfView } from '../pdf/PdfView.tsx'
import { saveBlob } from '../save-file.ts'
import { sizeText } from '../values.tsx'
import { openAttachment } from './open-attachment.ts'

/** A file of the ledger inside the app: PDF page by page, pictures whole; anything else can be saved as a copy. */
export function AttachmentViewer({ attachment }: { attachment: AttachmentView }) {
  const [file, setFile] = useState<FileRef>()
  const [problem, setProblem] = useState<unknown>()
  const viewer = viewerOf(attachment.mime)
  useEffect(() => {
    let gone = false
    let token: string | undefined
    const load = async () => {
      const opened = await openAttachment(attachment.id)
      token = opened.token
      if (gone) await client.files.forget({ token })
      else setFile(opened)
    }
    setFile(undefined)
    setProblem(undefined)
    load().catch((error: unknown) => {
      if (!gone) setProblem(error)
    })
    return () => {
      gone = true
      if (token !== undefined) void client.files.forget({ token })
    }
  }, [attachment.id])
  if (problem) return <Problem error={problem} />
  if (!file)
    return (
      <div style={{ padding: 40, textAlign: 'center' }}>
        <Spin />
      </div>
    )
  if (viewer === 'pdf') return <PdfView key={file.token} file={file} label={attachment.name} mixed />
  if (viewer === 'image') return <Picture file={file} />
  return (
    <EmptyTeach
      title={`“${attachment.name}”不能在软件里看`}
      actions={
        <Button
          type="primary"
          icon={<SaveOutlined />}
          onClick={() =>
            void client.files.read({ token: file.token }).then((blob) => saveBlob(blob, file.name))
          }
        >
          另存（{sizeText(file.size)}）
        </Button>
      }
    >
      能直接看的是 PDF 和图片。其他文件请另存到自己的电脑上，用办公软件打开；存出去的是没有加密的副本。
    </EmptyTeach>
  )
}

function Picture({ file }: { file: FileRef }) {
  const [url, setUrl] = useState<string>()
  const [whole, setWhole] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  useEffect(() => {
    let made: string | undefined
    let gone = false
    client.files
      .read({ token: file.token })
      .then((blob) => {
        if (gone) return
        made = URL.createObjectURL(blob)
        setUrl(made)
      })
      .catch((error: unknown) => {
        if (!gone) setProblem(error)
      })
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [file.token])
  if (problem) return <Problem error={problem} />
  return (
    <div className="picture-view">
      <button
        type="button"
        onClick={() => setWhole(!whole)}
        aria-label={whole ? '缩到窗口大小' : '按原大小看'}
        title={whole ? '缩到窗口大小' : '按原大小看'}
      >
        {url && <img src={url} alt={file.name} className={whole ? 'whole' : ''} />}
      </button>
    </div>
  )
}
