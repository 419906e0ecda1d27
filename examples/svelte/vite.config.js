import { svelte } from "@sveltejs/vite-plugin-svelte";

export default { plugins: [svelte()], server: { proxy: { "/api": "http://127.0.0.1:3000" } } };
