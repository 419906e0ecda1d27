// As Angular's own build has it, but for the component, which is compiled in the page.

export default {
  define: {
    ngDevMode: "false",
    ngJitMode: "true",
    ngServerMode: "false",
    ngHmrMode: "false",
    ngI18nClosureMode: "false",
  },
};
