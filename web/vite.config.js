// Two small bundles without imports at run time: `early` runs before the first paint, `paper` after the page is there.
import { defineConfig } from "vite";

const entry = process.env.OCTAVO_ENTRY ?? "paper";

export default defineConfig({
  build: {
    target: "es2020",
    emptyOutDir: false,
    lib: { entry: `scripts/${entry}.ts`, formats: ["iife"], name: "octavo", fileName: () => `${entry}.js` },
  },
});
