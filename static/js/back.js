// Going back shows the answers in the address: a browser that keeps whole pages would keep later answers in the form.

/** Put forms that only ask (GET) back to what the page was sent with, when the browser brings a page back. */
export function startBack(page) {
  addEventListener("pageshow", (event) => {
    if (event.persisted) page.querySelectorAll("form[method=get]").forEach((form) => form.reset());
  });
}
