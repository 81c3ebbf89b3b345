import { App, Button, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { fileRef } from '../../../../shared/contract/files.ts'
import type { LayoutView } from '../../../../shared/contract/papers.ts'
import { MAX_OFFSET_MM } from '../../../../shared/domain/papers.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { saveFile } from '../../../components/save-file.ts'
import { useJob } from '../../../state/jobs.ts'

const calibrated = z.object({ file: fileRef })

/** Where an overprint stands: millimetres to the right and down, with a page to measure them by. */
export function Offset({ layout, onClose }: { layout: LayoutView; onClose: () => void }) {
  const { message } = App.useApp()
  const job = useJob(calibrated)
  const [right, setRight] = useState(layout.offset?.rightMm ?? 0)
  const [down, setDown] = useState(layout.offset?.downMm ?? 0)
  const [problem, setProblem] = useState<unknown>()
  const save = async () => {
    await client.papers.setOffset({ layout: layout.id, rightMm: right, downMm: down })
  }
  const calibrate = async () => {
    try {
      await save()
      const made = await job.start(() => client.papers.calibration({ layout: layout.id }))
      if (made) await saveFile(made.file)
    } catch (error) {
      setProblem(error)
    }
  }
  const done = async () => {
    try {
      await save()
      message.success('套打位置已保存')
      onClose()
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  return (
    <Modal
      open
      title={`套打位置：${layout.name}`}
      okText="保存位置"
      cancelText="不改了"
      onOk={() => void done()}
      onCancel={onClose}
    >
      <p>
        套打只打填写的内容，打在已印好的表上。先打校准页，量左上十字到纸边的距离，与 20
        毫米相差多少，就在这里填多少；向左、向上填负数。
      </p>
      <div className="row" style={{ gap: 16, margin: '12px 0' }}>
        <span>
          右移{' '}
          <InputNumber
            aria-label="右移毫米"
            min={-MAX_OFFSET_MM}
            max={MAX_OFFSET_MM}
            step={0.5}
            value={right}
            onChange={(value) => setRight(value ?? 0)}
          />{' '}
          毫米
        </span>
        <span>
          下移{' '}
          <InputNumber
            aria-label="下移毫米"
            min={-MAX_OFFSET_MM}
            max={MAX_OFFSET_MM}
            step={0.5}
            value={down}
            onChange={(value) => setDown(value ?? 0)}
          />{' '}
          毫米
        </span>
      </div>
      <Button disabled={job.running} onClick={() => void calibrate()}>
        保存位置并生成校准页
      </Button>
      <Problem error={problem ?? job.error} />
    </Modal>
  )
}
