#!/usr/bin/env node
// Node 22 keeps what it has compiled, when asked before there is anything to compile: beside this file, so that it goes
// where this program goes. https://nodejs.org/api/module.html#module-compile-cache
import nodeModule from 'node:module'
import { join } from 'node:path'

if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function')
  nodeModule.enableCompileCache(join(import.meta.dirname, 'compiled'))

await import('./main.ts')
