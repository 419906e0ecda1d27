import { Stream } from "./Stream.jsx";

export default function Page() {
  return <Stream />;
}
