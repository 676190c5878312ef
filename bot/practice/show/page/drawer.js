/** In a narrow window the sidebar is a drawer, which a button in the top bar opens. */

const button = document.getElementById("menu");
const sidebar = document.getElementById("sidebar");

/** Makes the button and everything that closes the drawer again. */
export function setUpDrawer() {
  button.addEventListener("click", () => show(!isOpen()));
  sidebar.addEventListener("click", (event) => event.target.closest("a") && closeDrawer());
  document.addEventListener("pointerdown", (event) => {
    const inside = [sidebar, button].some((node) => node.contains(event.target));
    if (!inside && !event.target.closest("dialog")) closeDrawer();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen() || document.querySelector("dialog[open]")) return;
    closeDrawer();
    button.focus();
  });
}

/** Closes the drawer; in a wide window there is none, and nothing changes. */
export function closeDrawer() {
  show(false);
}

/** Marks the button while something in the drawer waits to be read. */
export function drawDrawer() {
  button.classList.toggle("unread", sidebar.querySelector(".place.unread") !== null);
}

function isOpen() {
  return button.getAttribute("aria-expanded") === "true";
}

function show(open) {
  button.setAttribute("aria-expanded", String(open));
  sidebar.classList.toggle("open", open);
}
