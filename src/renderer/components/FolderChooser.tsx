import { ArrowUpOutlined, DatabaseOutlined, FolderOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Spin } from 'antd'
import { useState } from 'react'
import { api } from '../api.ts'
import { Problem } from './Problem.tsx'
import { momentText, sizeText } from './values.tsx'

/** Looks through the folders of this computer: for a ledger to open, or for a folder to put something into. */
export function FolderChooser({
  what,
  onChoose,
  onClose,
}: {
  what: 'ledger' | 'folder'
  onChoose: (path: string) => void
  onClose: () => void
}) {
  const [asked, setAsked] = useState<string | null>(null)
  const found = useQuery({
    ...api.files.browse.queryOptions({ input: { folder: asked } }),
    // A stick may have been put in or taken out since it was last looked at.
    staleTime: 0,
    placeholderData: (before) => before,
  })
  const view = found.data
  return (
    <Modal
      open
      width={680}
      title={what === 'ledger' ? '选台账文件' : '选一个文件夹'}
      onCancel={onClose}
      cancelText="不选了"
      okText="就放这里"
      okButtonProps={{ disabled: !view, ...(what === 'ledger' ? { style: { display: 'none' } } : {}) }}
      onOk={() => view && onChoose(view.folder)}
    >
      <Problem error={found.error} />
      {!view && !found.error && <Spin />}
      {view && (
        <div className="folder-chooser">
          <ul aria-label="从哪里找">
            {view.places.map((place) => (
              <li key={place.path}>
                <Button
                  type="text"
                  block
                  className={place.path === view.folder ? 'pressed' : ''}
                  title={place.path}
                  onClick={() => setAsked(place.path)}
                >
                  {place.name}
                </Button>
              </li>
            ))}
          </ul>
          <div>
            <div className="row" style={{ marginBottom: 6 }}>
              <Button
                size="small"
                icon={<ArrowUpOutlined />}
                disabled={view.parent === null}
                onClick={() => setAsked(view.parent)}
              >
                上一级
              </Button>
              <span className="quiet" style={{ overflowWrap: 'anywhere' }}>
                {view.folder}
              </span>
            </div>
            <ul className="folder-list" aria-label="这个文件夹里的">
              {view.folders.map((one) => (
                <li key={one.path}>
                  <button type="button" onClick={() => setAsked(one.path)}>
                    <FolderOutlined aria-hidden /> {one.name}
                  </button>
                </li>
              ))}
              {view.ledgers.map((one) => (
                <li key={one.path}>
                  <button type="button" disabled={what === 'folder'} onClick={() => onChoose(one.path)}>
                    <DatabaseOutlined aria-hidden /> <b>{one.name}</b>
                    <span className="faint digits nowrap">
                      {sizeText(one.size)}，{momentText(one.changedAt)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {view.folders.length + view.ledgers.length === 0 && (
              <p className="quiet">
                {what === 'ledger'
                  ? '这里没有台账文件（以 .ledger 结尾），也没有文件夹。'
                  : '这里没有文件夹。'}
              </p>
            )}
            {view.more && <p className="quiet">只列出前 500 个。</p>}
          </div>
        </div>
      )}
    </Modal>
  )
}
