import { FolderOpenOutlined, SaveOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { queryClient } from '../../api.ts'
import { client } from '../../client.ts'
import { FolderChooser } from '../../components/FolderChooser.tsx'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { Moment, sizeText } from '../../components/values.tsx'
import { useJob } from '../../state/jobs.ts'
import { useLedger } from '../../state/session.ts'

const backupResult = z.object({ path: z.string(), size: z.int() })

/** A verified copy of the ledger, under the same passphrase. */
export function Backup() {
  const { lastBackupAt } = useLedger()
  const [path, setPath] = useState('')
  const [choosing, setChoosing] = useState(false)
  const job = useJob(backupResult)
  const backup = async () => {
    const made = await job.start(() => client.ledger.backup(path.trim() ? { path: path.trim() } : {}))
    if (made) await queryClient.invalidateQueries({ queryKey: [['ledger']] })
  }
  return (
    <div className="card stack" style={{ maxWidth: 640 }}>
      <p>
        上次备份：
        <Moment at={lastBackupAt} />
      </p>
      <p className="quiet" style={{ lineHeight: 1.7 }}>
        备份是整本台账的一份加密副本，用同一个口令打开。建议每周备份到 U
        盘，与电脑分开放。做的时候可以继续用。
      </p>
      <div className="stack" style={{ gap: 4 }}>
        存到哪里（不填：台账旁边的备份文件夹）
        <div className="row">
          <Input
            aria-label="备份存到哪里"
            value={path}
            onChange={(event) => setPath(event.target.value)}
            placeholder="如 E:\备份，或 E:\备份\马边县.ledger"
          />
          <Button icon={<FolderOpenOutlined />} onClick={() => setChoosing(true)}>
            选文件夹
          </Button>
        </div>
        {choosing && (
          <FolderChooser
            what="folder"
            onChoose={(folder) => {
              setPath(folder)
              setChoosing(false)
            }}
            onClose={() => setChoosing(false)}
          />
        )}
      </div>
      <div>
        <Button type="primary" icon={<SaveOutlined />} disabled={job.running} onClick={() => void backup()}>
          现在备份
        </Button>
      </div>
      {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
      <Problem error={job.error} />
      {job.result && (
        <p className="good" style={{ overflowWrap: 'anywhere' }} data-testid="backed-up">
          ✓ 已备份并核对：{job.result.path}（{sizeText(job.result.size)}）
        </p>
      )}
    </div>
  )
}
