export default function Page() {
  return <output>rendered</output>;
}
