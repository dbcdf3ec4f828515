// Looks again after some seconds, as the button does without script.
const again = Number(document.querySelector("[data-again]").dataset.again);
setTimeout(() => location.reload(), again * 1000);
