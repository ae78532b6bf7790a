import { Button } from "./button.client.js";

export default function Bare() {
  return (
    <main>
      <h1>Bare</h1>
      <p>A page with nothing but words and a button.</p>
      <Button />
    </main>
  );
}
