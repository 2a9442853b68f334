// SPDX-License-Identifier: GPL-3.0-or-later
// The build of the pages. The C++ server serves dist/ and falls back to index.html, so all
// addresses in it are absolute from the root.
import { defineConfig } from 'vitest/config';
import vue from '@vitejs/plugin-vue';

const api = process.env.QUEQIAO_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  build: {
    target: 'es2021',
    rollupOptions: {
      output: {
        // Libraries change rarely: kept apart, a browser reloads only our own code after an update.
        // Element Plus is left to Rollup, which gives each page the components it uses.
        manualChunks(id: string) {
          if (/node_modules\/(echarts|zrender)\//.test(id)) return 'echarts';
          if (/node_modules\/(vue|@vue|vue-router)\//.test(id)) return 'vue';
          return undefined;
        },
      },
    },
  },
  // `npm run dev` asks a running server; the built pages are served by that server itself.
  server: { proxy: { '/api': api, '/openapi.yaml': api, '/healthz': api, '/readyz': api } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
