// In development, where StrictMode mounts everything twice.

export default { define: { "process.env.NODE_ENV": '"development"' } };
