// The face of a client that has the platform's class.

export const openClass = (Class) => (url, type, hear) => {
  const source = new Class(url);
  source.addEventListener(type, ({ data }) => hear.event(data));
  return () => source.close();
};
