import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { hasDisplay, openInBrowser } from '../../http/browser.ts'
import { serveHttp } from '../../http/server.ts'
import type { Act } from '../main.ts'
import { openFor, passphraseFor, withApp } from '../run-context.ts'
import { wholeNumber } from '../usage.ts'

/** serve: the http host, until Ctrl+C. */
export function addServeCommand(program: Command, act: Act): void {
  program
    .command('serve')
    .description('在本机浏览器中使用（只听 127.0.0.1；显示的地址只能用一次）')
    .option('--ledger <file>', '启动时打开的台账（省略则在页面中选择）')
    .option('--port <n>', '端口（省略则自动选）', wholeNumber(1, 65_535))
    .option('--no-open', '不自动打开浏览器')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger?: string; port?: number; open: boolean }) =>
      act((context) =>
        withApp(context, 'http', async (running) => {
          const { app } = running
          const { terminal, installation, json } = context
          if (!existsSync(installation.screens)) {
            throw new Refusal('http.not-built', '界面还没有生成，请先在项目文件夹中运行 npm run build。')
          }
          if (options.ledger !== undefined) {
            const path = resolve(options.ledger)
            const passphrase = await passphraseFor(terminal)
            if (context.officer !== undefined) await openFor(context, running, path, passphrase)
            // Who is at the desk is asked on the page.
            else await running.call('ledger.open', { path, passphrase, remember: false })
          } else app.warm()
          const host = await serveHttp(app, { screens: installation.screens, port: options.port ?? 0 }).catch(
            portRefusal,
          )
          const line = `在浏览器中打开（只能用一次）：${host.address}\n按 Ctrl+C 结束。\n`
          terminal.out(
            json ? `${JSON.stringify({ ok: true, address: host.address, port: host.port })}\n` : line,
          )
          if (options.open && !json && hasDisplay(process.platform, terminal.env))
            openInBrowser(host.address, spawn)
          await new Promise<void>((done) => terminal.onInterrupt(done))
          await host.close()
          return undefined
        }),
      ),
    )
}

function portRefusal(error: NodeJS.ErrnoException): never {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
    throw new Refusal(
      'http.port-taken',
      '这个端口已被占用或不允许使用，请换一个，或省略 --port 让程序自己选。',
    )
  }
  throw error
}
