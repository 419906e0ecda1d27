// Modules that code blocks import and that are not installed here. Their examples run elsewhere.

declare module "vitest";
declare module "*/prices.js";
