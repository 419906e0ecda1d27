import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { Prices } from "./Prices.jsx";

function App() {
  const [isShown, setShown] = useState(true);
  return (
    <>
      <h1>Prices</h1>
      <button type="button" onClick={() => setShown(!isShown)}>
        {isShown ? "Stop" : "Start"}
      </button>
      {isShown && <Prices />}
    </>
  );
}

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
