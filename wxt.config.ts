import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { parseRelayHost } from './lib/protocol/relay-host.ts';
import { createPageChunks } from './scripts/page-chunks.ts';

/**
 * How the extension is built. `PARTYKIT_HOST` makes a release build that starts with that relay; without it this is a development
 * build: it talks to 127.0.0.1:1999 and carries a fixed key, so that its Chromium id is the same from build to build.
 */
const releaseHost = process.env.PARTYKIT_HOST?.trim() ?? '';
const isDevelopmentBuild = releaseHost === '';
if (!isDevelopmentBuild && parseRelayHost(releaseHost) === null) {
  throw new Error(
    `PARTYKIT_HOST is "${releaseHost}", which is not a relay address. Write it as host[:port], without a path.`,
  );
}

/**
 * Public half of an RSA key whose private half was thrown away: it gives development builds the Chromium id
 * amilmkedjlakffjkjcojhhebofbcbfjg and can sign nothing.
 */
const DEVELOPMENT_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtTJvminHkB6QEoSY1WQ1fZRR42gZ9T6/mn+8oedMkx4xSr9OcUbpKH6xQ20AcKXKsA1AldmN' +
  'mGx476CTXxyJg5l3XxBGQWrRfBHl41SkYP/6DfEAaBNaUujAEcDQN+Os7yVni+sbvsp5/m5PNWY86f+XVkpjkKdWkLqvDYO2fFeDEE5XGAHMeUqlRmGc' +
  'Hnf/lvuk3QCisYXF6H6EWTOmpfKS2nDnhNci7g3YuUQlZ03tvkdohaLC4Gs/2Up+4m4cOlZGCGrhSG/0EOb7kejDLwR5OUqw+G1ASs32th//f9f0yDiR' +
  'YWNWixZmWxUFzn1iB2XMaLYQk8jORNmIJ303pwIDAQAB';

/** The relay can be anyone's, so connecting is open; everything else comes from the package. Firefox's own default would block ws://. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "connect-src 'self' ws: wss: http: https:",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** At most four suggested keys; `Alt+Shift` and `Ctrl+Shift+F` are free in Chrome, Edge and Firefox on all systems but macOS. */
const COMMANDS = {
  _execute_action: { suggested_key: { default: 'Ctrl+Shift+F', mac: 'MacCtrl+Shift+F' } },
  'open-panel': {
    suggested_key: { default: 'Alt+Shift+F', mac: 'MacCtrl+Shift+L' },
    description: '__MSG_commandOpenPanel__',
  },
  'add-page': {
    suggested_key: { default: 'Alt+Shift+P', mac: 'MacCtrl+Shift+P' },
    description: '__MSG_commandAddPage__',
  },
};

export default defineConfig({
  imports: false,
  targetBrowsers: ['chrome', 'edge', 'firefox'],
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    short_name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'alarms',
      'notifications',
      'contextMenus',
      'activeTab',
      'scripting',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    // A calendar on the web: the person is asked for its one site when they add it.
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    commands: COMMANDS,
    omnibox: { keyword: 'fam' },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'family-os@family-os.invalid',
              // First version with Temporal.
              strict_min_version: '139.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          // First version with a native `browser` and with Temporal.
          minimum_chrome_version: '148',
          ...(isDevelopmentBuild ? { key: DEVELOPMENT_KEY } : {}),
        }),
  }),
  hooks: {
    'vite:build:extendConfig'(entrypoints, config) {
      // The worker and scripts are one file each; pages share chunks.
      if (!entrypoints.some(({ type }) => type === 'popup')) return;
      config.build ??= {};
      config.build.rollupOptions = { ...config.build.rollupOptions };
      config.build.rollupOptions.output = { ...config.build.rollupOptions.output, manualChunks: createPageChunks() };
    },
    'build:manifestGenerated'(_wxt, manifest) {
      if (manifest.action) manifest.action.default_title = '__MSG_extensionName__';
      if (manifest.options_ui) manifest.options_ui = { page: manifest.options_ui.page, open_in_tab: true };
      if (manifest.sidebar_action) {
        manifest.sidebar_action = {
          default_panel: manifest.sidebar_action.default_panel,
          default_title: '__MSG_extensionName__',
          default_icon: manifest.icons,
          // The sidebar opens when the person asks for it.
          open_at_install: false,
        };
      }
    },
  },
  vite: () => ({
    // WXT carries its own Vite 7 and the tests Vite 8: the plugin runs on both, but its types name one.
    plugins: [preact({ devToolsEnabled: false, reactAliasesEnabled: false }) as never],
    resolve: {
      alias: [
        {
          find: /^lib0\/logging$/,
          replacement: fileURLToPath(new URL('./lib/platform/yjs-console.ts', import.meta.url)),
        },
      ],
    },
    define: {
      __RELAY_HOST__: JSON.stringify(isDevelopmentBuild ? '127.0.0.1:1999' : releaseHost),
      __IS_DEVELOPMENT_BUILD__: JSON.stringify(isDevelopmentBuild),
    },
    build: {
      // Chromium 148 and Firefox 139, the oldest that the manifest admits, need no rewriting of the syntax.
      target: 'es2024',
      // Both browsers preload modules natively; the polyfill would be dead weight in every page.
      modulePreload: {
        polyfill: false,
        // Chunks lie on the disk: lists of what each imports would weigh more in a first load than the moment they save later.
        resolveDependencies: (_, files, { hostType }) =>
          hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
      },
      reportCompressedSize: false,
    },
  }),
});
